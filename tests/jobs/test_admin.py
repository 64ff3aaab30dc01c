"""The desk: a save is a revision, decisions go through the actions, rights hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.forms import model_to_dict
from django.utils import timezone

from jobs import actions
from jobs.editing import CONTENT
from jobs.models import Company, Job
from tests.factories.accounts import StaffFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    content,
    hand_over,
)
from tests.factories.taxonomy import CityFactory, RoleFactory

pytestmark = pytest.mark.django_db

INLINES = {
    f"{name}-{part}": "0"
    for name in ("events", "revisions")
    for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
}


@pytest.fixture
def moderator(client):
    user = StaffFactory(groups=("moderator",))
    client.force_login(user)
    return user


def posted(job: Job, **given: Any) -> dict[str, Any]:
    """What the change form of a job sends; what is given stands instead."""
    latest = job.revisions.get(number=job.latest_number)
    values = model_to_dict(latest, fields=CONTENT)
    values |= {
        name: [item.pk for item in value]
        for name, value in values.items()
        if isinstance(value, list)
    }
    values |= {"base": job.latest_number, "comment": ""}
    if job.closes_at:
        day, at = f"{job.closes_at:%Y-%m-%d}", f"{job.closes_at:%H:%M:%S}"
        values |= {"closes_at_0": day, "initial-closes_at_0": day}
        values |= {"closes_at_1": at, "initial-closes_at_1": at}
    sent = {**values, **INLINES, **given}
    return {name: value for name, value in sent.items() if value is not None}


def change(client, job: Job, **given: Any) -> Any:
    return client.post(f"/admin/jobs/job/{job.pk}/change/", posted(job, **given))


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_save_of_a_live_job_is_a_revision_and_shows_nothing_to_readers(client, moderator):
    job = OpenJobFactory(title="Live")

    response = change(client, job, title="Edited", comment="Clearer")

    assert response.status_code == 302
    assert fresh(job).title == "Live"
    revision = job.revisions.get(number=2)
    assert (revision.title, revision.comment, revision.created_by) == (
        "Edited",
        "Clearer",
        moderator,
    )


def test_form_shows_the_latest_revision(client, moderator):
    job = OpenJobFactory(title="Live")
    actions.save_job(job=job, by=None, values=content(title="Edited"), base=1)

    response = client.get(f"/admin/jobs/job/{job.pk}/change/")

    form = response.context["adminform"].form
    assert (form["title"].value(), form["base"].value()) == ("Edited", 2)


def test_save_without_change_makes_no_revision(client, moderator):
    job = OpenJobFactory()

    assert change(client, job).status_code == 302

    assert job.revisions.count() == 1


def test_stale_save_is_refused_and_both_texts_are_kept(client, moderator):
    job = DraftJobFactory(title="First")
    stale = posted(job, title="Mine", bonus="My bonus")
    other = StaffFactory(name="Mo")
    actions.save_job(job=job, by=other, values=content(title="Theirs"), base=1)

    response = client.post(f"/admin/jobs/job/{job.pk}/change/", stale)

    assert response.status_code == 200
    page = response.content.decode()
    assert "Mo saved revision 2 while you worked on revision 1" in page
    assert ("Title", "Theirs") in response.context["adminform"].form.conflicts
    assert 'value="Mine"' in page
    assert fresh(job).title == "Theirs"
    assert job.revisions.count() == 2

    again = {**stale, "base": response.context["adminform"].form["base"].value()}
    assert client.post(f"/admin/jobs/job/{job.pk}/change/", again).status_code == 302
    assert fresh(job).title == "Mine"
    assert job.revisions.get(number=2).title == "Theirs"


def test_new_job_is_a_draft_of_its_company(client, moderator):
    company, role, city = CompanyFactory(), RoleFactory(), CityFactory()

    response = client.post(
        "/admin/jobs/job/add/",
        {
            "company": company.pk,
            "external_id": "A-1",
            "title": "New",
            "primary_role": role.pk,
            "locations": [city.pk],
            "employment_type": "full_time",
            "workplace": "onsite",
            "currency": "USD",
            "period": "year",
            "existing_vacancy": "unknown",
            **INLINES,
        },
    )

    assert response.status_code == 302
    job = Job.objects.get()
    assert (job.title, job.company, job.external_id, job.status) == ("New", company, "A-1", "draft")
    assert list(job.locations.all()) == [city]
    assert job.revisions.get().created_by == moderator


def test_new_instant_of_closing_takes_effect_at_once(client, moderator):
    job = OpenJobFactory()
    later = (timezone.now() + timedelta(days=170)).replace(microsecond=0)

    change(client, job, closes_at_0=f"{later:%Y-%m-%d}", closes_at_1=f"{later:%H:%M:%S}")

    assert fresh(job).closes_at == later
    assert job.revisions.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"description": "x" * 20_001}, "at most 20000 characters"),
        ({"pay_min": "NaN"}, "Enter a number."),
        ({"pay_min": "-1"}, "greater than or equal to 0.01"),
        ({"pay_max": "1" + "0" * 20}, "no more than 12 digits in total"),
        ({"pay_max": "1000000000"}, "less than or equal to 999999999.99"),
        ({"pay_min": "200000"}, "Lies below “pay from”."),
        ({"pay_min": "1.001"}, "no more than 2 decimal places"),
        ({"currency": "usd"}, "Three capital letters, such as USD."),
        ({"currency": "XYZ"}, "“XYZ” is no currency in use."),
        ({"deadline": "9999-12-31"}, "less than or equal to 2100-12-31"),
        ({"deadline": "10000-01-01"}, "Enter a valid date."),
        ({"closes_at_0": "9999-12-31"}, "A listing closes within 180 days, here by "),
        ({"closes_at_0": "2099-01-01"}, "It can be renewed later."),
        ({"closes_at_0": "2001-01-01"}, "closes after the day on which it went live"),
        ({"closes_at_0": "", "closes_at_1": ""}, "closes after the day on which it went live"),
        ({"apply_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"apply_email": "jobs@company.example"}, "not both"),
        ({"level": "wizard"}, "wizard is not one of the available choices"),
        ({"primary_role": "999999"}, "That choice is not one of the available choices."),
        ({"skills": ["999999"]}, "999999 is not one of the available choices"),
        ({"base": "x"}, "Enter a whole number."),
        ({"base": ""}, "Which revision this was written on is not known"),
    ],
    ids=lambda value: (
        next(iter(value)) + "=" + str(*list(value.values())[:1])[:12].replace("\0", "NUL")
        if isinstance(value, dict)
        else ""
    ),
)
def test_bad_input_gets_a_message_and_stores_nothing(client, moderator, given, words):
    job = OpenJobFactory()

    response = change(client, job, **given)

    assert response.status_code == 200
    assert words in response.content.decode().replace("&#x27;", "'")
    assert job.revisions.count() == 1
    assert fresh(job).closes_at == job.closes_at


@pytest.mark.parametrize("factory", [DraftJobFactory, OpenJobFactory])
def test_day_of_closing_before_the_deadline_is_refused_by_field(client, moderator, factory):
    last = (timezone.now() + timedelta(days=20)).date()
    job = factory(deadline=last)

    response = change(client, job, closes_at_0=f"{last - timedelta(days=1):%Y-%m-%d}")

    errors = response.context["adminform"].form.errors
    assert list(errors) == ["closes_at"]
    assert fresh(job).closes_at == job.closes_at


@pytest.mark.parametrize("field", ["title", "description", "pay_min", "apply_email"])
def test_input_that_is_no_text_is_refused_by_field(client, moderator, field):
    job = OpenJobFactory()

    response = change(client, job, **{field: "a\0b"})

    assert response.status_code == 400
    assert f"{field}: This holds a NUL character" in response.content.decode()
    assert job.revisions.count() == 1


@pytest.mark.parametrize("group", ["author", "editor", "analyst"])
def test_other_groups_reach_neither_jobs_nor_companies(client, group):
    job = OpenJobFactory()
    client.force_login(StaffFactory(groups=(group,)))

    pages = ("job/", f"job/{job.pk}/change/", "company/", f"company/{job.company_id}/change/")

    assert [client.get(f"/admin/jobs/{page}").status_code for page in pages] == [403] * 4


def test_moderator_edits_a_company(client, moderator):
    company = CompanyFactory(name="Before")
    inline = {
        f"{rows}-{part}": "0"
        for rows in ("memberships", "invitations", "events")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    client.post(
        f"/admin/jobs/company/{company.pk}/change/",
        {"name": "After", "slug": company.slug, "website": "", "about": "", "size": "", **inline},
    )

    assert Company.objects.get().name == "After"


def test_list_says_where_each_listing_stands(client, moderator):
    ClosedJobFactory(title="Shut")
    hand_over(OpenJobFactory(title="Edited"), title="Edited anew")

    page = client.get("/admin/jobs/job/").content.decode()

    assert "closed (filled)" in page
    assert "open, changes wait for review" in page


def test_queue_of_the_dashboard_leads_to_what_waits(client, moderator):
    InReviewJobFactory(title="Waits"), OpenJobFactory(title="Does not")

    desk = client.get("/admin/")
    waiting = {item.title: (item.count, item.url) for item in desk.context["waiting"]}

    assert waiting["Jobs to review"] == (1, "/admin/jobs/job/queue/")
    shown = client.get("/admin/jobs/job/queue/").context["entries"]
    assert [entry.job.title for entry in shown] == ["Waits"]
    listed = client.get("/admin/jobs/job/?stage=to_review").context["cl"].result_list
    assert [job.title for job in listed] == ["Waits"]


def test_dashboard_counts_jobs_that_close_soon(client, moderator):
    OpenJobFactory(closes_at=timezone.now() + timedelta(days=3)), OpenJobFactory()

    waiting = {item.title: item.count for item in client.get("/admin/").context["waiting"]}

    assert waiting["Jobs that close within a week"] == 1
