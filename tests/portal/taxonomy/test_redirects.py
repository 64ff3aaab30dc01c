"""Old addresses of roles on the desk."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portal.taxonomy.models import FormerRoleSlug, Role
from tests.factories.accounts import StaffFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/taxonomy/formerroleslug/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=("editor",)))
    return client


def add(client: Client, slug: str, role: Role) -> Any:
    return client.post(f"{LIST}add/", {"slug": slug, "role": role.pk}, follow=True)


def test_address_added_by_hand_leads_to_the_role_on_every_page(editor: Client) -> None:
    role = RoleFactory(slug="ml-engineer")

    add(editor, "machine-learning-engineer", role)

    found = {
        page: Client().get(page.format("machine-learning-engineer")).headers.get("Location")
        for page in ("/roles/{}/", "/salaries/{}/", "/guides/roles/{}/")
    }
    assert found == {page: page.format("ml-engineer") for page in found}


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("ai-engineer", "stands at this address itself."),
        ("compare", "This address belongs to another part of the site."),
        ("known", "This address already leads somewhere: change that entry."),
    ],
)
def test_address_in_use_is_refused(editor: Client, slug: str, said: str) -> None:
    role = RoleFactory(slug="ml-engineer")
    RoleFactory(slug="ai-engineer")
    FormerRoleSlug.objects.create(slug="known", role=role)

    answer = add(editor, slug, role)

    assert said in str(dict(answer.context["adminform"].form.errors))
    assert FormerRoleSlug.objects.count() == 1


def test_database_refuses_the_address_of_another_page() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerRoleSlug.objects.create(slug="compare", role=RoleFactory())


def test_list_says_where_an_address_leads(editor: Client) -> None:
    FormerRoleSlug.objects.create(slug="was", role=RoleFactory(slug="ai-engineer", name="AI Eng"))

    html = editor.get(f"{LIST}?q=was").content.decode()

    assert "/roles/was/" in html
    assert '<a href="/roles/ai-engineer/">AI Eng</a>' in html
    assert "change of address" in html
