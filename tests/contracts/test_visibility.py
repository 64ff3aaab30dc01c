"""Every state × every surface: what isn't public appears nowhere, what is public where it belongs.

The surfaces are all public routes, found by walking the URL configuration; nobody lists them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guides.rendering import render_guide
from portal.freshness import forget_everything
from portal.publishing.models import Status
from tests.contracts.routes import public_routes
from tests.contracts.world import World
from tests.factories.guides import (
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
    return factory(title="Zanzibar", slug="zanzibar", roles=[world.role], topic=world.guide.topic)


def make_job(factory: Any, world: World) -> Any:
    return factory(title="Zanzibar", primary_role=world.role, company=world.job.company)


def make_benchmark(factory: Any, world: World) -> Any:
    return factory(
        role=world.role, measure="mid-level", low=717171, high=727272, place=world.benchmark.place
    )


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
        frozenset(
            {
                "site:home",
                "site:role",
                "jobs:list",
                "jobs:feed",
                "jobs:company",
                "jobs-api:list",
                "guides:detail",  # a panel of the other guide lists what is open
                "sitemap-file",
            }
        ),
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
                "benchmarks-api:list",
            }
        ),
    ),
]


@pytest.fixture
def world(world: World) -> World:
    """With a guide that lists the open jobs."""
    world.guide.body = "## Open now\n\n{{ open-jobs show=list }}"
    for name, value in render_guide(world.guide).columns().items():
        setattr(world.guide, name, value)
    world.guide.save()
    return world


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


def surfaces_with(mark: str, world: World) -> set[str]:
    """Names of the public routes whose answer holds the mark, whatever sign groups its thousands."""
    client, found = Client(), set()
    for route in public_routes():
        addresses = [world.address(route)]
        if route.name == "salaries:compare":
            addresses = [f"{addresses[0]}?role=ai-engineer&role=ml-engineer"]
        if route.name == "sitemap-file":
            addresses = [f"/sitemaps/{section}-0.xml" for section in ("guides", "jobs")]
        for address in addresses:
            body = client.get(address).content.decode().lower()
            if re.search(mark, body):
                found.add(route.name)
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_state_is_made(kind: Kind, db: None) -> None:
    made = set()
    for factory in (kind.live, *kind.hidden):
        thing = factory()
        made.add(state(thing))
        thing.delete()  # two benchmarks of one role may not say the same

    assert made == states(kind.live._meta.model)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_public_thing_appears_wherever_it_belongs(kind: Kind, world: World) -> None:
    kind.make(kind.live, world)

    assert kind.shown_on <= surfaces_with(kind.mark, world)


@pytest.mark.parametrize(
    ("kind", "factory"),
    [(kind, factory) for kind in KINDS for factory in kind.hidden],
    ids=lambda value: getattr(value, "name", None) or value.__name__,
)
def test_hidden_thing_appears_nowhere(kind: Kind, factory: Any, world: World) -> None:
    kind.make(factory, world)

    assert surfaces_with(kind.mark, world) == set()


@pytest.mark.parametrize(
    ("kind", "factory", "forward"),
    [
        (KINDS[0], ScheduledGuideFactory, timedelta(days=2)),
        (KINDS[1], ScheduledJobFactory, timedelta(days=3)),
        (KINDS[2], ScheduledBenchmarkFactory, timedelta(days=2)),
    ],
    ids=["guide", "job", "benchmark"],
)
def test_scheduled_thing_appears_by_the_clock_alone(
    kind: Kind, factory: Any, forward: timedelta, world: World, time_machine: Any
) -> None:
    kind.make(factory, world)
    before = surfaces_with(kind.mark, world)

    time_machine.move_to(timezone.now() + forward)

    assert before == set()
    assert kind.shown_on <= surfaces_with(kind.mark, world)


def test_expired_job_vanishes_by_the_clock_alone(world: World, time_machine: Any) -> None:
    job = make_job(OpenJobFactory, world)
    before = surfaces_with("zanzibar", world)

    time_machine.move_to(job.closes_at + timedelta(seconds=1))

    assert KINDS[1].shown_on <= before
    assert surfaces_with("zanzibar", world) == set()


def test_ended_guide_vanishes_by_the_clock_alone(world: World, time_machine: Any) -> None:
    guide = make_guide(LiveGuideFactory, world)
    guide.unpublish_at = timezone.now() + timedelta(hours=1)
    guide.save()
    forget_everything()
    before = surfaces_with("zanzibar", world)

    time_machine.move_to(guide.unpublish_at)

    assert KINDS[0].shown_on <= before
    assert surfaces_with("zanzibar", world) == set()
