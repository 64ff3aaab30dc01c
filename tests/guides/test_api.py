from typing import Any

import pytest
from django.test import Client

from portal.taxonomy.models import FormerRoleSlug
from tests.factories.guides import AuthorFactory, DraftGuideFactory, LiveGuideFactory, TopicFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/guides/"


@pytest.fixture
def guide() -> Any:
    """One of its own role, topic and author, beside another that has none of them."""
    LiveGuideFactory(), DraftGuideFactory()
    role = RoleFactory(slug="ml-engineer")
    FormerRoleSlug.objects.create(slug="ml-developer", role=role)
    return LiveGuideFactory(
        roles=[role], topic=TopicFactory(slug="hiring"), author=AuthorFactory(slug="ben")
    )


@pytest.mark.parametrize(
    "query", ["role=ml-engineer", "role=ml-developer", "topic=hiring", "author=ben", "role=&topic="]
)
def test_list_is_narrowed_by_slugs(client: Client, guide: Any, query: str) -> None:
    found = [row["slug"] for row in client.get(f"{LIST}?{query}").json()["results"]]

    assert guide.slug in found
    assert len(found) == (2 if query == "role=&topic=" else 1)


@pytest.mark.parametrize("name", ["role", "topic", "author"])
def test_slug_that_leads_nowhere_is_named(client: Client, guide: Any, name: str) -> None:
    answer = client.get(f"{LIST}?{name}=nonsense")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"field": name, "message": f"There is no {name} “nonsense”."}
    ]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes(client: Client, guide: Any, method: str) -> None:
    before = guide.changed_at

    statuses = {getattr(client, method)(at).status_code for at in (LIST, f"{LIST}{guide.slug}/")}

    guide.refresh_from_db()
    assert statuses == {405}
    assert guide.changed_at == before
