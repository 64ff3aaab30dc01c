"""Pages of roles and places stand where there are open jobs, and nowhere else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.taxonomy.models import FormerRoleSlug
from tests.factories.jobs import ClosedJobFactory, ExpiredJobFactory, OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def canada():
    return CountryFactory(slug="ca", name="Canada", country="CA")


def titles(response) -> list[str]:
    return [card.title for card in response.context["cards"]]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_each_page_lists_its_own_jobs(client, canada):
    one, two = RoleFactory(slug="one", name="Tester"), RoleFactory(slug="two")
    toronto = CityFactory(
        slug="toronto", name="Toronto", country="CA", region_code="", parent=canada
    )
    OpenJobFactory(title="One here", primary_role=one)
    OpenJobFactory(title="One there", primary_role=one, locations=[toronto])
    OpenJobFactory(title="Two there", primary_role=two, locations=[toronto])
    OpenJobFactory(
        title="Two remote", primary_role=two, workplace="remote", remote_countries=[canada]
    )
    ClosedJobFactory(title="Closed", primary_role=one), ExpiredJobFactory(primary_role=one)

    found = {
        address: set(titles(client.get(f"/jobs/{address}/")))
        for address in ("role/one", "in/ca", "in/toronto", "role/one/in/ca", "role/two/in/ca")
    }

    assert found == {
        "role/one": {"One here", "One there"},
        "in/ca": {"One there", "Two there", "Two remote"},
        "in/toronto": {"One there", "Two there"},
        "role/one/in/ca": {"One there"},
        "role/two/in/ca": {"Two there", "Two remote"},
    }


def test_page_without_an_open_job_leads_to_the_list(client, canada):
    one = RoleFactory(slug="one")
    ExpiredJobFactory(primary_role=one), OpenJobFactory(primary_role=RoleFactory(slug="two"))

    answers = [client.get(f"/jobs/{path}/") for path in ("role/one", "in/ca", "role/two/in/ca")]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (302, "/jobs/?role=one"),
        (302, "/jobs/?place=ca"),
        (302, "/jobs/?role=two&place=ca"),
    ]
    assert client.get("/jobs/role/one/", follow=True).context["page"].total == 0


@pytest.mark.parametrize("path", ["role/none", "in/nowhere", "role/one/in/nowhere", "in/world"])
def test_page_of_what_there_is_not_is_not_found(client, path):
    OpenJobFactory(primary_role=RoleFactory(slug="one"))

    assert client.get(f"/jobs/{path}/").status_code == 404


def test_former_slug_of_a_role_leads_to_todays(client):
    role = OpenJobFactory().primary_role
    FormerRoleSlug.objects.create(slug="before", role=role)

    answer = client.get("/jobs/role/before/in/us/")

    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/jobs/role/ml-engineer/in/us/",
    )


def test_page_says_what_is_asked_for_and_what_it_pays(client, canada):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    PublishedBenchmarkFactory(
        role=role, measure="national-median", low=Decimal(151_000), high=Decimal(159_000)
    )
    skill = SkillFactory(slug="python", name="Python")
    for pay in (100_000, 110_000, 120_000, 130_000, 140_000):
        OpenJobFactory(primary_role=role, skills=[skill], pay_min=Decimal(pay))
    OpenJobFactory(primary_role=role, currency="CAD", pay_min=Decimal(1))

    response = client.get("/jobs/role/ml-engineer/in/us/")

    page = text_of(response)
    assert "<h1>ML engineer jobs in the United States</h1>" in page
    assert "6 open listings" in page
    assert "$110,000 to $130,000 a year" in page
    assert "in the middle half of 5 listings" in page
    assert "$151,000 to $159,000" in page
    assert "Often asked for</dt><dd>Python" in page
    assert '<link rel="canonical" href="http://testserver/jobs/role/ml-engineer/in/us/">' in page
    assert "noindex" not in page
    assert "BreadcrumbList" in page
    assert 'href="/jobs/in/us/"' in page
    assert 'href="/jobs/role/ml-engineer/in/san-jose-ca/"' in page


def test_pay_of_four_listings_is_no_figure(client):
    for _ in range(4):
        OpenJobFactory()

    assert client.get("/jobs/role/ml-engineer/").context["pay"] is None


def test_sitemap_lists_the_pages_that_have_a_job(client, canada):
    OpenJobFactory(), RoleFactory(slug="two")
    ExpiredJobFactory(workplace="remote", remote_countries=[canada])

    page = client.get("/sitemaps/jobs-by-role-and-place-0.xml").content.decode()

    found = {part.partition("</loc>")[0] for part in page.split("<loc>http://testserver")[1:]}
    places = ("us", "us-ca", "san-jose-ca")
    assert found == {"/jobs/role/ml-engineer/"} | {
        f"{start}/in/{place}/" for place in places for start in ("/jobs", "/jobs/role/ml-engineer")
    }
    assert "jobs-by-role-and-place-0.xml" in client.get("/sitemap.xml").content.decode()


def test_list_with_the_same_filters_is_not_indexed_and_points_to_the_page(client):
    OpenJobFactory()
    lists = {
        "role=ml-engineer": "/jobs/role/ml-engineer/",
        "country=us": "/jobs/in/us/",
        "role=ml-engineer&city=san-jose-ca": "/jobs/role/ml-engineer/in/san-jose-ca/",
    }

    for query, address in lists.items():
        page = client.get(f"/jobs/?{query}").content.decode()
        assert '<meta name="robots" content="noindex">' in page
        assert f'<a href="{address}">' in page
    assert client.get("/jobs/?role=ml-engineer&level=mid").context["landing"] == ""
    assert "noindex" not in client.get("/jobs/").content.decode()


def test_page_is_gone_from_the_instant_of_the_last_expiry(client, time_machine):
    job = OpenJobFactory(closes_at=timezone.now() + timedelta(hours=1))

    time_machine.move_to(job.closes_at - timedelta(seconds=1), tick=False)
    before = client.get("/jobs/role/ml-engineer/").status_code
    time_machine.move_to(job.closes_at, tick=False)

    assert (before, client.get("/jobs/role/ml-engineer/").status_code) == (200, 302)
