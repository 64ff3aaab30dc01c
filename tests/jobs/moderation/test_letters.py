"""What recruiters hear of decisions: once each, the submitter and the owners, nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jobs import actions
from jobs.letters import tell_of_expiry
from jobs.models import CloseReason, Job
from portal.mail.models import Mail
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.jobs import (
    CompanyFactory,
    InReviewJobFactory,
    MembershipFactory,
    OpenJobFactory,
    hand_over,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """An owner, a recruiter who submits, a colleague, and an owner whose account is closed."""
    own = CompanyFactory(slug="own", name="Own & Sons")
    for name, role, active in (
        ("owner", "owner", True),
        ("submitter", "recruiter", True),
        ("colleague", "recruiter", True),
        ("left", "owner", False),
    ):
        user = UserFactory(email=f"{name}@example.org", is_active=active)
        MembershipFactory(company=own, user=user, role=role)
    return own


def waiting(company, **given) -> Job:
    job = InReviewJobFactory(company=company, **given)
    actions.take_back_job(job=job, by=None)
    submitter = company.people.get(email="submitter@example.org")
    actions.submit_job(job=job, by=submitter)
    return job


def heard() -> list[tuple[str, str]]:
    return sorted(Mail.objects.values_list("to", "subject"))


def both(subject: str) -> list[tuple[str, str]]:
    return [("owner@example.org", subject), ("submitter@example.org", subject)]


def test_approval_is_told_to_the_submitter_and_the_owners(company):
    job = waiting(company, title="R&D <Engineer>")

    actions.approve_job(job=job, by=StaffFactory())

    assert heard() == both("Approved: R&D <Engineer>")
    letter = Mail.objects.all()[0]
    assert "“R&D <Engineer>” was approved." in letter.body
    assert f"Readers see it now:\nhttp://testserver{job.get_absolute_url()}\n" in letter.body
    assert "R&amp;D &lt;Engineer&gt;" in letter.html


def test_return_is_told_with_its_reason_and_that_the_old_text_is_live(company):
    job = waiting(company, title="Old")
    actions.approve_job(job=job, by=None)
    Mail.objects.all().delete()
    hand_over(job, title="New")

    actions.return_job(job=job, by=StaffFactory(), reason="Say who’s hiring.")

    assert heard() == [("owner@example.org", "Returned: New")]
    letter = Mail.objects.get()
    assert "Say who’s hiring." in letter.body
    assert "Readers still see the listing" in letter.body


def test_closing_is_told_when_staff_did_it_and_not_when_they_did_it_themselves(company):
    theirs, ours = waiting(company, title="Theirs"), waiting(company, title="Ours")
    for job in (theirs, ours):
        actions.approve_job(job=job, by=None)
    Mail.objects.all().delete()
    owner = company.people.get(email="owner@example.org")

    actions.close_job(job=theirs, by=owner, reason=CloseReason.FILLED)
    actions.close_job(job=ours, by=StaffFactory(), reason=CloseReason.WITHDRAWN, note="A fraud.")

    assert heard() == both("Taken off the site: Ours")
    assert "Why: A fraud." in Mail.objects.all()[0].body


def test_who_decides_on_their_own_listing_is_told_nothing(company):
    job = waiting(company)

    actions.approve_job(job=job, by=company.people.get(email="owner@example.org"))

    assert [to for to, _ in heard()] == ["submitter@example.org"]


def test_end_of_a_listing_is_told_once_a_week_ahead_and_again_after_renewal(company):
    now = timezone.now()
    job = OpenJobFactory(company=company, title="Ends", closes_at=now + timedelta(days=20))
    OpenJobFactory(company=company, title="Lasts", closes_at=now + timedelta(days=90))
    Mail.objects.all().delete()

    told = []
    for day in (1, 14, 15):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            told.append(tell_of_expiry())
    with time_machine.travel(now + timedelta(days=16), tick=False):
        actions.renew_job(job=job, by=None, closes_at=now + timedelta(days=40))
        told.append(tell_of_expiry())
    with time_machine.travel(now + timedelta(days=34), tick=False):
        told.append(tell_of_expiry())

    assert told == [0, 1, 0, 0, 1]
    assert heard() == [("owner@example.org", "Closes in a week: Ends")] * 2
