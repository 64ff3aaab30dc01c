"""Who looks at a listing and goes on to apply is counted by the day, once, and not known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jobs.models import JobDay
from jobs.stats.actions import count, forget_days
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    JobDayFactory,
    MembershipFactory,
    OpenJobFactory,
)

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 2, 23, 59, 50, tzinfo=UTC)


def look(job, *, browser="Firefox", network="192.0.2.1") -> int:
    headers = {"sec-fetch-site": "same-origin", "user-agent": browser}
    address = f"/jobs/{job.slug}/seen/"
    return (
        Client(REMOTE_ADDR=network)
        .post(address, content_type="application/x-www-form-urlencoded", headers=headers)
        .status_code
    )


def sums() -> list[tuple[date, int, int]]:
    return list(JobDay.objects.order_by("day").values_list("day", "views", "clicks"))


def test_each_reader_counts_once_a_day(time_machine):
    time_machine.move_to(NIGHT - timedelta(hours=3), tick=False)
    job = OpenJobFactory()
    time_machine.move_to(NIGHT, tick=False)

    answers = [
        look(job),
        look(job),
        look(job, browser="Safari"),
        look(job, network="192.0.2.2"),
        look(job, network="2001:db8::1"),
        look(job, network="2001:db8::2"),  # the same household
    ]
    time_machine.move_to(NIGHT + timedelta(seconds=20), tick=False)
    look(job), look(job)

    assert answers == [204] * 6
    assert sums() == [(date(2026, 11, 2), 4, 0), (date(2026, 11, 3), 1, 0)]


def test_each_listing_has_its_own_sums():
    jobs = [OpenJobFactory(), OpenJobFactory()]

    for job in (*jobs, jobs[0]):
        look(job)

    assert sorted(JobDay.objects.values_list("job", "views")) == [(job.pk, 1) for job in jobs]


def test_one_network_adds_no_crowd():
    job = OpenJobFactory()

    for number in range(60):
        look(job, browser=f"made up {number}")
    look(job, network="192.0.2.2")

    assert [views for _, views, _ in sums()] == [51]


@pytest.mark.parametrize("factory", [DraftJobFactory, ClosedJobFactory, ExpiredJobFactory])
def test_only_what_is_public_is_counted(factory):
    assert look(factory()) == 404
    assert sums() == []


def test_view_from_elsewhere_does_not_count():
    job = OpenJobFactory()

    answer = Client().post(f"/jobs/{job.slug}/seen/", headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert sums() == []


def test_mark_of_a_reader_cannot_be_made_again_without_the_salt_of_the_day():
    job = OpenJobFactory()
    look(job)

    cache.delete(f"job-day:salt:{timezone.now():%Y-%m-%d}")
    look(job)

    assert [views for _, views, _ in sums()] == [2]


def test_company_sees_the_days_of_its_own_listings():
    mine, other = JobDayFactory(), JobDayFactory()
    user = MembershipFactory(company=mine.job.company).user

    assert list(JobDay.objects.of(user)) == [mine]
    assert other in JobDay.objects.all()


def test_days_are_dropped_after_400_days():
    today = timezone.now().date()
    kept, _ = (JobDayFactory(day=today - timedelta(days=ago)) for ago in (400, 401))

    assert forget_days() == 1
    assert list(JobDay.objects.all()) == [kept]


def test_counts_of_a_day_add_up():
    job = OpenJobFactory()

    for what in ("views", "views", "clicks"):
        count(job=job.pk, what=what)

    assert sums() == [(timezone.now().date(), 2, 1)]
