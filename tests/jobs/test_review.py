"""Moderation: decisions over one listing and over several, and who may take them."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from jobs import actions
from jobs.models import Job
from tests.factories.accounts import StaffFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
    content,
    hand_over,
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


def test_chosen_listing_that_was_saved_since_the_list_was_drawn_is_not_approved(client, moderator):
    stale, seen = InReviewJobFactory(title="Stale"), InReviewJobFactory(title="Seen")
    listed = client.get("/admin/jobs/job/").text
    hidden = dict(re.findall(r'<input type="hidden" name="(seen-\d+)" value="(\d+)">', listed))
    hand_over(stale, title="Stale")

    response = client.post(
        "/admin/jobs/job/",
        {"action": "approve_selected", "_selected_action": [stale.pk, seen.pk], **hidden},
        follow=True,
    )

    assert hidden == {f"seen-{stale.pk}": "1", f"seen-{seen.pk}": "1"}
    assert list(Job.objects.public()) == [seen]
    said = sorted(str(message) for message in response.context["messages"])
    assert said[0] == "Approved “Seen”."
    assert "“Stale” was saved by somebody else after you opened revision 1" in said[1]


@pytest.mark.parametrize("number", ["x", "²", "9" * 30, "-1", ""])
def test_number_of_a_revision_that_is_none_stops_no_approval(client, moderator, number):
    job = InReviewJobFactory()

    client.post(
        "/admin/jobs/job/",
        {
            "action": "approve_selected",
            "_selected_action": [job.pk],
            f"seen-{job.pk}": number,
        },
    )

    assert list(Job.objects.public()) == [job]


def test_chosen_listings_are_returned_with_one_reason(client, moderator):
    jobs = [InReviewJobFactory(), InReviewJobFactory()]

    asked = client.post(
        "/admin/jobs/job/",
        {"action": "return_selected", "_selected_action": [job.pk for job in jobs]},
    )
    client.post(asked.headers["Location"], {"reason": "Name the city."})

    assert [fresh(job).status for job in jobs] == ["returned", "returned"]
    assert [job.events.first().note for job in jobs] == ["Name the city.", "Name the city."]


def review(client, job: Job, step: str, **given: str | int) -> list[str]:
    """Take a step on the review page, which has to offer it; what the desk then says."""
    address = f"/admin/jobs/job/{job.pk}/review/"
    assert step in client.get(address).context["forms"]
    response = client.post(address, {"step": step, **given}, follow=True)
    return [str(message) for message in response.context["messages"]]


def instant(name: str, at: datetime) -> dict[str, str]:
    return {f"{name}_0": f"{at:%Y-%m-%d}", f"{name}_1": f"{at:%H:%M:%S}"}


def test_listing_goes_through_its_whole_life_on_its_review_page(client, moderator):
    job = DraftJobFactory(title="Ours")
    later = (timezone.now() + timedelta(days=90)).replace(microsecond=0)

    said = [
        *review(client, job, "submit"),
        *review(client, job, "return", reason="Name the team."),
        *review(client, job, "submit"),
        *review(client, job, "approve", seen=1),
        *review(client, job, "close", reason="filled"),
        *review(client, job, "reopen", seen=1, **instant("closes_at", later)),
    ]

    assert said == [
        "“Ours” now waits for review.",
        "Returned “Ours”. Its people see the reason.",
        "“Ours” now waits for review.",
        "Approved “Ours”.",
        "“Ours” is off the site.",
        "“Ours” is on the site again.",
    ]
    assert list(Job.objects.public()) == [job]
    assert (fresh(job).closes_at, fresh(job).close_reason) == (later, "")
    assert {event.by for event in job.events.exclude(kind="created")} == {moderator}


def test_chosen_drafts_are_submitted_and_what_one_lacks_is_named(client, moderator):
    whole, returned = DraftJobFactory(title="A"), ReturnedJobFactory(title="B")
    partial = DraftJobFactory(title="C", level="", description="")
    jobs = [whole, returned, partial]

    response = client.post(
        "/admin/jobs/job/",
        {"action": "submit_selected", "_selected_action": [job.pk for job in jobs]},
        follow=True,
    )

    assert [fresh(job).status for job in jobs] == ["in_review", "in_review", "draft"]
    assert sorted(str(message) for message in response.context["messages"]) == [
        "“A” now waits for review.",
        "“B” now waits for review.",
        "“C”: The listing lacks: A description. The listing lacks: A level.",
    ]


def test_draft_that_lacks_something_is_not_submitted_on_its_page(client, moderator):
    job = DraftJobFactory(title="Bare", level="")

    said = review(client, job, "submit")

    assert said == ["“Bare”: The listing lacks: A level."]
    assert fresh(job).status == "draft"


def test_review_of_a_scheduled_edit_names_what_submitting_it_would(client, moderator):
    job = ScheduledJobFactory(title="Soon")
    today = timezone.now().date()
    actions.save_job(job=job, by=None, values=content(title="Soon", deadline=today), base=1)

    page = client.get(f"/admin/jobs/job/{job.pk}/review/")
    said = review(client, job, "submit")

    (lacking,) = page.context["lacking"]
    assert lacking == "A day of closing, and a deadline, after the day on which it goes live."
    assert said == [f"“Soon”: The listing lacks: {lacking}"]
    assert "Nothing is missing" not in page.text


def test_listing_is_not_reopened_for_longer_than_half_a_year(client, moderator):
    job = ClosedJobFactory(title="Old")

    said = review(
        client, job, "reopen", seen=1, **instant("closes_at", timezone.now() + timedelta(days=200))
    )

    assert said[0].startswith("“Old”: A listing closes within 180 days, here by ")
    assert fresh(job).status == "closed"


def test_closed_listing_is_reopened_with_the_text_that_was_seen(client, moderator):
    job = ClosedJobFactory(title="Old")
    actions.save_job(job=job, by=None, values=content(title="New"), base=1)
    later = instant("closes_at", timezone.now() + timedelta(days=9))

    stale = review(client, job, "reopen", seen=1, **later)
    review(client, job, "reopen", seen=2, **later)

    assert "was saved by somebody else" in stale[0]
    assert [job.title for job in Job.objects.public()] == ["New"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "This field is required."),
        ("9999-12-31", "Choose an instant within the next five years."),
        ("0001-01-01", "Choose an instant within the next five years."),
        ("2020-01-01", "A day of closing, and a deadline, after the day on which it goes live."),
    ],
)
def test_closed_listing_is_not_reopened_until_a_day_that_cannot_be_meant(
    client, moderator, day, words
):
    job = ClosedJobFactory()

    response = client.post(
        f"/admin/jobs/job/{job.pk}/review/",
        {"step": "reopen", "seen": 1, "closes_at_0": day, "closes_at_1": day and "09:00"},
        follow=True,
    )

    assert words in response.content.decode()
    assert (fresh(job).status, fresh(job).closes_at) == ("closed", job.closes_at)


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "2099-01-01", "9999-12-31"])
def test_review_refuses_to_schedule_for_a_day_that_cannot_be_meant(client, moderator, day):
    job = InReviewJobFactory()

    response = client.post(
        f"/admin/jobs/job/{job.pk}/review/",
        {"step": "approve", "seen": 1, "at_0": day, "at_1": "09:00"},
    )

    assert "Choose an instant within the next five years." in response.content.decode()
    assert fresh(job).status == "in_review"


@pytest.mark.parametrize(
    ("factory", "steps"),
    [
        (DraftJobFactory, ["submit"]),
        (ReturnedJobFactory, ["submit"]),
        (InReviewJobFactory, ["approve", "return"]),
        (ScheduledJobFactory, ["close"]),
        (OpenJobFactory, ["close"]),
        (ExpiredJobFactory, ["close"]),
        (ClosedJobFactory, ["reopen"]),
    ],
)
def test_review_offers_the_steps_of_where_a_listing_stands(client, moderator, factory, steps):
    job = factory()

    response = client.get(f"/admin/jobs/job/{job.pk}/review/")

    page = response.content.decode()
    assert list(response.context["forms"]) == steps
    assert all(form.effect in page for form in response.context["forms"].values())


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
    assert [item.label for item in response.context["changes"]] == ["Title", "Locations"]
    assert response.context["lacking"] == ["At least one location."]
    marked = ("<del>Old</del><ins>New</ins>", "<del>San Jose, CA, US</del>")
    for words in ("$150,000 to $180,000 a year", "$100,000 to $120,000", other.title, *marked):
        assert words in page


def test_review_approves_the_revision_that_was_seen(client, moderator):
    job = InReviewJobFactory(title="Seen")

    client.post(f"/admin/jobs/job/{job.pk}/review/", {"step": "approve", "seen": 1})

    assert list(Job.objects.public()) == [job]


def test_review_refuses_to_approve_what_was_not_seen(client, moderator):
    job = InReviewJobFactory(title="Seen")
    hand_over(job, title="Not seen")

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


@pytest.mark.parametrize("group", ["author", "editor", "analyst"])
def test_only_moderators_submit_and_reopen(client, group):
    draft, closed = DraftJobFactory(), ClosedJobFactory()
    later = instant("closes_at", timezone.now() + timedelta(days=9))
    client.force_login(StaffFactory(groups=(group,)))

    answers = [
        client.post(f"/admin/jobs/job/{draft.pk}/review/", {"step": "submit"}),
        client.post(
            "/admin/jobs/job/", {"action": "submit_selected", "_selected_action": [draft.pk]}
        ),
        client.post(f"/admin/jobs/job/{closed.pk}/review/", {"step": "reopen", "seen": 1, **later}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert (fresh(draft).status, fresh(closed).status) == ("draft", "closed")


def test_words_that_an_edit_changes_are_marked_on_its_review_page(client, moderator):
    before = "Train models, and keep them honest."
    job = hand_over(OpenJobFactory(description=before), description=before.replace("honest", "<b>"))

    page = client.get(f"/admin/jobs/job/{job.pk}/review/").text

    assert re.search(r"Train models, and keep them\s*<del>honest", page)
    assert re.search(r"<ins>&lt;b&gt;", page)
