"""The distributions of a source, counted anew and swapped at once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.freshness import changed
from portal.money import Shape
from portal.publishing.models import Status
from salaries.changes import Change, record, said
from salaries.checks import PERCENTILES
from salaries.models import Benchmark, FigureChange, Measure, Source

CHUNK: Final = 500  # rows written at once
VALUES: Final = (*PERCENTILES, "sample_size")
WRITTEN: Final = (*VALUES, "year", "status", "published_at", "updated_at")
THRESHOLD: Final = 10  # a group of fewer reports has no figure: it might tell who they are


class Group(NamedTuple):
    """Whose pay it is. `level` is a `SurveyLevel` or empty, `workplace` a `Workplace`; `first_year`
    is none for a single year. Base pay a year in `currency`."""

    role_id: int
    level: str
    place_id: int
    workplace: str
    year: int
    first_year: int | None = None
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Distribution:
    """Percentiles of a group's pay, rounded to cents, and how many they rest on."""

    group: Group
    p10: Decimal
    p25: Decimal
    p50: Decimal
    p75: Decimal
    p90: Decimal
    sample_size: int


@dataclass(frozen=True)
class Swap:
    """How many figures came, came back, said something else, or went."""

    published: int = 0
    changed: int = 0
    withdrawn: int = 0

    def __bool__(self) -> bool:
        return bool(self.published or self.changed or self.withdrawn)


@transaction.atomic
def replace_distributions(
    source: Source,
    figures: Iterable[Distribution],
    *,
    by: User | None,
    reason: str,
    is_rolling: bool = False,
) -> Swap:
    """Let a source's distributions be these and no others, at once, with a row in the changelog for each change.

    A group keeps its figure and its number for as long as it is counted, and gets it back when it
    returns: what cites it still finds it. One that somebody withdrew stays withdrawn. `is_rolling` says
    that a group is the same in every year: its figure moves on with the year rather than stay beside the
    next one. Where nothing is new, nothing is written. Histories are not kept row by row: the changelog
    holds every value. Two swaps of one source follow each other.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    plan = _Plan(source, timezone.now(), is_rolling=is_rolling)
    for figure in figures:
        plan.take(figure)
    plan.drop_others()
    Benchmark.objects.bulk_create(plan.made, batch_size=CHUNK)
    _write_again(plan.kept)
    if plan.unseen:
        FigureChange.objects.filter(benchmark__in=plan.unseen, at__gt=plan.now).delete()
    record(plan.changes(), by=by, reason=reason, is_counted=True)
    if plan.made or plan.kept:
        changed("salaries")
    return plan.swap


def left_out(source: int, groups: Collection[Group]) -> int:
    """How many published figures of a source a swap for these groups would withdraw."""
    published = Benchmark.objects.distributions().filter(source=source, status=Status.PUBLISHED)
    return sum(_group(row) not in groups for row in published)


def _write_again(rows: list[Benchmark]) -> None:
    """By their numbers, which are all there: a statement for each chunk, ten times as fast as `bulk_update`."""
    Benchmark.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN,
    )


class _Plan:
    """What has to be written. Of the rows that a group has, the published one counts, else the newest."""

    def __init__(self, source: Source, now: datetime, *, is_rolling: bool) -> None:
        self.source, self.now, self.is_rolling = source, now, is_rolling
        self.made: list[Benchmark] = []
        self.kept: list[Benchmark] = []
        self.unseen: list[Benchmark] = []  # published for later, which the changelog foretold
        self.said: list[tuple[Benchmark, str, str]] = []
        self.rows: dict[Group, Benchmark] = {}
        for row in source.benchmarks.distributions().order_by("pk"):
            key = self._key(_group(row))
            if key not in self.rows or self.rows[key].status != Status.PUBLISHED:
                self.rows[key] = row
        self.by_hand = _withdrawn_by_hand(source)

    def _key(self, group: Group) -> Group:
        return group._replace(year=0) if self.is_rolling else group

    def take(self, figure: Distribution) -> None:
        row = self.rows.pop(self._key(figure.group), None)
        if row is None:
            made = self._new(figure)
            self.made.append(made)
            self.said.append((made, "", said(made)))
        elif row.status == Status.PUBLISHED or row.pk not in self.by_hand:
            self._update(row, figure)

    def _update(self, row: Benchmark, figure: Distribution) -> None:
        before = self._seen(row)
        values: dict[str, object] = {name: getattr(figure, name) for name in VALUES}
        values["year"] = figure.group.year
        if before and all(getattr(row, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(row, name, value)
        if not before:
            row.status, row.published_at = Status.PUBLISHED, self.now
        self._write(row, before, said(row))

    def drop_others(self) -> None:
        """Withdraw what is no longer counted."""
        for row in self.rows.values():
            if row.status == Status.PUBLISHED:
                before = self._seen(row)
                row.status = Status.CLOSED
                self._write(row, before, "")

    def _seen(self, row: Benchmark) -> str:
        """What readers see of it at this moment."""
        if row.status != Status.PUBLISHED or row.published_at is None:
            return ""
        if row.published_at > self.now:
            self.unseen.append(row)
            return ""
        return said(row)

    def _write(self, row: Benchmark, before: str, after: str) -> None:
        row.updated_at = self.now
        self.kept.append(row)
        self.said.append((row, before, after))

    def _new(self, figure: Distribution) -> Benchmark:
        return Benchmark(
            **figure.group._asdict(),
            **{name: getattr(figure, name) for name in VALUES},
            measure=Measure.DISTRIBUTION,
            shape=Shape.PERCENTILES.value,
            source=self.source,
            status=Status.PUBLISHED,
            published_at=self.now,
        )

    def changes(self) -> Iterator[Change]:
        """Asked once the rows have been written, and so have their numbers."""
        return (Change(row, before, after, at=self.now) for row, before, after in self.said)

    @property
    def swap(self) -> Swap:
        news = [(before, after) for _, before, after in self.said if before != after]
        came = sum(not before for before, _ in news)
        went = sum(not after for _, after in news)
        return Swap(came, len(news) - came - went, went)


def _group(row: Benchmark) -> Group:
    return Group(
        row.role_id,
        row.level,
        row.place_id,
        row.workplace,
        row.year,
        row.first_year,
        row.currency,
    )


def _withdrawn_by_hand(source: Source) -> set[int]:
    """Figures that somebody took off the site, rather than that their group fell short."""
    last: dict[int, bool] = dict(
        FigureChange.objects.filter(
            source=source, kind=FigureChange.Kind.WITHDRAWN, benchmark__status=Status.CLOSED
        )
        .order_by("at", "pk")
        .values_list("benchmark", "is_counted")
    )
    return {pk for pk, is_counted in last.items() if not is_counted}
