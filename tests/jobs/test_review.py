"""Moderation: decisions over one listing and over several, and who may take them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from jobs import actions
from jobs.models import Job
from tests.factories.accounts import StaffFactory
from tests.factories.jobs import (
    DraftJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    content,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    user = StaffFactory(groups=("moderator",))
    client.force_login(user)
    return user


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_chosen_listings_are_approved_and_each_is_reported(client, moderator):
    submitted, draft = InReviewJobFactory(title="Submitted"), DraftJobFactory(title="Draft")

    response = client.post(
        "/admin/jobs/job/",
        {"action": "approve_selected", "_selected_action": [submitted.pk, draft.pk]},
        follow=True,
    )

    assert list(Job.objects.public()) == [submitted]
    assert submitted.events.first().by == moderator
    said = sorted(str(message) for message in response.context["messages"])
    assert said[0] == "Approved “Submitted”."
    assert said[1].startswith("“Draft”: “Draft” could not be approved")


def test_chosen_listings_are_returned_with_one_reason(client, moderator):
    jobs = [InReviewJobFactory(), InReviewJobFactory()]

    asked = client.post(
        "/admin/jobs/job/",
        {"action": "return_selected", "_selected_action": [job.pk for job in jobs]},
    )
    client.post(asked.headers["Location"], {"reason": "Name the city."})

    assert [fresh(job).status for job in jobs] == ["returned", "returned"]
    assert [job.events.first().note for job in jobs] == ["Name the city.", "Name the city."]


def test_nothing_is_returned_without_a_reason(client, moderator):
    job = InReviewJobFactory()

    response = client.post(f"/admin/jobs/job/decide/return/?job={job.pk}", {"reason": " "})

    assert b"This field is required." in response.content
    assert fresh(job).status == "in_review"


def test_chosen_listings_are_closed(client, moderator):
    job = OpenJobFactory()

    client.post(f"/admin/jobs/job/decide/close/?job={job.pk}", {"reason": "withdrawn"})

    assert (fresh(job).status, fresh(job).close_reason) == ("closed", "withdrawn")


def test_review_shows_what_a_decision_needs(client, moderator):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    PublishedBenchmarkFactory(
        role=role, measure="mid-level", low=Decimal(100_000), high=Decimal(120_000)
    )
    job = OpenJobFactory(title="Old", primary_role=role)
    other = DraftJobFactory(company=job.company, title="Another of theirs")
    actions.save_job(
        job=job, by=None, values=content(title="New", primary_role=role, locations=[]), base=1
    )

    response = client.get(f"/admin/jobs/job/{job.pk}/review/")

    page = response.content.decode()
    assert [(item.label, item.before, item.after) for item in response.context["changes"]] == [
        ("Title", "Old", "New"),
        ("Locations", "San Jose, CA, US", ""),
    ]
    assert response.context["lacking"] == ["At least one location."]
    for words in ("$150,000 to $180,000 a year", "$100,000 to $120,000", other.title):
        assert words in page


def test_review_approves_the_revision_that_was_seen(client, moderator):
    job = InReviewJobFactory(title="Seen")

    client.post(f"/admin/jobs/job/{job.pk}/review/", {"step": "approve", "seen": 1})

    assert list(Job.objects.public()) == [job]


def test_review_refuses_to_approve_what_was_not_seen(client, moderator):
    job = InReviewJobFactory(title="Seen")
    actions.save_job(job=job, by=None, values=content(title="Not seen"), base=1)

    response = client.post(
        f"/admin/jobs/job/{job.pk}/review/", {"step": "approve", "seen": 1}, follow=True
    )

    assert fresh(job).status == "in_review"
    assert "was saved by somebody else" in response.content.decode()


def test_review_schedules(client, moderator):
    job = InReviewJobFactory()
    day = timezone.now() + timedelta(days=3)

    client.post(
        f"/admin/jobs/job/{job.pk}/review/",
        {"step": "approve", "seen": 1, "at_0": f"{day:%Y-%m-%d}", "at_1": "09:00"},
    )

    assert str(fresh(job).published_at)[:10] == f"{day:%Y-%m-%d}"
    assert list(Job.objects.public()) == []


@pytest.mark.parametrize(
    "address", ["/admin/jobs/job/{pk}/review/", "/admin/jobs/job/decide/close/?job={pk}"]
)
@pytest.mark.parametrize("group", ["author", "editor", "analyst"])
def test_only_moderators_decide(client, address, group):
    job = OpenJobFactory()
    client.force_login(StaffFactory(groups=(group,)))

    response = client.post(address.format(pk=job.pk), {"step": "close", "reason": "filled"})

    assert response.status_code == 403
    assert fresh(job).status == "published"
