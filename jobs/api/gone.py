"""Jobs that left the site or the list, so that programs that keep a copy can drop them: after the rows.

One cursor goes through both. What is gone stands in it by its key below zero, and by when it left.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db.models import F, Value

from jobs.api.rows import rows_beyond
from jobs.api.serializers import hosted
from jobs.finding.search import Search
from jobs.models import Job
from portal.api.pagination import Position, beyond

NARROWED: Final = "narrowed"  # it is open, and the list is narrowed to others since it changed
CHUNK: Final = 500
LATEST_FIRST: Final = ("-gone_at", "-pk")


class Tombstone(NamedTuple):
    """As `Edge`, of a job that is gone."""

    pk: int
    published_at: datetime
    slug: str
    reason: str


def with_gone(
    search: Search, since: datetime, backwards: bool, position: Position, stop: int
) -> list[Any]:
    """The jobs found, and after them those that are gone since, on one side of a position, nearest first."""
    found: list[Any] = []
    is_gone = position is not None and position[1] < 0
    if backwards and (is_gone or position is None):
        found += _gone_beyond(search, since, backwards, position, stop)
        position = None
    if not is_gone or backwards:
        found += rows_beyond(search, backwards, position, stop - len(found))
        position = None
    if not backwards:
        found += _gone_beyond(search, since, backwards, position, stop - len(found))
    return found


def _gone_beyond(
    search: Search, since: datetime, backwards: bool, position: Position, stop: int
) -> list[Tombstone]:
    if not stop:
        return []
    edge = None if position is None else (position[0], -position[1])
    rows = beyond(Job.objects.gone_since(since), LATEST_FIRST, backwards, edge)
    found: Iterable[Any] = rows.values_list("pk", "gone_at", "slug", "gone_by")[:stop]
    if search.is_narrowed:
        others = _narrowed_beyond(search, since, backwards, edge)
        both = merge(found, others, key=lambda row: (row[1], row[0]), reverse=not backwards)
        found = islice(both, stop)
    return [Tombstone(-pk, *more) for pk, *more in found]


def _narrowed_beyond(
    search: Search, since: datetime, backwards: bool, edge: Position
) -> Iterator[tuple[Any, ...]]:
    """Open jobs that were there before and don't fit any more, or never did: only the program knows what it keeps."""
    edited = Job.objects.public(search.now).filter(published_at__lt=since, changed_at__gte=since)
    rows = beyond(edited.annotate(gone_at=F("changed_at")), LATEST_FIRST, backwards, edge)
    for row in rows.values_list("pk", "gone_at", "slug", Value(NARROWED)).iterator(CHUNK):
        if not search.fits(row[0]):
            yield row


def tombstone(gone: Tombstone) -> dict[str, object]:
    return {
        "slug": gone.slug,
        "hosted_url": hosted(gone.slug),
        "gone_at": gone.published_at,
        "reason": gone.reason,
    }
