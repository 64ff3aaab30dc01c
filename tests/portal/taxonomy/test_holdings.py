"""Roles under which readers find jobs, and not what explains them."""

import pytest
from django.test import Client

from portal.taxonomy.models import Role
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.jobs import ExpiredJobFactory, OpenJobFactory, ScheduledJobFactory
from tests.factories.salaries import BenchmarkFactory, PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db

ROLES = "/admin/taxonomy/role/"
TITLE = "Roles with jobs but no guide or no pay"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


@pytest.fixture
def roles() -> dict[str, Role]:
    """By what readers find there."""
    roles: dict[str, Role] = {
        name: RoleFactory(name=name)
        for name in ("jobs", "jobs and a guide", "jobs and pay", "all", "nothing", "old jobs")
    }
    for name in ("jobs", "jobs and a guide", "jobs and pay", "all"):
        OpenJobFactory(primary_role=roles[name])
    ScheduledJobFactory(primary_role=roles["old jobs"])
    ExpiredJobFactory(primary_role=roles["old jobs"])
    LiveGuideFactory(roles=[roles["jobs and a guide"], roles["all"]])
    DraftGuideFactory(roles=[roles["jobs"], roles["jobs and pay"]])
    for name in ("jobs and pay", "all"):
        PublishedBenchmarkFactory(role=roles[name])
    BenchmarkFactory(role=roles["jobs"])
    return roles


def listed(desk: Client, asked: str) -> dict[str, str]:
    """What the desk's list says of each role that it shows."""
    changes = desk.get(f"{ROLES}?{asked}").context["cl"]
    return {role.name: changes.model_admin.missing(role) for role in changes.result_list}


def test_every_role_says_what_is_missing_beside_its_jobs(
    desk: Client, roles: dict[str, Role]
) -> None:
    assert listed(desk, "").items() >= {
        ("jobs", "a guide and a benchmark"),
        ("jobs and a guide", "a benchmark"),
        ("jobs and pay", "a guide"),
        ("all", "–"),
        ("nothing", "–"),
        ("old jobs", "–"),
    }


@pytest.mark.parametrize(
    ("lacks", "found"),
    [
        ("anything", {"jobs", "jobs and a guide", "jobs and pay"}),
        ("guide", {"jobs", "jobs and pay"}),
        ("benchmark", {"jobs", "jobs and a guide"}),
    ],
)
def test_list_is_narrowed_to_what_is_missing(
    desk: Client, roles: dict[str, Role], lacks: str, found: set[str]
) -> None:
    assert listed(desk, f"lacks={lacks}").keys() == found


def test_dashboard_counts_them_and_leads_to_them(desk: Client, roles: dict[str, Role]) -> None:
    [queue] = [each for each in desk.get("/admin/").context["waiting"] if each.title == TITLE]

    assert (queue.count, queue.url) == (3, f"{ROLES}?lacks=anything")
    assert len(listed(desk, queue.url.partition("?")[2])) == queue.count


def test_dashboard_tells_nobody_who_may_not_change_roles(client: Client) -> None:
    client.force_login(StaffFactory())

    titles = [each.title for each in client.get("/admin/").context["waiting"]]

    assert TITLE not in titles


def test_list_asks_no_more_for_many_roles(desk: Client, django_assert_num_queries) -> None:
    desk.get(ROLES)
    with django_assert_num_queries(6):
        desk.get(ROLES)
    for _ in range(20):
        OpenJobFactory(primary_role=RoleFactory())
    with django_assert_num_queries(6):
        desk.get(ROLES)
