"""How many queries a page costs on a miss, at one row and at thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.freshness import forget_everything
from tests.factories.jobs import ClosedJobFactory, CompanyFactory, OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db


def cost(client, address: str) -> int:
    """Queries of a page for a worker that has just started."""
    forget_everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code in (200, 410)
    return len(queries)


@pytest.fixture(params=[1, 30])
def jobs(request):
    """So many open jobs of as many companies, in four roles, with everything that can hang on them."""
    skills = [SkillFactory() for _ in range(5)]
    roles = [RoleFactory(slug=f"role-{n}", name=f"Role {n}") for n in range(4)]
    for role in roles:
        PublishedBenchmarkFactory(role=role, measure="mid-level")
    remote = {"workplace": "remote", "remote_countries": [CountryFactory()]}
    return [
        OpenJobFactory(
            company=CompanyFactory(headquarters=CityFactory()),
            primary_role=roles[n % 4],
            roles=roles,
            skills=skills,
            **(remote if n % 2 else {}),
        )
        for n in range(request.param)
    ]


def test_list(client, jobs):
    assert cost(client, "/jobs/") <= 4


def test_narrowed_list(client, jobs):
    assert cost(client, "/jobs/?role=role-1&workplace=hybrid&place=us&pay_min=1000") <= 8
    assert cost(client, "/jobs/?role=role-1&place=us&pay_min=1000") <= 4


def test_page(client, jobs):
    assert cost(client, jobs[-1].get_absolute_url()) <= 4


def test_page_of_a_gone_job(client, jobs):
    gone = ClosedJobFactory(primary_role=jobs[0].primary_role)

    assert cost(client, gone.get_absolute_url()) <= 4


def test_company(client, jobs):
    assert cost(client, jobs[0].company.get_absolute_url()) <= 4


def test_feed(client, jobs):
    assert cost(client, "/jobs/feed/") <= 2


def test_api_list(client, jobs):
    assert cost(client, "/api/v1/jobs/") <= 2


def test_api_detail(client, jobs):
    assert cost(client, f"/api/v1/jobs/{jobs[0].slug}/") <= 3
