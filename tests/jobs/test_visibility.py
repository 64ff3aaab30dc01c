"""J2: one rule says what strangers see, by the clock alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from jobs.actions import close_job, save_job
from jobs.models import CloseReason, Company, Job
from jobs.querysets import Stage
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    MembershipFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
    content,
    hand_over,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def every_state() -> dict[str, Job]:
    factories = {
        Stage.DRAFT: DraftJobFactory,
        Stage.IN_REVIEW: InReviewJobFactory,
        Stage.RETURNED: ReturnedJobFactory,
        Stage.SCHEDULED: ScheduledJobFactory,
        Stage.OPEN: OpenJobFactory,
        Stage.EXPIRED: ExpiredJobFactory,
        Stage.CLOSED: ClosedJobFactory,
    }
    return {stage: factory(title=stage.label) for stage, factory in factories.items()}


def test_public_holds_open_jobs_only():
    jobs = every_state()

    assert list(Job.objects.public()) == [jobs[Stage.OPEN]]


def test_gone_holds_what_was_public():
    jobs = every_state()

    assert set(Job.objects.gone()) == {jobs[Stage.EXPIRED], jobs[Stage.CLOSED]}


def test_job_closed_before_its_day_was_never_public():
    job = ScheduledJobFactory()
    close_job(job=job, by=None, reason=CloseReason.WITHDRAWN)

    with time_machine.travel(datetime.now(tz=UTC) + timedelta(days=5)):
        assert list(Job.objects.gone()) == []


def test_stage_says_where_each_job_stands():
    jobs = every_state()

    found = {job.title: job.stage for job in Job.objects.with_stage()}
    assert found == {job.title: stage for stage, job in jobs.items()}


@pytest.mark.parametrize(
    ("passed", "public"),
    [
        (timedelta(seconds=-1), []),
        (timedelta(0), ["Timed"]),
        (timedelta(days=3, seconds=-1), ["Timed"]),
        (timedelta(days=3), []),
    ],
)
def test_public_follows_the_clock_to_the_second(passed, public):
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        OpenJobFactory(title="Timed", at=NOON, closes_at=NOON + timedelta(days=3))

    with time_machine.travel(NOON + passed, tick=False):
        assert [job.title for job in Job.objects.public()] == public


def test_next_change_is_the_first_instant_of_the_clock():
    with time_machine.travel(NOON, tick=False):
        OpenJobFactory(at=NOON, closes_at=NOON + timedelta(days=9))
        ScheduledJobFactory(at=NOON + timedelta(days=2), closes_at=NOON + timedelta(days=30))
        ClosedJobFactory(at=NOON, closes_at=NOON + timedelta(days=1))

        assert Job.objects.next_change(NOON) == NOON + timedelta(days=2)
        assert Job.objects.next_change(NOON + timedelta(days=2)) == NOON + timedelta(days=9)
        assert Job.objects.next_change(NOON + timedelta(days=30)) is None


def test_company_people_see_their_own_jobs_in_every_state():
    own, other = CompanyFactory(), CompanyFactory()
    recruiter = MembershipFactory(company=own).user
    MembershipFactory(company=own)
    draft, live = DraftJobFactory(company=own), OpenJobFactory(company=own)
    foreign_draft, foreign_live = DraftJobFactory(company=other), OpenJobFactory(company=other)

    seen = list(Job.objects.visible_to(recruiter).order_by("pk"))

    assert seen == [draft, live, foreign_live]
    assert foreign_draft not in seen


@pytest.mark.parametrize("somebody", [AnonymousUser, UserFactory, StaffFactory])
def test_strangers_and_staff_without_rights_see_what_is_public(somebody):
    jobs = every_state()

    assert list(Job.objects.visible_to(somebody())) == [jobs[Stage.OPEN]]


def test_superuser_sees_every_job():
    jobs = every_state()

    assert set(Job.objects.visible_to(SuperuserFactory())) == set(jobs.values())


def test_person_switched_off_sees_nothing_of_their_company():
    membership = MembershipFactory(user=UserFactory(is_active=False))
    DraftJobFactory(company=membership.company)

    assert list(Job.objects.visible_to(membership.user)) == []


def test_company_is_public_once_a_job_was():
    shown = {OpenJobFactory().company, ExpiredJobFactory().company, ClosedJobFactory().company}
    DraftJobFactory(), InReviewJobFactory(), ScheduledJobFactory()

    assert set(Company.objects.public()) == shown


def test_company_hires_while_a_job_is_open():
    hiring = OpenJobFactory().company
    ExpiredJobFactory()

    assert list(Company.objects.hiring()) == [hiring]


def test_jobs_to_review_are_those_submitted_and_live_ones_edited():
    submitted, edited = InReviewJobFactory(), hand_over(OpenJobFactory(), title="New title")
    DraftJobFactory(), OpenJobFactory(), ReturnedJobFactory(), hand_over(OpenJobFactory())
    save_job(job=OpenJobFactory(), by=None, values=content(title="Not handed over"), base=1)

    assert set(Job.objects.to_review()) == {submitted, edited}
