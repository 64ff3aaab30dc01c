"""Writing down what becomes of published figures.

One way for all: `record` takes pairs of what a figure said and says. Single saves come by
`salaries.actions.save_figure`, many at once by `salaries.distributions`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.freshness import changed
from portal.taxonomy.models import Place, Role
from salaries.changes.words import label_of
from salaries.models import Benchmark, FigureChange, Source

CHUNK: Final = 1_000  # rows written at once


@dataclass(frozen=True)
class Change:
    """What readers saw of a figure and what they see from now on, or from `at`; empty for nothing.

    The figure is named as `benchmark` stands, whose row is there: before it goes, after it has come.
    """

    benchmark: Benchmark
    old: str
    new: str
    at: datetime | None = None


@transaction.atomic
def record(
    changes: Iterable[Change], *, by: User | None, reason: str, is_counted: bool = False
) -> int:
    """Write a row for each change, in the transaction of the change itself; gives how many there are.

    A pair that is alike is none. The kind follows: nothing before is published, nothing after
    withdrawn. Withdrawing needs a reason (the database refuses it without). However many there are,
    it asks three queries for their names.
    """
    news = [change for change in changes if change.old != change.new]
    if not news:
        return 0
    names = _Names([change.benchmark for change in news])
    now = timezone.now()
    rows = [
        FigureChange(
            **names.of(change.benchmark),
            kind=_kind(change),
            old=change.old,
            new=change.new,
            reason=reason,
            at=change.at or now,
            by=by,
            is_counted=is_counted,
        )
        for change in news
    ]
    FigureChange.objects.bulk_create(rows, batch_size=CHUNK)
    changed("salaries")
    return len(rows)


def _kind(change: Change) -> FigureChange.Kind:
    if not change.old:
        return FigureChange.Kind.PUBLISHED
    return FigureChange.Kind.CHANGED if change.new else FigureChange.Kind.WITHDRAWN


class _Names:
    """What figures are, in words; their roles, places and sources are asked for together."""

    def __init__(self, rows: list[Benchmark]) -> None:
        self.roles = Role.objects.only("name").in_bulk({row.role_id for row in rows})
        self.places = Place.objects.in_bulk({row.place_id for row in rows})
        sources = {row.source_id for row in rows if row.source_id}
        self.sources = Source.objects.only("name").in_bulk(sources)

    def of(self, row: Benchmark) -> dict[str, object]:
        source = self.sources.get(row.source_id or 0)
        return {
            "benchmark_id": row.pk,
            "role_id": row.role_id,
            "source_id": row.source_id,
            "role_name": self.roles[row.role_id].name,
            "label": label_of(row),
            "place_name": self.places[row.place_id].label,
            "years": row.years,
            "source_name": source.name if source else "",
        }
