"""Guides in the search of the site."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from guides import actions
from guides.models import Guide
from guides.search import KIND, find
from portal.search.finding import with_words
from portal.search.indexing import rebuild, write_missing
from portal.search.models import SearchEntry
from portal.search.sources import source_of
from portal.taxonomy.actions import merge_roles, save_role
from tests.factories.guides import AuthorFactory, LiveGuideFactory, TopicFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory
from tests.guides.test_actions import content

pytestmark = pytest.mark.django_db


def published(at: datetime | None = None, **given: Any) -> Guide:
    guide = actions.create_guide(values=content(**given), by=None)
    actions.publish_guide(guide=guide, by=None, at=at)
    return guide


def titles(*words: str) -> list[str]:
    return [result.title for result in find(words).results(0, 20)]


def test_guide_is_found_by_all_that_it_says():
    published(
        title="Lanterns",
        standfirst="On making light.",
        tldr="Wicks matter.",
        body="## Glass\n\nBlown *thin*.\n\n| Part | Price |\n| --- | --- |\n| Shade | 7 |\n\nTable: Prices of parts",
        topic=TopicFactory(slug="craft", name="Handcraft"),
        author=AuthorFactory(slug="ada", name="Ada Glow"),
        roles=[RoleFactory(slug="wrangler", name="Wrangler")],
    )
    published(slug="other", title="Other", body="Nothing of it.")

    for word in (
        "lantern",
        "light",
        "wicks",
        "glass",
        "thin",
        "shade",
        "handcraft",
        "glow",
        "wrangler",
    ):
        assert titles(word) == ["Lanterns"], word
    assert titles("lantern", "blown") == ["Lanterns"]
    assert titles("lantern", "zebra") == []
    assert set(titles()) == {"Lanterns", "Other"}


def test_more_of_the_words_in_the_title_come_first_and_then_the_newest():
    now = timezone.now()
    for days, title in enumerate(("Old pay", "Pay of engineers", "Work", "New pay"), start=-4):
        slug = title.lower().replace(" ", "-")
        guide = published(slug=slug, title=title, body="What pay engineers get.")
        Guide.objects.filter(pk=guide.pk).update(published_at=now + timedelta(days=days))

    assert titles("pay", "engineer") == ["Pay of engineers", "New pay", "Old pay", "Work"]


def test_edit_is_found_once_it_is_published():
    guide = published(body="An old word.")
    actions.save_guide(guide=guide, values=content(body="A new word."), by=None, base=1)
    before = titles("new"), titles("old")

    actions.publish_guide(guide=guide, by=None)

    assert before == ([], ["What it pays"])
    assert (titles("new"), titles("old")) == (["What it pays"], [])


def test_guide_taken_off_the_site_is_not_found():
    guide = published()
    other = published(slug="other", title="Other")

    actions.unpublish_guide(guide=guide, by=None)

    assert titles("pay") == ["Other"]
    assert [*SearchEntry.objects.values_list("key", flat=True)] == [other.pk]


def test_guide_is_found_from_its_instant(time_machine):
    tomorrow = timezone.now() + timedelta(days=1)
    guide = actions.create_guide(values=content(), by=None)
    actions.publish_guide(guide=guide, by=None, at=tomorrow)
    before = titles("pay")

    time_machine.move_to(tomorrow)

    assert before == []
    assert titles("pay") == ["What it pays"]


@pytest.mark.parametrize("kind", ["topic", "author", "role"])
def test_guide_is_found_by_the_names_of_today(kind):
    topic, author = (
        TopicFactory(slug="craft", name="Oldname"),
        AuthorFactory(slug="ada", name="Oldname"),
    )
    role = RoleFactory(slug="wrangler", name="Oldname")
    given: dict[str, Any] = {
        "topic": {"topic": topic},
        "author": {"author": author},
        "role": {"roles": [role]},
    }
    published(**given[kind])
    thing: Any = {"topic": topic, "author": author, "role": role}[kind]
    before = titles("oldname")
    thing.name = "Xylographer"
    save_role(role=thing) if kind == "role" else thing.save()

    assert before == ["What it pays"]
    assert (titles("oldname"), titles("xylographer")) == ([], ["What it pays"])


def test_guide_of_a_merged_role_is_found_by_the_name_that_is_kept():
    keep, gone = RoleFactory(slug="keeper", name="Keeper"), RoleFactory(slug="goner", name="Goner")
    published(roles=[gone])

    merge_roles(keep=keep, gone=gone, by=None)

    assert titles("keeper") == ["What it pays"]
    assert titles("goner") == []


def test_figure_in_a_sentence_is_that_of_the_benchmark():
    figure = PublishedBenchmarkFactory(
        role=RoleFactory(slug="ml-engineer"), low=111_000, high=122_000
    )
    published(
        body="A zebra keeper earns {{ salary-figure role=ml-engineer measure=national-median }}.\n\n"
        "{{ salary-comparison roles=ml-engineer }}"
    )

    [result] = find(("zebra",)).results(0, 1)

    assert f"A zebra keeper earns {figure.figure}" in result.text
    assert (
        result.text.count(figure.figure) == 1
    )  # the table that stands apart is no part of the sentences


def test_words_are_written_anew_from_what_is_published():
    published()
    SearchEntry.objects.all().delete()
    LiveGuideFactory(title="Stored past the site")

    assert sum(rebuild(source_of("guide"))) == 2
    assert titles("stored") == ["Stored past the site"]


def test_guides_without_words_get_them_by_the_upkeep_once():
    published(slug="written", title="Written")
    LiveGuideFactory(title="Stored past the site")
    assert (write_missing(), write_missing()) == (1, 0)
    assert titles("stored") == ["Stored past the site"]


def test_ended_guide_that_is_put_away_leaves_the_index(time_machine):
    guide = published(slug="other", title="Other")
    kept = published()
    Guide.objects.filter(pk=guide.pk).update(unpublish_at=timezone.now() + timedelta(hours=1))
    time_machine.move_to(timezone.now() + timedelta(hours=2))

    actions.archive_guide(guide=guide, by=None)

    assert [*SearchEntry.objects.values_list("key", flat=True)] == [kept.pk]


def test_marks_of_footnotes_are_no_words_of_a_passage():
    published(body="A zebra.[^1] Another line.\n\n[^1]: Seen at noon.")

    [result] = find(("zebra",)).results(0, 1)

    assert "A zebra. Another line." in result.text
    assert result.text.endswith("Seen at noon.")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plan of PostgreSQL")
def test_words_are_found_by_the_index_of_guides():
    """That of all would look through the words of jobs first."""
    kinds = (*["job"] * 2_000, *[KIND] * 300)
    SearchEntry.objects.bulk_create(
        SearchEntry(kind=kind, key=key, title="Pay", body="pay " * 200)
        for key, kind in enumerate(kinds)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchentry")
        plan = with_words(Guide.objects.all(), KIND, ("pay",)).order_by("-in_title").explain()

    assert "search_guide_words" in plan
    assert "search_guide_title_words" in plan
    assert "search_all_words" not in plan
