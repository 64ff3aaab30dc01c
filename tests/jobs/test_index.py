"""The row of jobs that a worker keeps: carried on, it says what one made anew would say."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions import approve_job, close_job, renew_job, reopen_job, save_job, submit_job
from jobs.finding import current
from jobs.finding.bits import PIECE, Ordered, among, bits_of, places_down, places_up
from jobs.finding.index import JobIndex
from jobs.finding.search import Search, Wanted
from jobs.models import CloseReason, Company, Job
from portal.search.finding import Found, find
from tests.factories.jobs import CompanyFactory, OpenJobFactory, ScheduledJobFactory, content
from tests.factories.taxonomy import CityFactory, RoleFactory, SkillFactory

ASKED = (("python",), ("rust", "engineer"), ("beta",), ("beta", "python"))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_set_of_places_is_read_from_either_end():
    rng = Random(3)
    for size in (0, 1, 7, 64, 1000, 2 * PIECE + 9):
        places = sorted(rng.sample(range(size), size // 2))
        bits, edge, there = bits_of(places, size), size // 3, set(places)

        assert list(places_up(bits)) == places
        assert list(places_down(bits)) == places[::-1]
        assert list(places_up(bits, edge)) == [place for place in places if place >= edge]
        assert list(places_down(bits, edge)) == [place for place in places if place < edge][::-1]
        order = Ordered((rng.randrange(100), place) for place in range(size)).places
        assert list(among(order, bits, size)) == [place for place in order if place in there]


def test_set_by_number_holds_what_is_as_high():
    ordered = Ordered([(5, 0), (7, 1), (5, 2), (9, 3)])

    assert [ordered.at_least(number, 4) for number in (5, 6, 9, 10)] == [0b1111, 0b1010, 0b1000, 0]
    assert list(ordered.replaced({1, 3}, [(1, 4)])) == [(1, 4), (5, 0), (5, 2)]


def said(index: JobIndex) -> dict[str, Any]:
    """What an index says at this moment, in keys."""
    now = timezone.now()
    live = index.live(now)

    def keys(bits: int) -> list[int]:
        return [index.keys[place] for place in places_down(bits & live)]

    return {
        "live": keys(live),
        "sets": {key: found for key, bits in index.sets.items() if (found := keys(bits))},
        "pay": {
            name: [index.keys[place] for place in among(pay.places, live, index.size)]
            for name, pay in index.pay.items()
            if keys(pay.at_least(0, index.size))
        },
        "well paid": keys(index.paying_from(200_000, "USD")),  # type: ignore[arg-type]
        "new": keys(index.posted_from(now - timedelta(days=1))),
    }


def written(search: Search) -> list[set[int]]:
    """Keys of the jobs that hold the words, in their titles and anywhere."""
    return [
        {search.index.keys[place] for place in places_down(bits & search.live)}
        for bits in (search.found & search._titles, search.found)
    ]


def act(rng: Random, roles: list[Any], skills: list[Any]) -> None:
    """One of the things that happen to jobs; whatever can't be done now is left."""
    now = timezone.now()
    values = content(
        primary_role=rng.choice(roles),
        skills=rng.sample(skills, 2),
        level=rng.choice(("mid", "senior")),
        title=f"{rng.choice(('Python', 'Rust'))} engineer",
        description=f"Knows {rng.choice(('Python', 'Rust'))}.",
        pay_min=rng.randrange(100, 300) * 1000,
        pay_max=400_000,
    )
    closes_at = now + timedelta(hours=rng.randrange(1, 200))
    jobs = list(Job.objects.order_by("pk"))
    job = rng.choice(jobs) if jobs else None
    match rng.randrange(8):
        case 0 | 1:
            OpenJobFactory(at=None, closes_at=closes_at, company=CompanyFactory(slug="a"), **values)
        case 2:
            start = now + timedelta(hours=rng.randrange(1, 30))
            ScheduledJobFactory(
                at=start, closes_at=start + timedelta(days=2), company=CompanyFactory(slug="a")
            )
        case 3 if job and job.status == "published":
            save_job(job=job, by=None, values=values, base=job.latest_number)
            submit_job(job=job, by=None, at=job.published_at)
            if job.has_waiting_edit:
                approve_job(job=job, by=None, at=job.published_at)
        case 4 if job and job.status == "published":
            close_job(job=job, by=None, reason=CloseReason.FILLED)
        case 5 if job and job.status == "closed":
            reopen_job(job=job, by=None, closes_at=closes_at)
        case 6 if job and job.status == "published":
            starts = max(now, job.published_at or now)
            renew_job(job=job, by=None, closes_at=starts + timedelta(hours=50))
        case 7:
            company = Company.objects.get(slug="a")
            company.name = rng.choice(("Alpha", "Beta"))
            company.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(2))
def test_index_that_is_carried_on_says_what_a_new_one_says(seed, monkeypatch):
    rng = Random(seed)
    roles, skills = [RoleFactory() for _ in range(3)], [SkillFactory() for _ in range(4)]
    RoleFactory(slug="ml-engineer"), CityFactory(), CompanyFactory(slug="a")
    whole: list[datetime] = []
    made = JobIndex.made

    def noted(at: datetime) -> JobIndex:
        whole.append(at)
        return made(at)

    monkeypatch.setattr(JobIndex, "made", noted)
    with time_machine.travel(NOON, tick=False) as clock:
        for step in range(60):
            clock.shift(timedelta(hours=rng.randrange(12), microseconds=1))
            act(rng, roles, skills)
            kept = said(current.index())
            anew = made(timezone.now())
            assert kept == said(anew), step
            for words in ASKED:
                asked = Wanted(words=words)
                assert written(Search(asked)) == written(Search(asked, among=anew)), (step, words)
            assert set(kept["live"]) == set(Job.objects.public().values_list("pk", flat=True))

    # At the beginning, and where a job that had ended and was edited since got more days.
    assert len(whole) <= 3


@pytest.mark.django_db(transaction=True)
def test_job_that_is_dated_back_finds_its_place():
    newer = OpenJobFactory(at=NOON - timedelta(days=1), closes_at=NOON + timedelta(days=90))
    with time_machine.travel(NOON, tick=False):
        current.index()
        older = OpenJobFactory(at=NOON - timedelta(days=3))

        assert said(current.index())["live"] == [newer.pk, older.pk]


@pytest.mark.django_db(transaction=True)
def test_index_is_asked_for_once_and_a_change_costs_two_queries(start_worker):
    jobs = [OpenJobFactory() for _ in range(3)]
    start_worker()
    with CaptureQueriesContext(connection) as first:
        current.index()
    close_job(job=jobs[0], by=None, reason=CloseReason.FILLED)
    with CaptureQueriesContext(connection) as second:
        current.index()

    assert (len(first), len(second)) == (0, 2)


@pytest.mark.django_db
def test_what_is_read_inside_a_transaction_is_not_kept():
    OpenJobFactory()
    held = current.index()

    assert current.index() is not held


@pytest.mark.django_db(transaction=True)
def test_words_asked_before_a_change_are_looked_for_in_what_changed_alone(monkeypatch):
    asked: list[Any] = []

    def noted(kind: str, words: tuple[str, ...], among: Any) -> Found:
        asked.append(among)
        return find(kind, words, among)

    monkeypatch.setattr("jobs.finding.search.find", noted)
    others = [OpenJobFactory(title="Python engineer") for _ in range(3)]
    Search(Wanted(words=("python",)))
    new = OpenJobFactory(title="Python developer")
    close_job(job=others[0], by=None, reason=CloseReason.FILLED)

    found = [Search(Wanted(words=("python",))) for _ in range(2)]

    assert asked == [None, {new.pk}]
    assert [written(search)[0] for search in found] == [
        {new.pk, *(job.pk for job in others[1:])}
    ] * 2
