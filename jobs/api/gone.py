"""Jobs that left the site, so that programs that keep a copy can drop them: after the rows of the list.

One cursor goes through both. What is gone stands in it by its key below zero, and by when it left.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple

from jobs.api.rows import rows_beyond
from jobs.api.serializers import hosted
from jobs.finding.search import Search
from jobs.models import Job
from portal.api.pagination import Position, beyond

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
        found += _gone_beyond(since, backwards, position, stop)
        position = None
    if not is_gone or backwards:
        found += rows_beyond(search, backwards, position, stop - len(found))
        position = None
    if not backwards:
        found += _gone_beyond(since, backwards, position, stop - len(found))
    return found


def _gone_beyond(
    since: datetime, backwards: bool, position: Position, stop: int
) -> list[Tombstone]:
    if not stop:
        return []
    edge = None if position is None else (position[0], -position[1])
    rows = beyond(Job.objects.gone_since(since), LATEST_FIRST, backwards, edge)
    columns = rows.values_list("pk", "gone_at", "slug", "gone_by")[:stop]
    return [Tombstone(-pk, *more) for pk, *more in columns]


def tombstone(gone: Tombstone) -> dict[str, object]:
    return {
        "slug": gone.slug,
        "hosted_url": hosted(gone.slug),
        "gone_at": gone.published_at,
        "reason": gone.reason,
    }
