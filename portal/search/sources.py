"""What is searched: apps register it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Entry:
    """One thing, in words: what it is called, and all else that it is found by."""

    key: int
    title: str
    body: str


@dataclass(frozen=True)
class Source:
    """Things of one kind. `entries` gives those of the keys, of everything published without any; it streams.
    `rows` are those that it gives words of."""

    kind: str
    entries: Callable[[Collection[int] | None], Iterator[Entry]]
    rows: Callable[[], QuerySet[Any]]
    topics: tuple[str, ...]  # that move when the index is written anew


def by_ranges[Row: Model](rows: QuerySet[Row], size: int = 1_000) -> Iterator[Row]:
    """All rows, so many at a time: by their keys rather than by a cursor, which would keep a transaction open
    for minutes."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield from found
        if len(found) < size:
            return
        last = found[-1].pk


_sources: Final[dict[str, Source]] = {}


def register(source: Source) -> None:
    """Let a kind of things be found; a name that is taken by another raises `ValueError`."""
    if _sources.setdefault(source.kind, source) != source:
        raise ValueError(f"There is a source “{source.kind}” already.")


def source_of(kind: str) -> Source:
    return _sources[kind]


def all_sources() -> list[Source]:
    return list(_sources.values())
