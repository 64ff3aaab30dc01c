"""A listing goes from every surface by the clock alone, nothing scheduled, pages kept or not.

A deadline ends when its day has ended everywhere on Earth: at noon UTC of the day after.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from jobs.models import Job
from portal.freshness import dependencies, forget_everything, memory
from portal.freshness.wsgi import PublicPages
from portal.wsgi import application
from tests.contracts.surfaces import OF_JOBS, listing_open_jobs, surfaces_with
from tests.contracts.world import World
from tests.factories.jobs import OpenJobFactory
from tests.factories.taxonomy import CityFactory, CountryFactory

pytestmark = pytest.mark.django_db

MARK = "zanzibar"
DEADLINE = date(2026, 12, 9)
CLOSES = datetime(2026, 12, 10, 12, tzinfo=UTC)
# The first place where the day ends, one in the middle, and almost the last.
ZONES = {"KI": "Pacific/Kiritimati", "FR": "Europe/Paris", "US": "Pacific/Honolulu"}


@pytest.fixture
def world(world: World) -> World:
    return listing_open_jobs(world)


@pytest.fixture
def kept_pages() -> Iterator[Callable[[str], str]]:
    """Reads as a worker does that keeps pages, and keeps whatever was read in the test's transaction too."""
    pages = PublicPages(application.application, limit=64 * 1024 * 1024)
    outside: Any = SimpleNamespace(in_atomic_block=False)

    def read_kept(address: str) -> str:
        environ = RequestFactory().get(address).environ
        body = b"".join(pages(environ, lambda *start: None))
        return body.decode(errors="replace")

    with (
        mock.patch.object(memory, "connection", outside),
        mock.patch.object(dependencies, "connection", outside),
        mock.patch.object(connection, "close_if_unusable_or_obsolete"),
    ):
        yield read_kept
        assert len(pages.pages) > 20


def open_jobs(world: World, **more: Any) -> list[Job]:
    """One in each zone."""
    made: list[Job] = []
    for country in ZONES:
        parent = CountryFactory(slug=country.lower(), country=country)
        city = CityFactory(slug=f"in-{country}", country=country, region_code="", parent=parent)
        job = OpenJobFactory(
            title=f"{MARK} {country}",
            primary_role=world.role,
            company=world.job.company,
            locations=[city, world.job.locations.get()],
            **more,
        )
        made.append(job)
    return made


def test_deadline_ends_when_its_day_has_ended_everywhere(
    world: World, time_machine: Any, kept_pages: Callable[[str], str]
) -> None:
    time_machine.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    forget_everything()
    for name in ("job", "letters"):
        job = getattr(world, name)
        Job.objects.filter(pk=job.pk).update(closes_at=datetime(2027, 1, 1, tzinfo=UTC))
    jobs = open_jobs(world, deadline=DEADLINE, closes_at=timezone.now() + timedelta(days=60))
    lasts = [
        datetime.combine(DEADLINE, time(23, 59, 59), ZoneInfo(zone)) for zone in ZONES.values()
    ]

    here = []
    for last in lasts:
        time_machine.move_to(last, tick=False)
        here.append([Client().get(job.get_absolute_url()).status_code for job in jobs])
    time_machine.move_to(CLOSES - timedelta(seconds=1), tick=False)
    before = surfaces_with(MARK, world, kept_pages)
    facets = places_in_facets()
    time_machine.move_to(CLOSES + timedelta(seconds=1), tick=False)

    assert [job.closes_at for job in jobs] == [CLOSES] * 3
    assert here == [[200] * 3] * 3
    assert before >= OF_JOBS
    assert facets >= {"ki", "fr"}
    assert surfaces_with(MARK, world, kept_pages) == set()
    assert not places_in_facets() & {"ki", "fr"}
    for job in jobs:
        page = Client().get(job.get_absolute_url())
        assert page.status_code == 410
        assert b"application/ld+json" not in page.content
        for country in ("ki", "fr"):
            assert Client().get(f"/jobs/in/{country}/").status_code == 302
    assert "/jobs/in/ki/" not in kept_pages("/sitemaps/jobs-by-role-and-place-0.xml")


def places_in_facets() -> set[str]:
    """The countries that the API would narrow the list to."""
    rows = Client().get("/api/v1/jobs/?facets=true").json()["facets"]["country"]
    return {row["value"] for row in rows if row["count"]}
