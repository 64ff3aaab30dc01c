"""What can be done with a listing where it stands, and what its people read of its past."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobs import actions
from jobs.models import Job
from jobs.posting.forms import end_of
from tests.contracts.attack import filled_in
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    JobDayFactory,
    MembershipFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
    content,
)
from tests.factories.taxonomy import CityFactory


def fresh(job: Job) -> Job:
    return Job.objects.with_stage().get(pk=job.pk)


def names(client, job: Job) -> list[str]:
    return [step.name for step in client.get(f"/hire/jobs/{job.slug}/").context["steps"]]


def do(client, job: Job, step: str, **given):
    return client.post(f"/hire/jobs/{job.slug}/{step}/", given, follow=True)


def test_each_state_offers_what_can_be_done_in_it(client, recruiter, company):
    factories = {
        DraftJobFactory: ["submit"],
        ReturnedJobFactory: ["submit"],
        InReviewJobFactory: ["take-back"],
        ScheduledJobFactory: ["renew", "close"],
        OpenJobFactory: ["renew", "close"],
        ExpiredJobFactory: ["renew", "close"],
        ClosedJobFactory: ["reopen"],
    }

    found = {factory: names(client, factory(company=company)) for factory in factories}

    assert found == factories


def test_what_is_not_offered_says_so_and_does_nothing(client, recruiter, company):
    job = DraftJobFactory(company=company)

    page = client.get(f"/hire/jobs/{job.slug}/close/")
    do(client, job, "close", reason="filled")

    assert "Not possible now" in page.text
    assert fresh(job).stage == "draft"


def test_listing_goes_through_its_life_by_its_own_people(client, recruiter, company):
    job = DraftJobFactory(company=company, title="Ours")
    day = timezone.now().date() + timedelta(days=90)
    before: tuple[tuple[str, dict[str, Any]], ...] = (
        ("submit", {"note": "Please hurry."}),
        ("take-back", {}),
        ("submit", {"note": ""}),
    )
    after: tuple[tuple[str, dict[str, Any]], ...] = (
        ("renew", {"closes_on": day}),
        ("close", {"reason": "filled"}),
        ("reopen", {"closes_on": day}),
    )
    stages = []
    for steps in (before, after):
        for step, given in steps:
            do(client, job, step, **given)
            stages.append(fresh(job).stage)
        if steps is before:
            actions.approve_job(job=fresh(job), by=None)

    assert stages == ["in_review", "draft", "in_review", "open", "closed", "open"]
    assert fresh(job).closes_at == end_of(day)
    assert "Please hurry." in {event.note for event in job.events.all()}
    moderated = [event for event in job.events.all() if event.by is None]
    assert [event.kind for event in moderated] == ["published", "created"]


def test_day_too_far_ahead_is_refused_beside_its_field(client, recruiter, company):
    job = OpenJobFactory(company=company)

    far = do(client, job, "renew", closes_on=timezone.now().date() + timedelta(days=181))
    past = do(client, job, "renew", closes_on="2020-01-01")

    assert list(far.context["form"].errors) == list(past.context["form"].errors) == ["closes_on"]
    assert fresh(job).closes_at == job.closes_at


def test_day_before_the_last_day_to_apply_is_refused_beside_its_field(client, recruiter, company):
    last = timezone.now().date() + timedelta(days=9)
    job = OpenJobFactory(company=company, deadline=last)

    early = do(client, job, "renew", closes_on=last - timedelta(days=1))

    assert list(early.context["form"].errors) == ["closes_on"]
    assert fresh(job).closes_at == job.closes_at


def test_changed_listing_is_not_reopened_without_review(client, recruiter, company):
    job = ClosedJobFactory(company=company)
    actions.save_job(job=job, by=recruiter, values=content(title="New"), base=1)
    day = timezone.now().date() + timedelta(days=30)

    refused = do(client, job, "reopen", closes_on=day)
    do(client, job, "submit", closes_on=day, note="")

    assert refused.context["form"].errors
    assert (fresh(job).stage, fresh(job).submitted_number) == ("in_review", 2)


def test_submitting_names_what_is_missing_and_by_which_law(client, recruiter, company):
    lacking = DraftJobFactory(company=company, description="", level="")
    denver = CityFactory(slug="denver", name="Denver", region_code="CO")
    gap = DraftJobFactory(company=company, locations=[denver])

    blocked = client.get(f"/hire/jobs/{lacking.slug}/submit/")
    warned = client.get(f"/hire/jobs/{gap.slug}/submit/")
    done = do(client, gap, "submit", note="")
    do(client, lacking, "submit", note="")

    assert blocked.context["lacking"] == ["A description.", "A level."]
    assert "Submit for review</button>" not in blocked.text
    assert [(item.field, section) for item, section in warned.context["gaps"]] == [
        ("bonus", "other-pay"),
        ("deadline", "dates"),
    ]
    assert "Colorado: Equal Pay for Equal Work Act" in warned.text
    assert "Not legal advice" in warned.text
    assert f"“{gap.title}” is submitted. A moderator reads it next." in done.text
    assert [fresh(job).stage for job in (gap, lacking)] == ["in_review", "draft"]


def test_change_that_no_review_looks_at_is_live_at_once(client, recruiter, company):
    job = OpenJobFactory(company=company, benefits="A desk")
    places = list(job.locations.all())
    actions.save_job(
        job=job, by=recruiter, values=content(benefits="A dog", locations=places), base=1
    )

    asked = client.get(f"/hire/jobs/{job.slug}/submit/")
    done = do(client, job, "submit", note="")

    assert "Readers see it at once." in asked.text
    assert f"The change of “{job.title}” is live." in done.text
    assert fresh(job).benefits == "A dog"


def test_nothing_is_submitted_before_the_address_is_confirmed(client, company):
    person = MembershipFactory(company=company, user=UserFactory(is_verified=False)).user
    client.force_login(person)
    job = DraftJobFactory(company=company)

    asked = client.get(f"/hire/jobs/{job.slug}/submit/")
    forced = do(client, job, "submit", note="")

    assert "Confirm your e-mail address first" in asked.text
    assert forced.context["form"].non_field_errors()
    assert fresh(job).stage == "draft"


def test_copy_is_a_draft_with_the_same_content(client, recruiter, company):
    job = OpenJobFactory(company=company, external_id="A-1", deadline=timezone.now().date())

    made = client.post(f"/hire/jobs/{job.slug}/duplicate/")

    copy = Job.objects.exclude(pk=job.pk).get()
    assert made.headers["Location"] == f"/hire/jobs/{copy.slug}/edit/"
    assert (copy.status, copy.title, copy.external_id) == ("draft", job.title, "")
    assert (copy.deadline, copy.closes_at) == (None, None)
    assert set(copy.locations.all()) == set(job.locations.all())


def test_history_names_colleagues_and_no_staff(client, recruiter, company):
    staff = StaffFactory(name="Moderating Person", groups=("moderator",))
    job = DraftJobFactory(company=company, by=recruiter)
    actions.submit_job(job=job, by=recruiter)
    actions.return_job(job=job, by=staff, reason="Name the team.")

    page = client.get(f"/hire/jobs/{job.slug}/")

    assert [(entry.what, entry.who, entry.note) for entry in page.context["history"]] == [
        ("returned", "Our staff", "Name the team."),
        ("submitted for review", str(recruiter), ""),
        ("created", str(recruiter), ""),
    ]
    assert "Moderating Person" not in page.text
    assert page.context["reason"] == "Name the team."


def test_returned_change_of_a_live_listing_says_why_until_it_is_submitted_again(
    client, recruiter, company
):
    job = OpenJobFactory(company=company)
    actions.save_job(job=job, by=recruiter, values=content(title="New"), base=1)
    actions.submit_job(job=job, by=recruiter)
    actions.return_job(job=job, by=None, reason="Too loud.")

    returned = client.get(f"/hire/jobs/{job.slug}/").context["reason"]
    actions.save_job(job=job, by=recruiter, values=content(title="Newer"), base=2)
    do(client, job, "submit", note="")

    assert (returned, client.get(f"/hire/jobs/{job.slug}/").context["reason"]) == ("Too loud.", "")


def test_figures_are_those_of_the_listing_and_of_thirty_days(client, recruiter, company):
    today = timezone.now().date()
    job, other = OpenJobFactory(company=company), OpenJobFactory(company=company)
    JobDayFactory(job=job, views=70, clicks=7)
    JobDayFactory(job=job, day=today - timedelta(days=29), views=30, clicks=3)
    JobDayFactory(job=job, day=today - timedelta(days=30), views=1000)
    JobDayFactory(job=other, views=500)
    JobDayFactory(views=9000)

    own = client.get(f"/hire/jobs/{job.slug}/")
    ours = client.get("/hire/").context["dashboard"]

    figures = own.context["figures"]
    assert (figures.views, figures.clicks, figures.top, len(figures.bars)) == (100, 10, 100, 30)
    assert (figures.bars[0].views_height, figures.bars[-1].views_height) == (30, 70)
    assert (ours.figures.views, ours.figures.clicks) == (600, 11)
    (group,) = ours.groups
    assert sorted((row.sums.views, row.sums.clicks) for row in group.rows) == [(100, 10), (500, 1)]
    assert "100 views and 10 apply clicks in 30 days." in own.text


STEPS = ("submit/", "take-back/", "renew/", "close/", "reopen/")


def test_listings_of_others_are_not_there(client, recruiter):
    foreign = OpenJobFactory()

    found = {
        page: (
            client.get(f"/hire/jobs/{foreign.slug}/{page}").status_code,
            client.post(f"/hire/jobs/{foreign.slug}/{page}").status_code,
        )
        for page in ("", "edit/", *STEPS, "unsaved/", "duplicate/")
    }

    only_post = dict.fromkeys(("unsaved/", "duplicate/"), (405, 404))
    assert found == dict.fromkeys(("", "edit/", *STEPS), (404, 404)) | only_post
    assert fresh(foreign).stage == "open"


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_a_fixed_number_of_queries(
    client, recruiter, company, django_assert_max_num_queries, count
):
    places = [CityFactory(slug=f"city-{n}", name=f"City {n}") for n in range(count)]
    job = OpenJobFactory(company=company, locations=places)
    for n in range(count - 1):
        OpenJobFactory(company=company)
        JobDayFactory(job=job, day=timezone.now().date() - timedelta(days=n))
        actions.renew_job(job=job, by=recruiter, closes_at=job.closes_at)
    budgets = {"": 9, "edit/": 30, "submit/": 12, "renew/": 4}

    for page, budget in budgets.items():
        with django_assert_max_num_queries(budget):
            assert client.get(f"/hire/jobs/{job.slug}/{page}").status_code == 200
    data = filled_in(client.get(f"/hire/jobs/{job.slug}/edit/").text) | {"_look": "1"}
    with django_assert_max_num_queries(25):
        client.post(f"/hire/jobs/{job.slug}/edit/", data, headers={"hx-request": "true"})
