"""How many queries a page costs on a miss, at one row and at thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Job
from tests.factories.jobs import ClosedJobFactory, CompanyFactory, OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory, SkillFactory


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code in (200, 410)
    return len(queries)


def some_jobs(count: int) -> list[Job]:
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
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_pages_keep_to_their_number_of_queries(client, count, start_worker):
    jobs = some_jobs(count)
    gone = ClosedJobFactory(primary_role=jobs[0].primary_role)
    budgets = {
        "/jobs/": 4,
        "/jobs/?role=role-1&place=us&pay_min=1000": 4,
        jobs[-1].get_absolute_url(): 4,
        gone.get_absolute_url(): 4,
        jobs[0].company.get_absolute_url(): 4,
        "/jobs/role/role-1/": 4,
        "/jobs/in/us/": 4,
        "/jobs/role/role-1/in/us/": 4,
        "/jobs/feed/": 2,
        "/api/v1/jobs/": 2,
        f"/api/v1/jobs/{jobs[0].slug}/": 3,
    }

    costs = {}
    for address in budgets:
        start_worker()
        costs[address] = cost(client, address)

    assert {page: n for page, n in costs.items() if n > budgets[page]} == {}
