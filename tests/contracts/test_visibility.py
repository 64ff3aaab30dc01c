"""Every state × every surface: what isn't public appears nowhere, what is public where it belongs.

The surfaces are all public routes, found by walking the URL configuration; nobody lists them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from guides.search import KIND as GUIDE
from portal.freshness import forget_everything
from portal.publishing.models import Status
from portal.search.indexing import index
from tests.contracts.surfaces import OF_JOBS, listing_open_jobs, surfaces_with
from tests.contracts.world import World
from tests.factories.guides import (
    ArchivedGuideFactory,
    ClosedGuideFactory,
    DraftGuideFactory,
    EndedGuideFactory,
    LiveGuideFactory,
    ReturnedGuideFactory,
    ScheduledGuideFactory,
    SubmittedGuideFactory,
)
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
)
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    WithdrawnBenchmarkFactory,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Kind:
    """`make` gives the thing a mark; `mark` is a pattern of how it reads on a page; `shown_on` where it must appear."""

    name: str
    make: Callable[[Any, World], Any]
    mark: str
    live: Any
    hidden: tuple[Any, ...]
    shown_on: frozenset[str]


def make_guide(factory: Any, world: World) -> Any:
    slug = f"zanzibar-{factory.__name__.lower()}"
    guide = factory(title="Zanzibar", slug=slug, roles=[world.role], topic=world.guide.topic)
    index(GUIDE, [guide.pk])  # as publishing does
    return guide


def make_job(factory: Any, world: World) -> Any:
    return factory(title="Zanzibar", primary_role=world.role, company=world.job.company)


def make_benchmark(factory: Any, world: World) -> Any:
    return factory(
        role=world.role, measure="mid-level", low=717171, high=727272, place=world.benchmark.place
    )


def make_distribution(factory: Any, world: World) -> Any:
    ends = {"p25": 700000, "p50": 717171, "p75": 800000, "p90": 900000}
    return factory(distribution=True, role=world.role, place=world.benchmark.place, **ends)


KINDS = [
    Kind(
        "guide",
        make_guide,
        "zanzibar",
        LiveGuideFactory,
        (
            DraftGuideFactory,
            SubmittedGuideFactory,
            ReturnedGuideFactory,
            ScheduledGuideFactory,
            EndedGuideFactory,
            ClosedGuideFactory,
            ArchivedGuideFactory,
        ),
        frozenset(
            {
                "site:home",
                "site:role",
                "guides:list",
                "guides:feed",
                "guides:topic",
                "guides:topic-feed",
                "guides:role",
                "guides:role-feed",
                "guides:author",
                "guides:author-feed",
                "guides:detail",  # read next, under the other guide
                "guides-api:list",
                "site:search",
                "search-api:search",
                "sitemap-file",
            }
        ),
    ),
    Kind(
        "job",
        make_job,
        "zanzibar",
        OpenJobFactory,
        (
            DraftJobFactory,
            InReviewJobFactory,
            ReturnedJobFactory,
            ScheduledJobFactory,
            ExpiredJobFactory,
            ClosedJobFactory,
        ),
        OF_JOBS,
    ),
    Kind(
        "benchmark",
        make_benchmark,
        r"717\D?(171|k)",
        PublishedBenchmarkFactory,
        (BenchmarkFactory, ScheduledBenchmarkFactory, WithdrawnBenchmarkFactory),
        frozenset(
            {
                "site:role",
                "salaries:index",
                "salaries:role",
                "salaries:compare",
                "salaries:benchmarks-csv",
                "salaries:benchmarks-json",
                "salaries:role-csv",
                "salaries:role-json",
                "salaries:explore",
                "salaries:explore-csv",
                "salaries:explore-json",
                "benchmarks-api:list",
                "site:search",
                "search-api:search",
            }
        ),
    ),
    Kind(
        "distribution",
        make_distribution,
        r"717\D?(171|k)",
        PublishedBenchmarkFactory,
        (BenchmarkFactory, ScheduledBenchmarkFactory, WithdrawnBenchmarkFactory),
        frozenset(
            {
                "salaries:role",
                "salaries:role-csv",
                "salaries:role-json",
                "salaries:explore",
                "salaries:explore-csv",
                "salaries:explore-json",
                "benchmarks-api:list",
                "site:search",
                "search-api:search",
            }
        ),
    ),
]


@pytest.fixture
def world(world: World) -> World:
    return listing_open_jobs(world)


def states(model: Any) -> set[tuple[str, ...]]:
    """Every status that a thing can have; what is published stands in several ways to the clock."""
    statuses = {str(value) for value, _ in model._meta.get_field("status").choices}
    count = len(model._default_manager.all().instants)
    clock = {("past",) * gone + ("ahead",) * (count - gone) for gone in range(count + 1)}
    return {(status,) for status in statuses - {Status.PUBLISHED}} | {
        (str(Status.PUBLISHED), *sides) for sides in clock
    }


def state(thing: Any) -> tuple[str, ...]:
    if thing.status != Status.PUBLISHED:
        return (str(thing.status),)
    instants = [getattr(thing, name) for name in type(thing)._default_manager.all().instants]
    now = timezone.now()
    sides = ("past" if instant and instant <= now else "ahead" for instant in instants)
    return (str(thing.status), *sides)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_state_is_made(kind: Kind, db: None) -> None:
    made = set()
    for factory in (kind.live, *kind.hidden):
        with transaction.atomic():  # two benchmarks of one role may not say the same
            made.add(state(factory()))
            transaction.set_rollback(True)

    assert made == states(kind.live._meta.model)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_public_thing_appears_wherever_it_belongs(kind: Kind, world: World) -> None:
    kind.make(kind.live, world)

    assert kind.shown_on <= surfaces_with(kind.mark, world)


def hidden() -> list[tuple[Kind, tuple[Any, ...]]]:
    """Guides and jobs in all of their states at once; of two benchmarks that say the same there is one."""
    several = [(kind, kind.hidden) for kind in KINDS[:2]]
    return [*several, *((kind, (factory,)) for kind in KINDS[2:] for factory in kind.hidden)]


@pytest.mark.parametrize(("kind", "factories"), hidden())
def test_hidden_thing_appears_nowhere(kind: Kind, factories: tuple[Any, ...], world: World) -> None:
    for factory in factories:
        kind.make(factory, world)

    assert surfaces_with(kind.mark, world) == set()


@pytest.mark.parametrize(
    ("kind", "factory", "forward"),
    [
        (KINDS[0], ScheduledGuideFactory, timedelta(days=2)),
        (KINDS[1], ScheduledJobFactory, timedelta(days=3)),
        (KINDS[2], ScheduledBenchmarkFactory, timedelta(days=2)),
        (KINDS[3], ScheduledBenchmarkFactory, timedelta(days=2)),
    ],
    ids=["guide", "job", "benchmark", "distribution"],
)
def test_scheduled_thing_appears_by_the_clock_alone(
    kind: Kind, factory: Any, forward: timedelta, world: World, time_machine: Any
) -> None:
    kind.make(factory, world)
    before = surfaces_with(kind.mark, world)

    time_machine.move_to(timezone.now() + forward)

    assert before == set()
    assert kind.shown_on <= surfaces_with(kind.mark, world)


def test_ended_guide_vanishes_by_the_clock_alone(world: World, time_machine: Any) -> None:
    guide = make_guide(LiveGuideFactory, world)
    guide.unpublish_at = timezone.now() + timedelta(hours=1)
    guide.save()
    forget_everything()
    before = surfaces_with("zanzibar", world)

    time_machine.move_to(guide.unpublish_at)

    assert KINDS[0].shown_on <= before
    assert surfaces_with("zanzibar", world) == set()
