from typing import Any

from rest_framework import serializers

from portal.links import site
from portal.search.asking import Answer, Shelf, Shown


class ResultSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField(help_text="Its page.")
    facts = serializers.ListField(
        child=serializers.CharField(), help_text="What the page says under the title."
    )
    pay = serializers.CharField(help_text="A figure’s or a listing’s; empty for others.")
    passage = serializers.CharField(
        help_text="The piece of its text that holds the most of the words; empty if it has none."
    )


class KindSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="For “kind”.")
    count = serializers.IntegerField(help_text="How many there are; up to 1,000 are counted.")
    is_more = serializers.BooleanField(help_text="Whether there are more than are counted.")
    url = serializers.URLField(help_text="The page with all of them.")
    results = ResultSerializer(
        many=True,
        help_text="The best five; with “kind” a page of twenty of that kind, and none of others.",
    )


class SearchSerializer(serializers.Serializer[Any]):
    """What is public and has all of the words, by kind."""

    q = serializers.CharField(help_text="What was looked for.")
    is_respelled = serializers.BooleanField(
        help_text="Whether a word that is written nowhere was put right in “q”, as that finds more."
    )
    kinds = KindSerializer(many=True)


def row_of(answer: Answer) -> dict[str, object]:
    return {
        "q": answer.text,
        "is_respelled": answer.is_respelled,
        "kinds": [*map(_kind, answer.shelves)],
    }


def _kind(shelf: Shelf) -> dict[str, object]:
    return {
        "name": shelf.section.name,
        "count": shelf.page.total,
        "is_more": shelf.page.is_more,
        "url": f"{site()}{shelf.address}",
        "results": [*map(_result, shelf.page.rows)],
    }


def _result(shown: Shown) -> dict[str, object]:
    return {
        "title": shown.title,
        "url": f"{site()}{shown.url}",
        "facts": [*shown.facts],
        "pay": shown.pay,
        "passage": "".join(part.text for part in shown.passage),
    }
