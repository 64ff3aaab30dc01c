"""What is searched: apps register it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Entry:
    """One thing, in words: what it is called, and all else that it is found by."""

    key: int
    title: str
    body: str


@dataclass(frozen=True)
class Source:
    """Things of one kind. `entries` gives those of the keys, of everything published without any; it streams."""

    kind: str
    entries: Callable[[Collection[int] | None], Iterator[Entry]]
    count: Callable[[], int]
    topics: tuple[str, ...]  # that move when the index is written anew


_sources: Final[dict[str, Source]] = {}


def register(source: Source) -> None:
    """Let a kind of things be found; a name that is taken by another raises `ValueError`."""
    if _sources.setdefault(source.kind, source) != source:
        raise ValueError(f"There is a source “{source.kind}” already.")


def source_of(kind: str) -> Source:
    return _sources[kind]


def all_sources() -> list[Source]:
    return list(_sources.values())
