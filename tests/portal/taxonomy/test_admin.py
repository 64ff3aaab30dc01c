"""The desk’s form for a role."""

from typing import Any

import pytest
from django.test import Client

from portal.taxonomy.models import Role
from tests.factories.accounts import SuperuserFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db

INLINES = ("synonyms", "responsibility_links", "skill_links", "neighbor_links")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def form_of(role: Role, *titles: str, **changes: str) -> dict[str, Any]:
    names = ("slug", "name", "plural", "family", "definition", "focus", "deliverables", "order")
    data = {name: getattr(role, name) for name in names} | changes
    for prefix in INLINES:
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    data["synonyms-TOTAL_FORMS"] = len(titles)
    return data | {f"synonyms-{at}-title": title for at, title in enumerate(titles)}


def test_same_title_twice_is_named_and_nothing_stored(desk: Client) -> None:
    role = RoleFactory()
    data = form_of(role, "Zed one", "zed  ONE", "Zed two")

    answer = desk.post(f"/admin/taxonomy/role/{role.pk}/change/", data)

    assert answer.status_code == 200
    assert "This title stands here twice." in answer.content.decode()
    assert list(role.synonyms.all()) == []


def test_changed_slug_goes_on_leading_to_the_role(desk: Client, client: Client) -> None:
    role = RoleFactory(slug="mle")
    data = form_of(role, slug="ml-engineer")

    desk.post(f"/admin/taxonomy/role/{role.pk}/change/", data)

    answer = client.get("/roles/mle/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/roles/ml-engineer/")
    again = client.get("/salaries/mle/")
    assert (again.status_code, again.headers["Location"]) == (301, "/salaries/ml-engineer/")


def test_unchanged_slug_leaves_no_former_one(desk: Client) -> None:
    role = RoleFactory()

    desk.post(f"/admin/taxonomy/role/{role.pk}/change/", form_of(role, name="New name"))

    role.refresh_from_db()
    assert (role.name, list(role.former_slugs.all())) == ("New name", [])
    last = Role.history.latest()  # type: ignore[attr-defined]  # put there by simple_history
    assert last.history_user is not None


@pytest.mark.parametrize("slug", ["compare", "benchmarks"])
def test_slug_of_another_page_is_refused(desk: Client, slug: str) -> None:
    role = RoleFactory(slug="ai-engineer")

    answer = desk.post(f"/admin/taxonomy/role/{role.pk}/change/", form_of(role, slug=slug))

    role.refresh_from_db()
    assert role.slug == "ai-engineer"
    assert "This address belongs to another part of the site." in answer.content.decode()
