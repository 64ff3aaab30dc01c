from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import actions
from tests.factories.accounts import UserFactory
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
)

pytestmark = pytest.mark.django_db


def grouped(response) -> list[tuple[str, list[str]]]:
    return [
        (group.stage, [row.job.title for row in group.rows])
        for group in response.context["dashboard"].groups
    ]


def test_own_listings_stand_by_state_and_what_waits_first(client):
    company = CompanyFactory()
    for factory in (
        OpenJobFactory,
        DraftJobFactory,
        ClosedJobFactory,
        ReturnedJobFactory,
        ExpiredJobFactory,
        InReviewJobFactory,
        ScheduledJobFactory,
    ):
        factory(company=company, title=factory.__name__)
    OpenJobFactory(title="Of others"), DraftJobFactory(title="Of others")
    client.force_login(MembershipFactory(company=company).user)

    response = client.get("/hire/")

    assert grouped(response) == [
        ("returned", ["ReturnedJobFactory"]),
        ("draft", ["DraftJobFactory"]),
        ("in_review", ["InReviewJobFactory"]),
        ("scheduled", ["ScheduledJobFactory"]),
        ("open", ["OpenJobFactory"]),
        ("expired", ["ExpiredJobFactory"]),
        ("closed", ["ClosedJobFactory"]),
    ]
    assert b"Of others" not in response.content
    assert response.headers["Cache-Control"] == "private, no-store"


def test_returned_listing_shows_its_reason(client):
    job = ReturnedJobFactory(reason="Name the city.")
    client.force_login(MembershipFactory(company=job.company).user)

    assert b"Name the city." in client.get("/hire/").content


def test_person_without_company_is_told_how_to_get_one(client):
    OpenJobFactory(title="Of others")
    client.force_login(UserFactory())

    response = client.get("/hire/")

    assert b"You belong to no company yet" in response.content
    assert b"Of others" not in response.content


def test_signed_out_reader_is_sent_to_sign_in(client):
    response = client.get("/hire/")

    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/account/sign-in/?next=/hire/",
    )


def next_step(client) -> tuple[str, str, str]:
    todo = client.get("/hire/").context["dashboard"].next
    return todo.text, todo.label, todo.url


def test_one_next_step_stands_on_top_the_most_urgent_first(client):
    company = CompanyFactory()
    client.force_login(MembershipFactory(company=company).user)

    nothing = next_step(client)
    live = OpenJobFactory(company=company, title="Live")
    calm = next_step(client)
    draft = DraftJobFactory(company=company, title="Begun")
    begun = next_step(client)
    soon = OpenJobFactory(
        company=company, title="Soon", closes_at=timezone.now() + timedelta(days=3)
    )
    ending = next_step(client)
    returned = ReturnedJobFactory(company=company, title="Returned")

    assert nothing == ("Post your first job.", "New listing", "/hire/jobs/new/")
    assert calm == ("Nothing waits for you.", "New listing", "/hire/jobs/new/")
    assert begun == ("“Begun” is a draft.", "Finish it", f"/hire/jobs/{draft.slug}/edit/")
    assert ending == (
        "“Soon” leaves the site soon.",
        "Give it another last day",
        f"/hire/jobs/{soon.slug}/renew/",
    )
    assert next_step(client) == (
        "“Returned” was returned.",
        "Change it",
        f"/hire/jobs/{returned.slug}/edit/",
    )
    assert f'href="/hire/jobs/{live.slug}/close/"' in client.get("/hire/").text


def test_saved_change_of_a_live_listing_is_the_next_step_until_it_is_submitted(client):
    job = OpenJobFactory(title="Live")
    client.force_login(MembershipFactory(company=job.company).user)
    actions.save_job(job=job, by=None, values=content(title="New"), base=1)

    saved = next_step(client)
    actions.submit_job(job=job, by=None)

    assert saved[1:] == ("Submit it", f"/hire/jobs/{job.slug}/submit/")
    assert next_step(client)[0] == "Nothing waits for you."
    assert "change in review" in client.get("/hire/").text


@pytest.mark.parametrize("count", [1, 30])
def test_own_listings_cost_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    company = CompanyFactory()
    for _ in range(count):
        DraftJobFactory(company=company)
    client.force_login(MembershipFactory(company=company).user)

    with django_assert_max_num_queries(6):
        client.get("/hire/")
