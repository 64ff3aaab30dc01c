from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.api.blocks import KINDS
from portal.taxonomy.models import FormerRoleSlug
from tests.factories.guides import AuthorFactory, DraftGuideFactory, LiveGuideFactory, TopicFactory
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

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


EVERYTHING = """Words with {{ open-jobs role=ml-engineer show=count }} and a note[^1].

## Section

| Role | Pay |
|---|---:|
| A | $1 |

Table: Pay

::: tip Look
{{ skills roles=ml-engineer }}
:::

### Below

- item

![A map](/media/map.png "Where")

```python
a < b
```

> Quoted.

***

{{ latest-guides limit=1 }}

{{ skills roles=ml-engineer }}

[^1]: Said.
"""


def kinds(blocks: list[dict[str, Any]]) -> set[str]:
    inner = [kinds(block["blocks"]) for block in blocks if "blocks" in block]
    return {block["type"] for block in blocks}.union(*inner)


def test_body_is_answered_as_typed_blocks(client: Client, guide: Any) -> None:
    known = LiveGuideFactory(body=EVERYTHING, tldr="It *pays*.\nA second point.")

    answer = client.get(f"{LIST}{known.slug}/")

    found = answer.json()
    validates_schema(answer)
    assert found["tldr"] == [
        {"text": "It pays.", "html": "It <em>pays</em>."},
        {"text": "A second point.", "html": "A second point."},
    ]
    assert kinds(found["blocks"]) == {kind.type_name() for kind in KINDS} - {"html"}
    assert [block["type"] for block in found["blocks"]] == ["paragraph", "section", "footnotes"]


def test_list_validates_its_schema(client: Client, guide: Any) -> None:
    validates_schema(client.get(LIST))


@pytest.mark.parametrize("count", [1, 30])
def test_detail_keeps_its_query_budget(
    client: Client, count: int, start_worker: Callable[[], None]
) -> None:
    """Two for the guide and its roles, one for each of three kinds of panel."""
    RoleFactory(slug="ml-engineer")
    LiveGuideFactory.create_batch(count, body="{{ skills roles=ml-engineer }}")
    known = LiveGuideFactory(body=EVERYTHING)
    start_worker()
    client.get(f"{LIST}{LiveGuideFactory(body='{{ skills roles=ml-engineer }}').slug}/")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{LIST}{known.slug}/")

    selects = [query["sql"] for query in asked.captured_queries]
    assert len([sql for sql in selects if sql.startswith("SELECT") and "MIN(" not in sql]) == 5
