"""The calendar of the desk: who sees what on which day, and what it costs."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guides.models import Guide
from tests.factories.accounts import StaffFactory
from tests.factories.guides import (
    AuthorFactory,
    ClosedGuideFactory,
    DraftGuideFactory,
    LiveGuideFactory,
)
from tests.factories.jobs import OpenJobFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONTH, DAY = "/admin/calendar/", "/admin/calendar/day/"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def signed_in(*groups: str, **given: Any) -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=groups, **given))
    return client


def guide_on(day: int, **given: Any) -> Guide:
    """Live since an instant of November."""
    return LiveGuideFactory(published_at=datetime(2026, 11, day, 8, 30, tzinfo=UTC), **given)


def shown(answer: Any) -> dict[int, list[tuple[str, str]]]:
    """Kind and title of what stands on each day of the month."""
    return {
        cell.day.day: [(entry.kind, entry.title) for entry in cell.due.entries]
        for week in answer.context["weeks"]
        for cell in week
        if cell.due and cell.due.total
    }


def test_month_shows_each_kind_on_its_day() -> None:
    guide_on(
        10,
        title="Pay",
        unpublish_at=datetime(2026, 11, 29, 23, 59, tzinfo=UTC),
        review_by=date(2026, 11, 30),
    )
    OpenJobFactory(title="Engineer", closes_at=datetime(2026, 11, 28, tzinfo=UTC))
    client = Client()
    client.force_login(StaffFactory(groups=("editor", "moderator")))

    answer = client.get(MONTH)

    assert shown(answer) == {
        10: [("Guide goes live", "Pay")],
        28: [("Job closes", "Engineer")],
        29: [("Guide ends", "Pay")],
        30: [("Review due", "Pay")],
    }


def test_entry_leads_to_its_page_and_says_its_hour() -> None:
    guide = guide_on(10, title="Pay")

    html = signed_in("editor").get(MONTH).content.decode()

    assert reverse("admin:guides_guide_change", args=[guide.pk]) in html
    assert '<time datetime="2026-11-10T08:30:00+00:00">08:30</time>' in html
    assert "All times are UTC." in html


def test_drafts_and_what_was_taken_down_have_no_day() -> None:
    day = date(2026, 11, 30)
    DraftGuideFactory(review_by=day), ClosedGuideFactory(review_by=day)
    guide_on(3, title="Live", review_by=day)

    answer = signed_in("editor").get(MONTH)

    assert shown(answer) == {3: [("Guide goes live", "Live")], 30: [("Review due", "Live")]}


@pytest.mark.parametrize(
    ("group", "titles"),
    [("editor", {"Mine", "Theirs"}), ("author", {"Mine"}), ("moderator", {"Job"})],
)
def test_month_shows_only_what_somebody_may_see(group: str, titles: set[str]) -> None:
    person = StaffFactory(groups=(group,))
    guide_on(3, title="Mine", author=AuthorFactory(slug="me", user=person))
    guide_on(4, title="Theirs")
    OpenJobFactory(title="Job", closes_at=NOW + timedelta(days=1))
    client = Client()
    client.force_login(person)

    answer = client.get(MONTH)

    assert {title for day in shown(answer).values() for _, title in day} == titles


def test_guide_that_somebody_wrote_in_is_theirs() -> None:
    person = StaffFactory(groups=("author",))
    guide = guide_on(3, title="Helped")
    guide.revisions.update(created_by=person)
    guide_on(4, title="Theirs")
    client = Client()
    client.force_login(person)

    assert shown(client.get(MONTH)) == {3: [("Guide goes live", "Helped")]}


def test_full_day_shows_some_and_leads_to_all() -> None:
    day = date(2026, 11, 30)
    for number in range(9):
        guide_on(2, title=f"Guide {number}", review_by=day)
    client = signed_in("editor")

    html = client.get(MONTH).content.decode()
    everything = client.get(f"{DAY}?day=2026-11-30")

    assert html.count("+5 more") == 2  # the day of going live is as full
    assert f"{DAY}?day=2026-11-30" in html
    assert [entry.title for entry in everything.context["due"].entries] == [
        f"Guide {number}" for number in range(9)
    ]


def test_day_goes_on_over_pages_from_kind_to_kind() -> None:
    for number in range(130):
        guide_on(2, title=f"Guide {number}", review_by=date(2026, 11, 2))
    client = signed_in("editor")

    pages = [client.get(f"{DAY}?day=2026-11-02&page={page}") for page in (1, 2, 3, 4)]

    counts = [
        [
            sum(entry.kind == kind for entry in page.context["due"].entries)
            for kind in ("Guide goes live", "Review due")
        ]
        for page in pages
    ]
    assert counts == [[100, 0], [30, 70], [0, 60], [0, 0]]
    assert [page.context["later"] for page in pages] == [2, 3, None, None]


@pytest.mark.parametrize(
    ("month", "neighbors"),
    [
        ("2026-01", ("2025-12", "2026-02")),
        ("1990-01", (None, "1990-02")),
        ("2100-12", ("2100-11", None)),
    ],
)
def test_month_leads_to_its_neighbors(month: str, neighbors: tuple[str | None, ...]) -> None:
    answer = signed_in("editor").get(f"{MONTH}?month={month}")

    found = [
        re.search(rf'month=([0-9-]+)" rel="{rel}"', answer.content.decode())
        for rel in ("prev", "next")
    ]
    assert answer.status_code == 200
    assert tuple(match and match[1] for match in found) == neighbors


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("month=1989-12", "Month: Choose a year from 1990 to 2100."),
        ("month=2101-01", "Month: Choose a year from 1990 to 2100."),
        ("month=2026-13", "Month: Write a month as 2026-11."),
        ("month=2026-1", "Month: Write a month as 2026-11."),
        ("month=٢٠٢٦-11", "Month: Write a month as 2026-11."),
        ("month=" + "9" * 500, "Month: Write a month as 2026-11."),
        ("moth=2026-11", "“moth” is not something that this page knows."),
        ("month=2026-11&month=2026-12", "“month” stands in it more than once"),
    ],
)
def test_month_that_is_none_is_named(query: str, said: str) -> None:
    answer = signed_in("editor").get(f"{MONTH}?{query}")

    assert said in answer.content.decode()
    assert answer.status_code == (400 if said.startswith("Month:") else 200)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("day=2026-02-30", "Day: Write a day as 2026-11-28."),
        ("day=1989-12-31", "Day: Choose a year from 1990 to 2100."),
        ("page=0", "Page:"),
        ("page=1000000000000000000000", "Page:"),
        ("week=7", "“week” is not something that this page knows."),
    ],
)
def test_day_that_is_none_is_named(query: str, said: str) -> None:
    answer = signed_in("editor").get(f"{DAY}?{query}")

    assert said in answer.content.decode()
    assert f"{answer.context['day']}" == "2026-11-24"


@pytest.mark.parametrize("address", [MONTH, f"{DAY}?day=2026-11-30"])
def test_calendar_costs_the_same_with_one_entry_and_with_60(address: str) -> None:
    client = signed_in("editor", "moderator")
    guide_on(2, review_by=date(2026, 11, 30))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(59):
        guide_on(2, review_by=date(2026, 11, 30))

    with CaptureQueriesContext(connection) as many:
        answer = client.get(address)

    assert len(many) == len(few) <= 12
    assert len(answer.content) < 60_000


def test_dashboard_leads_to_the_calendar() -> None:
    assert f'href="{MONTH}"' in signed_in("analyst").get("/admin/").content.decode()
