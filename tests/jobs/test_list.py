from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from jobs.actions import approve_job, close_job
from jobs.models import CloseReason, Job
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
    hand_over,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [card.title for card in response.context["cards"]]


@pytest.fixture
def places():
    """San Jose in California, Boston right in the United States, and Canada."""
    san_jose, us = CityFactory(), CountryFactory()
    boston = CityFactory(slug="boston-ma", name="Boston", region_code="MA", parent=us)
    canada = CountryFactory(slug="ca", name="Canada", country="CA")
    return {"san-jose": san_jose, "us": us, "boston": boston, "ca": canada}


def test_list_shows_open_jobs_newest_first(client):
    now = timezone.now()
    OpenJobFactory(title="Older", at=now - timedelta(days=2))
    OpenJobFactory(title="Newer", at=now - timedelta(days=1))
    DraftJobFactory(title="Draft")
    ScheduledJobFactory(title="Scheduled")
    ExpiredJobFactory(title="Expired")
    ClosedJobFactory(title="Closed")

    response = client.get("/jobs/")

    assert titles(response) == ["Newer", "Older"]
    assert b"2 open listings" in response.content


def test_card_says_what_a_job_pays_and_where_that_stands(client):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    PublishedBenchmarkFactory(
        role=role, measure="mid-level", low=Decimal(149_136), high=Decimal(159_000)
    )
    OpenJobFactory(primary_role=role, pay_min=Decimal(200_000), pay_max=Decimal(220_000))

    response = client.get("/jobs/")

    assert b"$200,000 to $220,000 a year" in response.content
    assert b"Above benchmark" in response.content


def test_pay_in_a_currency_without_benchmark_is_not_converted(client):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    PublishedBenchmarkFactory(role=role, measure="mid-level")
    OpenJobFactory(primary_role=role, currency="EUR")

    response = client.get("/jobs/")

    assert b"No benchmark" in response.content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Boston", "San Jose", "Canada", "Remote"]),
        ("role=one", ["Boston", "San Jose"]),
        ("role=two", ["San Jose", "Canada"]),
        ("workplace=remote", ["Canada", "Remote"]),
        ("place=us", ["Boston", "San Jose", "Remote"]),
        ("place=us-ca", ["San Jose"]),
        ("place=san-jose-ca", ["San Jose"]),
        ("place=ca", ["Canada", "Remote"]),
        ("pay_min=150000", ["San Jose", "Remote"]),
        ("pay_min=100000.5", ["San Jose", "Remote"]),
        ("pay_min=50000&currency=CAD", ["Canada"]),
        ("role=one&place=us&pay_min=150000&workplace=hybrid", ["San Jose"]),
        ("role=three", []),
    ],
)
def test_list_is_narrowed_by_what_is_asked(client, places, query, expected):
    one, two, _ = (RoleFactory(slug=slug) for slug in ("one", "two", "three"))
    now = timezone.now()
    remote = {"workplace": "remote", "locations": []}
    jobs = [
        {
            "title": "Boston",
            "primary_role": one,
            "locations": [places["boston"]],
            "pay_min": 100_000,
        },
        {"title": "San Jose", "primary_role": one, "roles": [two], "pay_min": 150_000},
        {
            "title": "Canada",
            "primary_role": two,
            "currency": "CAD",
            "remote_countries": [places["ca"]],
            "pay_min": 90_000,
            **remote,
        },
        {
            "title": "Remote",
            "primary_role": RoleFactory(slug="four"),
            "remote_countries": [places["us"], places["ca"]],
            "period": "hour",
            "pay_min": 80,
            "pay_max": 90,
            **remote,
        },
    ]
    for age, given in enumerate(jobs, start=1):
        OpenJobFactory(at=now - timedelta(days=age), **given)

    assert titles(client.get(f"/jobs/?{query}")) == expected


def test_job_in_two_places_of_one_country_stands_once(client, places):
    OpenJobFactory(title="Twice", locations=[places["boston"], places["san-jose"]])

    assert titles(client.get("/jobs/?place=us")) == ["Twice"]


def test_moved_place_moves_its_jobs(client, places):
    OpenJobFactory(title="Moved", locations=[places["boston"]])
    places["boston"].parent = places["ca"]
    places["boston"].country = "CA"
    places["boston"].save()

    assert titles(client.get("/jobs/?place=us")) == []
    assert titles(client.get("/jobs/?place=ca")) == ["Moved"]
    assert Job.objects.get().place_label == "Boston, MA, CA"


def test_each_filter_that_is_on_can_be_taken_off(client, places):
    RoleFactory(slug="one", name="One")

    response = client.get("/jobs/?role=one&place=us&pay_min=100000&currency=CAD&page=2")

    assert [(active.label, active.without) for active in response.context["form"].active()] == [
        ("One", "?place=us&pay_min=100000&currency=CAD"),
        ("United States", "?role=one&pay_min=100000&currency=CAD"),
        ("from CA$100,000 a year", "?role=one&place=us"),
    ]


def test_empty_list_says_what_to_drop(client, places):
    RoleFactory(slug="one", name="One")
    OpenJobFactory(), OpenJobFactory(workplace="remote")

    response = client.get("/jobs/?role=one&workplace=remote")

    found = [(item.label, item.without, item.count) for item in response.context["suggestions"]]
    assert found == [("One", "?workplace=remote", 1)]
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("role=nobody", "There is no role “nobody”."),
        ("place=atlantis", "There is no place “atlantis”."),
        ("workplace=moon", "Select a valid choice. moon is not one of the available choices."),
        ("pay_min=lots", "Enter a number."),
        ("pay_min=NaN", "Enter a number."),
        ("pay_min=sNaN", "Enter a number."),
        ("pay_min=Infinity", "Enter a number."),
        ("pay_min=-5", "Ensure this value is greater than or equal to 1."),
        ("pay_min=100000000000000000000", "Ensure this value is less than or equal to 1000000000."),
        ("pay_min=1e400", "Ensure that there are no more than 12 digits in total."),
        ("pay_min=5&currency=usd", "Three capital letters, such as USD."),
        ("pay_min=5&currency=DOLLARS", "Ensure this value has at most 3 characters (it has 7)."),
        ("page=1000000000", "Lists end at page 50."),
        ("page=0", "Ensure this value is greater than or equal to 1."),
        ("page=x", "Enter a whole number."),
        ("role=" + "x" * 500, f"There is no role “{'x' * 59}…”."),
    ],
)
def test_bad_filter_is_named_and_the_list_is_shown_without_it(client, query, words):
    OpenJobFactory(title="There")

    response = client.get(f"/jobs/?{query}")

    assert words in response.content.decode()
    assert response.status_code == 400
    assert titles(response) == ["There"]


def test_filter_that_is_no_text_is_refused(client):
    response = client.get("/jobs/?role=%00")

    assert response.status_code == 400
    assert "role: This holds a NUL character" in response.content.decode()


def test_unknown_parameter_is_named(client):
    OpenJobFactory(title="There")

    response = client.get("/jobs/?colour=green")

    assert "“colour” is not something" in response.content.decode()
    assert titles(response) == ["There"]


def test_parameter_that_stands_twice_is_named(client):
    OpenJobFactory(title="Here", workplace="remote")
    OpenJobFactory(title="There", workplace="hybrid")

    response = client.get("/jobs/?q=here&q=there")

    assert "“q” stands in it more than once; the last one counts." in response.text
    assert titles(response) == ["There"]
    assert "more than once" not in client.get("/jobs/?workplace=remote&workplace=hybrid").text


def test_script_in_a_filter_is_only_text(client):
    response = client.get('/jobs/?role=<script>alert(1)</script>&pay_min="><script>')

    assert b"<script>alert" not in response.content
    assert b'"><script>' not in response.content


def test_long_list_has_pages(client):
    company = CompanyFactory()
    now = timezone.now()
    for age in range(23):
        OpenJobFactory(company=company, title=f"Job {age}", at=now - timedelta(hours=age + 1))

    assert titles(client.get("/jobs/?page=2")) == ["Job 20", "Job 21", "Job 22"]


def test_company_page_shows_its_open_jobs_only(client):
    company = CompanyFactory(name="Quill", about="One.\n\nTwo.")
    OpenJobFactory(company=company, title="Open"), ClosedJobFactory(company=company, title="Closed")
    OpenJobFactory(title="Of others")

    response = client.get(f"/jobs/companies/{company.slug}/")

    assert titles(response) == ["Open"]
    assert b"<p>One.</p>" in response.content


def test_company_of_drafts_has_no_page(client):
    company = DraftJobFactory().company

    assert client.get(f"/jobs/companies/{company.slug}/").status_code == 404


def test_count_follows_what_happens_to_a_job(client):
    job = OpenJobFactory(title="Here"), OpenJobFactory(title="Soon gone")
    assert client.get("/jobs/").context["page"].total == 2

    close_job(job=job[1], by=None, reason=CloseReason.FILLED)

    assert client.get("/jobs/").context["page"].total == 1


def test_count_follows_the_clock(client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        OpenJobFactory(closes_at=now + timedelta(days=2)), OpenJobFactory()
        assert client.get("/jobs/").context["page"].total == 2

    with time_machine.travel(now + timedelta(days=2), tick=False):
        assert client.get("/jobs/").context["page"].total == 1


@pytest.mark.django_db(transaction=True)
def test_card_that_is_kept_follows_what_it_says(client, start_worker):
    job = OpenJobFactory(title="Engineer", primary_role=RoleFactory(slug="ai-engineer"))
    place = CountryFactory()
    figure = PublishedBenchmarkFactory(
        role=job.primary_role, measure="mid-level", place=place, low=100_000, high=120_000
    )

    def said():
        [card] = client.get("/jobs/").context["cards"]
        return card.title, card.company, card.role, card.position.sentence

    start_worker()
    seen = [said()]
    job.company.name = "Renamed"
    job.company.save()
    seen.append(said())
    job.primary_role.name = "Called otherwise"
    job.primary_role.save()
    seen.append(said())
    figure.low, figure.high = Decimal(300_000), Decimal(320_000)
    figure.save()
    seen.append(said())
    hand_over(job, title="Other", primary_role=job.primary_role)
    approve_job(job=job, by=None)
    seen.append(said())

    changes = [
        [now for was, now in zip(before, after, strict=True) if was != now]
        for before, after in pairwise(seen)
    ]
    assert changes[:2] == [["Renamed"], ["Called otherwise"]]
    assert [len(changed) for changed in changes] == [1, 1, 1, 1]
    assert changes[3] == ["Other"]


@pytest.mark.django_db(transaction=True)
def test_job_that_ends_is_gone_though_its_card_is_kept(client, start_worker):
    now = timezone.now()
    OpenJobFactory(title="Stays", closes_at=now + timedelta(days=60))
    OpenJobFactory(title="Ends", closes_at=now + timedelta(days=2))
    closing = OpenJobFactory(title="Closes", closes_at=now + timedelta(days=60))
    start_worker()
    seen = [set(titles(client.get("/jobs/")))]

    close_job(job=closing, by=None, reason=CloseReason.FILLED)
    seen.append(set(titles(client.get("/jobs/"))))
    with time_machine.travel(now + timedelta(days=2, seconds=1), tick=False):
        seen.append(set(titles(client.get("/jobs/"))))

    assert seen == [{"Stays", "Ends", "Closes"}, {"Stays", "Ends"}, {"Stays"}]
