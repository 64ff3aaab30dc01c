from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories.guides import (
    AuthorFactory,
    DraftGuideFactory,
    LiveGuideFactory,
    TopicFactory,
)
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    return [guide.title for guide in response.context["page"].rows]


def test_list_shows_live_guides_newest_first(client: Client) -> None:
    DraftGuideFactory()
    LiveGuideFactory(title="Older", published_at=timezone.now() - timedelta(days=3))
    LiveGuideFactory(title="Newer")

    response = client.get("/guides/")

    assert titles(response) == ["Newer", "Older"]


def test_lists_narrow_by_topic_role_and_author(client: Client) -> None:
    role, topic, author = (
        RoleFactory(slug="ml-engineer"),
        TopicFactory(slug="hiring"),
        AuthorFactory(slug="ben"),
    )
    LiveGuideFactory(title="Other")
    LiveGuideFactory(title="Mine", roles=[role], topic=topic, author=author)

    found = [
        titles(client.get(address))
        for address in (
            "/guides/topics/hiring/",
            "/guides/roles/ml-engineer/",
            "/guides/authors/ben/",
        )
    ]

    assert found == [["Mine"]] * 3


def test_list_without_guides_says_what_to_do_next(client: Client) -> None:
    response = client.get("/guides/")

    assert "No guides yet" in response.content.decode()
    assert 'href="/salaries/"' in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "51", "1000000000", "9" * 4000, "x", "1.5", "NaN"])
def test_impossible_page_is_told(client: Client, page: str) -> None:
    LiveGuideFactory(title="Still here")

    response = client.get("/guides/", {"page": page})

    assert response.status_code == 400
    assert titles(response) == ["Still here"]


def test_unknown_parameter_is_told_and_ignored(client: Client) -> None:
    LiveGuideFactory(title="Still here")

    response = client.get("/guides/", {"sort": "best"})

    assert response.status_code == 200
    assert "sort" in response.content.decode()
    assert titles(response) == ["Still here"]


def test_page_past_the_end_shows_the_last_one(client: Client) -> None:
    LiveGuideFactory.create_batch(21)

    response = client.get("/guides/", {"page": "7"})

    assert (response.context["page"].number, len(titles(response))) == (2, 1)


def test_article_shows_its_parts(client: Client) -> None:
    guide = LiveGuideFactory(
        title="Pay & more",
        tldr="First point.\nSecond point.",
        body="## Pay\n\nWell.\n\n### By level\n\nBetter.",
        reviewed_at=timezone.now().date(),
    )

    page = client.get(guide.get_absolute_url()).content.decode()

    for part in (
        "<h1>Pay &amp; more</h1>",
        "First point.",
        "By level",
        "min read",
        guide.author.bio,
    ):
        assert part in page
    assert '<link rel="canonical" href="http://testserver/guides/' in page


def test_article_without_a_right_to_be_seen_is_missing(client: Client) -> None:
    guide = DraftGuideFactory()

    assert client.get(guide.get_absolute_url()).status_code == 404


def test_json_ld_can_not_leave_its_element(client: Client) -> None:
    guide = LiveGuideFactory(title="</script><script>alert(1)</script>")

    page = client.get(guide.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "\\u003C/script\\u003E" in page


def test_feed_links_to_the_configured_site(client: Client) -> None:
    guide = LiveGuideFactory(title="In the feed")
    DraftGuideFactory()

    feed = client.get("/guides/feed/", headers={"host": "localhost"}).content.decode()

    assert feed.count("<entry>") == 1
    assert f'href="http://testserver{guide.get_absolute_url()}"' in feed


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/guides/", 4),
        ("/guides/topics/pay/", 4),
        ("/guides/roles/ai-engineer/", 4),
        ("/guides/feed/", 4),
    ],
)
def test_list_keeps_its_query_budget(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
    address: str,
    budget: int,
) -> None:
    LiveGuideFactory.create_batch(count)

    with django_assert_max_num_queries(budget):
        client.get(address)


@pytest.mark.parametrize("count", [1, 30])
def test_article_keeps_its_query_budget(client: Client, count: int) -> None:
    """Two for the guide itself, one for each kind of panel on it: here the guides to read next."""
    guides = LiveGuideFactory.create_batch(count)

    with CaptureQueriesContext(connection) as asked:
        client.get(guides[0].get_absolute_url())

    # A transaction, which a test is in, has a panel's queries set a savepoint.
    selects = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len([sql for sql in selects if "MIN(" not in sql]) == 3
    assert len([sql for sql in selects if "MIN(" in sql]) <= 1  # when the clock changes the lists
