"""Addresses and directives that name a role by a former slug go on working."""

import re

import pytest
from django.test import Client

from portal.markdown import render
from portal.panels import fill
from portal.taxonomy.models import FormerRoleSlug, Role
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory, RoleSkillFactory

pytestmark = pytest.mark.django_db

REDIRECTS = [
    ("/roles/mle/", "/roles/ml-engineer/"),
    ("/salaries/mle/", "/salaries/ml-engineer/"),
    ("/salaries/mle.csv", "/salaries/ml-engineer.csv"),
    ("/guides/roles/mle/", "/guides/roles/ml-engineer/"),
    ("/guides/roles/mle/feed/", "/guides/roles/ml-engineer/feed/"),
]
ALIKE = [
    "/api/v1/roles/{}/",
    "/api/v1/jobs/?role={}",
    "/api/v1/benchmarks/?role={}",
    "/jobs/feed/?role={}",
    "/salaries/benchmarks.csv?role={}",
    "/salaries/benchmarks.json?role={}",
]
SHOWING = [
    ("/jobs/?role=mle", "Found by its role"),
    ("/salaries/?role=mle", "$100,000"),
    ("/salaries/compare/?role=mle&role=other", "ML engineer and Other"),
]


@pytest.fixture(autouse=True)
def role() -> Role:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    FormerRoleSlug.objects.create(slug="mle", role=role)
    for some in (role, RoleFactory(slug="other", name="Other")):
        PublishedBenchmarkFactory(role=some)
    OpenJobFactory(primary_role=role, roles=[role], title="Found by its role")
    LiveGuideFactory(roles=[role])
    RoleSkillFactory(role=role, skill__name="Python")
    return role


@pytest.mark.parametrize(("old", "new"), REDIRECTS)
def test_page_of_a_role_redirects_for_good(client: Client, old: str, new: str) -> None:
    answer = client.get(old)

    assert (answer.status_code, answer.headers["Location"]) == (301, new)


@pytest.mark.parametrize("address", ALIKE)
def test_data_by_a_former_slug_is_that_by_todays(client: Client, address: str) -> None:
    old, new = (client.get(address.format(slug)) for slug in ("mle", "ml-engineer"))

    assert (old.status_code, new.status_code) == (200, 200)
    assert old.content == new.content


@pytest.mark.parametrize(("address", "text"), SHOWING)
def test_list_by_a_former_slug_shows_the_role(client: Client, address: str, text: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert text in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/guides/roles/never/", "/guides/roles/never/feed/", "/api/v1/roles/never/", "/roles/never/"],
)
def test_slug_that_no_role_had_is_missing(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def without_ids(html: str) -> str:
    """Ids follow from a directive as it was written."""
    return re.sub(r'(id|labelledby)="p[0-9a-f]+', r'\1="p', html)


@pytest.mark.parametrize(
    ("panel", "text"),
    [
        ("skills roles={}", "Python"),
        ("role-comparison roles={},other", "ML engineer"),
        ("salary-figure role={} measure=national-median", "$100,000 to $150,000"),
        ("open-jobs role={} show=list", "Found by its role"),
    ],
)
def test_panel_by_a_former_slug_is_that_by_todays(panel: str, text: str) -> None:
    old, new = (render(f"{{{{ {panel.format(slug)} }}}}") for slug in ("mle", "ml-engineer"))

    assert list(old.problems) == list(new.problems) == []
    assert text in shown(new.html)
    assert shown(old.html) == shown(new.html)


def shown(html: str) -> str:
    """The panels without their ids, which tell them apart by what the author wrote."""
    return re.sub(r"p[0-9a-f]{10}", "", fill(html))


def test_panel_that_names_both_merged_roles_shows_one_column() -> None:
    twice = render("{{ skills roles=mle,ml-engineer }}")

    assert shown(twice.html) == shown(render("{{ skills roles=ml-engineer }}").html)
