import pytest

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
)

pytestmark = pytest.mark.django_db


def grouped(response) -> list[tuple[str, list[str]]]:
    return [
        (group.stage, [job.title for job in group.jobs]) for group in response.context["groups"]
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

    response = client.get("/jobs/mine/")

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

    assert b"Name the city." in client.get("/jobs/mine/").content


def test_person_without_company_is_told_how_to_get_one(client):
    OpenJobFactory(title="Of others")
    client.force_login(UserFactory())

    response = client.get("/jobs/mine/")

    assert b"You belong to no company yet" in response.content
    assert b"Of others" not in response.content


def test_signed_out_reader_is_sent_to_sign_in(client):
    response = client.get("/jobs/mine/")

    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/account/sign-in/?next=/jobs/mine/",
    )


@pytest.mark.parametrize("count", [1, 30])
def test_own_listings_cost_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    company = CompanyFactory()
    for _ in range(count):
        DraftJobFactory(company=company)
    client.force_login(MembershipFactory(company=company).user)

    with django_assert_max_num_queries(4):
        client.get("/jobs/mine/")
