"""Asking the index: the same questions to both databases, each by its own full-text search."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, models
from django.db.models.expressions import RawSQL

from portal.search.models import SearchVariant
from portal.search.words import SHORTEST_SPELT, distance, variants

# All words, in the title and anywhere; one row with the keys of each, joined by commas.
# The inner SELECT keeps PostgreSQL from knowing how frequent the words are: for frequent ones it would rather
# unpack the words of every row, which takes it six times as long as its index.
POSTGRESQL: Final = """
SELECT (SELECT string_agg(key::text, ',') FROM search_searchentry
        WHERE kind = %(kind)s AND title_words @@ (SELECT to_tsquery('portal', %(words)s))),
       (SELECT string_agg(key::text, ',') FROM search_searchentry
        WHERE kind = %(kind)s AND all_words @@ (SELECT to_tsquery('portal', %(words)s)))
"""
POSTGRESQL_OF_KEYS: Final = """
SELECT string_agg(key::text, ',') FILTER (WHERE title_words @@ to_tsquery('portal', %(words)s)),
       string_agg(key::text, ',') FILTER (WHERE all_words @@ to_tsquery('portal', %(words)s))
FROM search_searchentry WHERE kind = %(kind)s AND key = ANY(%(keys)s)
"""
SQLITE: Final = """
SELECT (SELECT group_concat(entry.key) FROM search_text CROSS JOIN search_searchentry AS entry
        INDEXED BY search_entry_narrow ON entry.id = search_text.rowid AND entry.kind = %(kind)s
        WHERE search_text MATCH 'title : (' || %(words)s || ')'),
       (SELECT group_concat(entry.key) FROM search_text CROSS JOIN search_searchentry AS entry
        INDEXED BY search_entry_narrow ON entry.id = search_text.rowid AND entry.kind = %(kind)s
        WHERE search_text MATCH %(words)s)
"""
SQLITE_OF_KEYS: Final = """
SELECT (SELECT group_concat(entry.key) FROM search_searchentry AS entry CROSS JOIN search_text
        ON search_text.rowid = entry.id
        WHERE entry.kind = %(kind)s AND entry.key IN (SELECT value FROM json_each(%(keys)s))
        AND search_text MATCH 'title : (' || %(words)s || ')'),
       (SELECT group_concat(entry.key) FROM search_searchentry AS entry CROSS JOIN search_text
        ON search_text.rowid = entry.id
        WHERE entry.kind = %(kind)s AND entry.key IN (SELECT value FROM json_each(%(keys)s))
        AND search_text MATCH %(words)s)
"""

POSTGRESQL_KEYS: Final = (
    "SELECT key FROM search_searchentry WHERE kind = %s AND {} @@ (SELECT to_tsquery('portal', %s))"
)
SQLITE_KEYS: Final = (
    "SELECT entry.key FROM search_text CROSS JOIN search_searchentry AS entry INDEXED BY search_entry_narrow "
    "ON entry.id = search_text.rowid AND entry.kind = %s WHERE search_text MATCH {}%s"
)


@dataclass(frozen=True)
class Found:
    """Keys of what holds every word: in its title, and anywhere at all. Whether it is public, the index can't say."""

    in_title: tuple[int, ...]
    anywhere: tuple[int, ...]


@dataclass(frozen=True)
class Spelling:
    """The words of a question, those that nothing is written with put right."""

    words: tuple[str, ...]


def find(kind: str, words: Sequence[str], among: Collection[int] | None = None) -> Found:
    """Things of a kind, or of those with these keys, with all of the words, which are as `words_of` gives
    them; one query."""
    if not words:
        return Found((), ())
    is_sqlite = connection.vendor == "sqlite"
    given: dict[str, Any] = {"kind": kind, "words": _all_of(words)}
    sql = SQLITE if is_sqlite else POSTGRESQL
    if among is not None:
        sql = SQLITE_OF_KEYS if is_sqlite else POSTGRESQL_OF_KEYS
        given["keys"] = json.dumps([*among]) if is_sqlite else [*among]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = [tuple(map(int, keys.split(","))) if keys else () for keys in cursor.fetchone()]
    return Found(*found)


def with_words(
    rows: models.QuerySet[Any, Any], kind: str, words: Sequence[str]
) -> models.QuerySet[Any, Any]:
    """Those of the rows that hold all of the words, in the query itself; all of the rows where there are none.

    `in_title` is then how many of the words stand in the title.
    """
    in_title: Any = sum(
        (
            models.Case(models.When(pk__in=_keys(kind, [word], in_title=True), then=1), default=0)
            for word in words
        ),
        start=models.Value(0),
    )
    if words:
        rows = rows.filter(pk__in=_keys(kind, words))
    found: models.QuerySet[Any, Any] = rows.annotate(in_title=in_title)
    return found


def _keys(kind: str, words: Sequence[str], *, in_title: bool = False) -> RawSQL:
    asked = _all_of(words)
    if connection.vendor == "sqlite":
        sql = SQLITE_KEYS.format("'title : ' || " if in_title else "")
        return RawSQL(sql, (kind, f"({asked})"))  # noqa: S611  (constants only)
    column = "title_words" if in_title else "all_words"
    return RawSQL(POSTGRESQL_KEYS.format(column), (kind, asked))  # noqa: S611  (constants only)


def _all_of(words: Sequence[str]) -> str:
    """Nothing but letters and digits is left in a word, so no word is an operator."""
    is_sqlite = connection.vendor == "sqlite"
    return " AND ".join(f'"{word}"' for word in words) if is_sqlite else " & ".join(words)


def spell(words: Sequence[str]) -> Spelling | None:
    """The words with the nearest that the index knows in place of those it doesn't; None if that changes
    nothing. One query. A word may come from a thing that isn't public: say a spelling only of what it finds."""
    wanted = {variant for word in words if _is_spelt(word) for variant in variants(word)}
    if not wanted:
        return None
    near: dict[str, set[str]] = {}
    for variant, word in SearchVariant.objects.filter(variant__in=wanted).values_list(
        "variant", "word"
    ):
        near.setdefault(variant, set()).add(word)
    spelled = tuple(_nearest(word, near) if _is_spelt(word) else word for word in words)
    return Spelling(spelled) if spelled != tuple(words) else None


def _is_spelt(word: str) -> bool:
    return len(word) >= SHORTEST_SPELT and word.isalpha()


def _nearest(word: str, near: dict[str, set[str]]) -> str:
    """The word itself where it is known, or else the nearest: first letters are seldom wrong, and letters are left
    out more often than added."""
    found = {other for variant in variants(word) for other in near.get(variant, ())}
    if word in found or not found:
        return word
    return min(found, key=lambda other: _unlikeness(word, other))


def _unlikeness(word: str, other: str) -> tuple[int, bool, int, str]:
    return distance(word, other), other[0] != word[0], -len(other), other
