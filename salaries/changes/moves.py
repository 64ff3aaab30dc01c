"""What a save changes of that which readers see."""

from datetime import datetime

from django.utils import timezone

from portal.publishing.models import Status
from salaries.changes.recording import Change
from salaries.changes.words import label_of, said
from salaries.models import Benchmark


def moves_of(before: Benchmark | None, after: Benchmark | None) -> list[Change]:
    """The changes from one state of a row to another; what is due later is told with its instant.

    A figure that stands for something else than before goes under the one name and comes under the other.
    """
    now = timezone.now()
    old, new = _seen(before, now), _seen(after, now)
    moves = []
    if before and after and old and new and stands_for(before) != stands_for(after):
        moves = [Change(before, old, "", now), Change(after, "", new, now)]
    elif old != new and (row := after or before):
        moves = [Change(row, old, new, now)]
    if after and after.status == Status.PUBLISHED and not new:
        moves.append(Change(after, "", said(after), after.published_at))
    return moves


def stands_for(row: Benchmark) -> tuple[object, ...]:
    """What a figure is, apart from its year and what it says."""
    return row.role_id, label_of(row), row.place_id, row.source_id


def _seen(row: Benchmark | None, now: datetime) -> str:
    """What readers see of it at that moment; empty for nothing."""
    if row is None or row.status != Status.PUBLISHED or row.published_at is None:
        return ""
    return said(row) if row.published_at <= now else ""
