"""What changed, and what is gone, since a program last asked for the list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jobs import actions
from jobs.models import CloseReason, Job
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    content,
)
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def ask(since: datetime, **more: Any) -> Any:
    return Client().get(
        "/api/v1/jobs/", {"updated_since": since.isoformat().replace("+00:00", "Z"), **more}
    )


def titles(answer: Any) -> list[str]:
    return [row["title"] for row in answer.json()["results"]]


def gone(answer: Any) -> list[tuple[str, str]]:
    return [(row["slug"], row["reason"]) for row in answer.json()["gone"]]


def test_changed_jobs_and_tombstones_since():
    with time_machine.travel(NOON - timedelta(days=20), tick=False):
        old = OpenJobFactory(title="Old")
        early = ClosedJobFactory(title="Closed before")
    with time_machine.travel(NOON, tick=False) as clock:
        expired = ExpiredJobFactory(title="Expired", closes_at=NOON + timedelta(hours=1))
        closed = OpenJobFactory(title="Closed")
        edited = OpenJobFactory(title="Edited")
        DraftJobFactory(), InReviewJobFactory()
        clock.shift(timedelta(hours=2))
        actions.close_job(job=closed, by=None, reason=CloseReason.FILLED)
        actions.save_job(job=edited, by=None, values=content(title="Edited anew"), base=1)
        actions.submit_job(job=edited, by=None)
        actions.approve_job(job=edited, by=None)

        answer = ask(NOON + timedelta(minutes=30))
        later = ask(NOON + timedelta(hours=3))
        everything = ask(NOON - timedelta(days=30))

    validates_schema(answer)
    assert titles(answer) == ["Edited anew"]
    assert gone(answer) == [(closed.slug, "closed"), (expired.slug, "expired")]
    instants = [row["gone_at"] for row in answer.json()["gone"]]
    assert instants == ["2026-11-10T14:00:00Z", "2026-11-10T13:00:00Z"]
    assert (titles(later), gone(later)) == ([], [])
    assert sorted(titles(everything)) == ["Edited anew", "Old"]
    assert (early.slug, "closed") in gone(everything)
    assert old.slug not in dict(gone(everything))


def test_job_is_gone_by_the_clock_alone(start_worker: Any):
    start_worker()
    with time_machine.travel(NOON, tick=False) as clock:
        job = OpenJobFactory(closes_at=NOON + timedelta(hours=1))
        since = NOON - timedelta(hours=5)
        assert (titles(ask(since)), gone(ask(since))) == ([job.title], [])

        clock.shift(timedelta(hours=1))

        assert (titles(ask(since)), gone(ask(since))) == ([], [(job.slug, "expired")])


def test_renewed_job_has_changed():
    with time_machine.travel(NOON, tick=False) as clock:
        job = OpenJobFactory(closes_at=NOON + timedelta(hours=1))
        clock.shift(timedelta(hours=2))
        assert gone(ask(NOON)) == [(job.slug, "expired")]

        actions.renew_job(job=job, by=None, closes_at=NOON + timedelta(days=9))

        answer = ask(NOON + timedelta(hours=2))
    assert (titles(answer), gone(answer)) == ([job.title], [])


def test_closed_after_it_expired_is_expired_still():
    with time_machine.travel(NOON, tick=False) as clock:
        job = OpenJobFactory(closes_at=NOON + timedelta(hours=1))
        clock.shift(timedelta(hours=2))
        actions.close_job(job=job, by=None, reason=CloseReason.FILLED)

        found = gone(ask(NOON))

    assert found == [(job.slug, "expired")]


def test_filters_narrow_the_rows_and_not_the_tombstones():
    OpenJobFactory(title="Here", level="senior")
    OpenJobFactory(title="Elsewhere", level="junior")
    closed = ClosedJobFactory(level="junior")

    answer = ask(timezone.now() - timedelta(days=1), level="senior", facets="true")

    validates_schema(answer)
    assert titles(answer) == ["Here"]
    assert gone(answer) == [(closed.slug, "closed")]
    assert answer.json()["count"] == 1


def edit(job: Job, **given: Any) -> None:
    actions.save_job(job=job, by=None, values=content(**given), base=job.latest_number)
    actions.submit_job(job=job, by=None)
    if job.has_waiting_edit:
        actions.approve_job(job=job, by=None)


def test_job_that_was_there_and_changed_so_that_it_does_not_fit_has_a_tombstone():
    with time_machine.travel(NOON, tick=False) as clock:
        moved, kept, closed = (OpenJobFactory(level="senior") for _ in range(3))
        OpenJobFactory(level="junior", title="Never fitted, and never changed")
        clock.shift(timedelta(hours=1))
        since = timezone.now()
        clock.shift(timedelta(hours=1))
        OpenJobFactory(level="junior", title="New, and none of theirs", at=None)
        edit(moved, level="junior", title="Moved")
        clock.shift(timedelta(hours=1))
        actions.close_job(job=closed, by=None, reason=CloseReason.FILLED)
        clock.shift(timedelta(hours=1))
        edit(kept, level="senior", title="Kept")

        answer, everything = ask(since, level="senior"), ask(since)
        first = ask(since, level="senior", page_size=2).json()
        second = Client().get(first["next"]).json()
        back = Client().get(second["previous"]).json()

    validates_schema(answer)
    assert titles(answer) == ["Kept"]
    assert gone(answer) == [(closed.slug, "closed"), (moved.slug, "narrowed")]
    assert [row["gone_at"] for row in answer.json()["gone"]] == [
        "2026-11-10T15:00:00Z",
        "2026-11-10T14:00:00Z",
    ]
    assert gone(everything) == [(closed.slug, "closed")]
    assert [first["gone"], second["gone"]] == [[row] for row in answer.json()["gone"]]
    assert (back["results"], back["gone"]) == (first["results"], first["gone"])


def test_unreadable_instant_is_named():
    for value in ("yesterday", "2026-11-31", "9999-01-01T00:00:00Z", "1"):
        answer = Client().get("/api/v1/jobs/", {"updated_since": value})

        assert answer.status_code == 400, value
        assert [each["field"] for each in answer.json()["errors"]] == ["updated_since"]
    assert "gone" not in Client().get("/api/v1/jobs/?updated_since=").json()


def test_one_cursor_goes_through_rows_and_tombstones_both_ways():
    for _ in range(3):
        OpenJobFactory(), ClosedJobFactory()
    at = ask(timezone.now() - timedelta(days=1), page_size=2)

    pages = [at.json()]
    while pages[-1]["next"]:
        pages.append(Client().get(pages[-1]["next"]).json())
    back = [pages[-1]]
    while back[-1]["previous"]:
        back.append(Client().get(back[-1]["previous"]).json())

    def slugs(page: Any) -> list[str]:
        return [row["slug"] for row in (*page["results"], *page["gone"])]

    assert [len(slugs(page)) for page in pages] == [2, 2, 2]
    assert [slugs(page) for page in reversed(back)] == [slugs(page) for page in pages]
    forward = [slug for page in pages for slug in slugs(page)]
    live = list(Job.objects.public().newest().values_list("slug", flat=True))
    assert forward[:3] == live
    assert sorted(forward) == sorted(Job.objects.values_list("slug", flat=True))


def test_since_costs_one_query_more(django_assert_max_num_queries):
    for _ in range(5):
        OpenJobFactory(), ClosedJobFactory()

    with django_assert_max_num_queries(6):  # with the topics, and the index, which is made first
        answer = ask(timezone.now() - timedelta(days=1))
    with django_assert_max_num_queries(7):  # and one more for those that don't fit
        narrowed = ask(timezone.now() - timedelta(days=1), level="mid")

    assert (len(titles(answer)), len(gone(answer))) == (5, 5)
    assert len(titles(narrowed)) == 5
