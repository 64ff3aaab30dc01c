from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from jobs.actions import close_job
from jobs.models import CloseReason
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory, SkillFactory
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db

LIVE = datetime(2026, 11, 2, 9, tzinfo=UTC)
CLOSES = datetime(2027, 1, 2, 9, tzinfo=UTC)


def titles(response) -> list[str]:
    return [row["title"] for row in response.json()["results"]]


def test_list_holds_open_jobs_newest_first(client):
    now = timezone.now()
    OpenJobFactory(title="Older", at=now - timedelta(days=2))
    OpenJobFactory(title="Newer", at=now - timedelta(days=1))
    DraftJobFactory(), ScheduledJobFactory(), ExpiredJobFactory(), ClosedJobFactory()

    response = client.get("/api/v1/jobs/")

    validates_schema(response)
    assert titles(response) == ["Newer", "Older"]


@time_machine.travel(LIVE + timedelta(days=1), tick=False)
def test_row_of_the_list(client):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    benchmark = PublishedBenchmarkFactory(
        role=role, measure="mid-level", low=Decimal(100_000), high=Decimal(120_000)
    )
    job = OpenJobFactory(
        title="Engineer",
        company=CompanyFactory(slug="quill", name="Quill"),
        primary_role=role,
        at=LIVE,
        closes_at=CLOSES,
    )

    response = client.get("/api/v1/jobs/")

    validates_schema(response)
    (row,) = response.json()["results"]
    standing = row.pop("pay_standing")
    assert row == {
        "slug": job.slug,
        "title": "Engineer",
        "company": {
            "slug": "quill",
            "name": "Quill",
            "url": "http://testserver/jobs/companies/quill/",
        },
        "role": "ml-engineer",
        "employment_type": "full_time",
        "level": "mid",
        "workplace_type": "hybrid",
        "is_remote": False,
        "location": "San Jose, CA, US",
        "salary_range": {
            "currency": "USD",
            "interval": "year",
            "min": "150000.00",
            "max": "180000.00",
        },
        "published_at": "2026-11-02T09:00:00Z",
        "updated_at": row["updated_at"],
        "closes_at": "2027-01-02T09:00:00Z",
        "hosted_url": f"http://testserver/jobs/{job.slug}/",
    }
    assert standing["standing"] == "above"
    assert (standing["source"], standing["year"]) == ("Survey", 2026)
    assert standing["url"] == f"http://testserver{benchmark.get_absolute_url()}"


@time_machine.travel(LIVE + timedelta(days=1), tick=False)
def test_whole_job(client):
    job = OpenJobFactory(
        title="Engineer",
        primary_role=RoleFactory(slug="one", name="One"),
        roles=[RoleFactory(slug="two", name="Two")],
        skills=[SkillFactory(slug="python", name="Python")],
        workplace="remote",
        remote_countries=[CountryFactory()],
        description="Keep *models* & data.",
        responsibilities="Train\nWatch",
        benefits="Lunch",
        deadline=date(2027, 1, 2),
        bonus="Ten percent",
        external_id="Q-17",
        closes_at=CLOSES,
    )

    response = client.get(f"/api/v1/jobs/{job.slug}/")

    validates_schema(response)
    row = response.json()
    wanted = {
        "is_remote": True,
        "roles": [{"slug": "one", "name": "One"}, {"slug": "two", "name": "Two"}],
        "skills": ["Python"],
        "description_html": "<p>Keep <em>models</em> &amp; data.</p>\n",
        "description_plain": "Keep models & data.",
        "responsibilities": ["Train", "Watch"],
        "locations": [],
        "secondary_locations": [],
        "remote_countries": [{"slug": "us", "name": "United States", "country": "US"}],
        "bonus": "Ten percent",
        "benefits": ["Lunch"],
        "deadline": "2027-01-02",
        "external_id": "Q-17",
        "apply_url": "https://company.example/apply",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_address_to_apply_by_mail_is_not_given_away(client):
    job = OpenJobFactory(apply_url="", apply_email="jobs@company.example")

    row = client.get(f"/api/v1/jobs/{job.slug}/")

    assert row.json()["apply_url"] == f"http://testserver/jobs/{job.slug}/apply/"
    assert b"jobs@company.example" not in row.content


@pytest.mark.parametrize(
    "factory",
    [DraftJobFactory, InReviewJobFactory, ScheduledJobFactory, ExpiredJobFactory, ClosedJobFactory],
)
def test_job_that_is_not_open_is_not_found(client, factory):
    response = client.get(f"/api/v1/jobs/{factory().slug}/")

    validates_schema(response)
    assert response.status_code == 404


def test_list_is_narrowed_as_the_page_is(client):
    OpenJobFactory(title="One", primary_role=RoleFactory(slug="one"))
    OpenJobFactory(title="Two", primary_role=RoleFactory(slug="two"), workplace="onsite")

    assert titles(client.get("/api/v1/jobs/?role=one")) == ["One"]
    assert titles(client.get("/api/v1/jobs/?workplace=onsite")) == ["Two"]
    assert titles(client.get("/api/v1/jobs/?place=us&pay_min=150000&role=two")) == ["Two"]


def test_cursor_leads_through_a_narrowed_list(client):
    role, now = RoleFactory(slug="one"), timezone.now()
    for age in range(5):
        OpenJobFactory(title=f"Job {age}", primary_role=role, at=now - timedelta(hours=age + 1))

    first = client.get("/api/v1/jobs/?role=one&place=us&page_size=2")
    second = client.get(first.json()["next"])

    assert titles(first) == ["Job 0", "Job 1"]
    assert titles(second) == ["Job 2", "Job 3"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("role=nobody", "role"),
        ("place=atlantis", "place"),
        ("workplace=moon", "workplace"),
        ("pay_min=NaN", "pay_min"),
        ("pay_min=1e30", "pay_min"),
        ("pay_min=5&currency=usd", "currency"),
        ("page=2", "page"),
        ("colour=green", "colour"),
        ("cursor=nonsense", "cursor"),
        ("page_size=1000000000", "page_size"),
        ("pay_min=5&pay_min=6", "pay_min"),
    ],
)
def test_bad_parameter_is_refused_by_name(client, query, field):
    response = client.get(f"/api/v1/jobs/?{query}")

    validates_schema(response)
    assert response.status_code == 400
    assert field in response.content.decode()


def standing_of(row) -> str:
    return row["pay_standing"]["figure"]


@pytest.mark.django_db(transaction=True)
def test_row_that_is_kept_follows_what_it_says(client, start_worker):
    job = OpenJobFactory(
        title="Engineer", level="mid", primary_role=RoleFactory(slug="ai-engineer")
    )
    figure = PublishedBenchmarkFactory(
        role=job.primary_role,
        measure="mid-level",
        place=CountryFactory(),
        low=100_000,
        high=120_000,
    )

    def row():
        return client.get("/api/v1/jobs/").json()["results"][0]

    start_worker()
    seen = [(row()["company"]["name"], standing_of(row()))]
    job.company.name = "Renamed"
    job.company.save()
    seen.append((row()["company"]["name"], standing_of(row())))
    figure.low = Decimal(90_000)
    figure.save()
    seen.append((row()["company"]["name"], standing_of(row())))

    was = seen[0][0]
    assert was != "Renamed"
    assert seen == [
        (was, "$100,000 to $120,000"),
        ("Renamed", "$100,000 to $120,000"),
        ("Renamed", "$90,000 to $120,000"),
    ]


@pytest.mark.django_db(transaction=True)
def test_job_that_closes_is_gone_though_its_row_is_kept(client, start_worker):
    OpenJobFactory(title="Stays")
    closing = OpenJobFactory(title="Goes")
    start_worker()
    before = titles(client.get("/api/v1/jobs/"))

    with time_machine.travel(closing.closes_at - timedelta(seconds=1), tick=False):
        OpenJobFactory(title="Newest")
        assert len(titles(client.get("/api/v1/jobs/"))) == 3
    close_job(job=closing, by=None, reason=CloseReason.FILLED)

    assert set(before) == {"Stays", "Goes"}
    assert "Goes" not in titles(client.get("/api/v1/jobs/"))
