"""Dated rows of the apps, by day; of a day with many only the first, and how many there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate

from portal.accounts.models import User
from portal.links import link

SHOWN: Final = 4  # entries of a day in the month
PAGE: Final = 100  # entries on a page of a day


@dataclass(frozen=True)
class Source:
    """Rows with a day or an instant in the column `moment`, for everybody who holds the permission.

    `rows` gives those that this person may see; `route` is a page of the desk that takes a row's key.
    """

    kind: str
    permission: str
    rows: Callable[[User], models.QuerySet[Any, Any]]
    moment: str
    route: str
    title: str = "title"

    def between(self, first: date, last: date, user: User) -> models.QuerySet[Any, Any]:
        """Rows of the days from the first to the last, both included, with their `on_day`."""
        rows = self.rows(user).order_by()
        if isinstance(rows.model._meta.get_field(self.moment), models.DateTimeField):
            start, end = _midnight(first), _midnight(last + timedelta(days=1))
            span: dict[str, Any] = {f"{self.moment}__gte": start, f"{self.moment}__lt": end}
            on_day: Any = TruncDate(self.moment, tzinfo=UTC)
        else:
            span, on_day = {f"{self.moment}__range": (first, last)}, F(self.moment)
        found: models.QuerySet[Any, Any] = rows.filter(**span).annotate(on_day=on_day)
        return found

    def entry(self, row: Any) -> "Entry":
        title, moment = getattr(row, self.title), getattr(row, self.moment)
        at = moment if isinstance(moment, datetime) else None
        return Entry(self.kind, str(title), row.on_day, at, link(self.route, row.pk))


@dataclass(frozen=True)
class Entry:
    """`at` is in UTC; None for what is due on a day without an hour."""

    kind: str
    title: str
    day: date
    at: datetime | None
    url: str


@dataclass(frozen=True)
class Day:
    entries: Sequence[Entry] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


_sources: list[Source] = []


def register(source: Source) -> None:
    """Put what is due on the calendar of everybody who may see it."""
    _sources.append(source)


def sources_for(user: User) -> list[Source]:
    return [source for source in _sources if user.has_perm(source.permission)]


def days(sources: Iterable[Source], first: date, last: date, user: User) -> dict[date, Day]:
    """The days on which something is due; one query for each source, however much there is."""
    entries: dict[date, list[Entry]] = {}
    totals: dict[date, int] = {}
    for source in sources:
        for row in _first_of_each_day(source, first, last, user):
            entries.setdefault(row.on_day, []).append(source.entry(row))
            if row.nth == 1:
                totals[row.on_day] = totals.get(row.on_day, 0) + row.among
    return {
        day: Day(sorted(found, key=_order)[:SHOWN], totals[day]) for day, found in entries.items()
    }


def day(sources: Iterable[Source], on: date, user: User, *, page: int) -> Day:
    """A page of what is due on a day, source by source; two queries at most for each of them."""
    wanted: list[Entry] = []
    total, skip = 0, (page - 1) * PAGE
    for source in sources:
        rows = source.between(on, on, user)
        count = rows.count()
        start = max(0, skip - total)
        room = PAGE - len(wanted)
        if room and start < count:
            named = _named(source, rows).order_by(source.moment, "pk")
            wanted += map(source.entry, named[start : start + room])
        total += count
    return Day(wanted, total)


def _first_of_each_day(
    source: Source, first: date, last: date, user: User
) -> models.QuerySet[Any, Any]:
    rows = source.between(first, last, user).annotate(
        nth=Window(RowNumber(), partition_by="on_day", order_by=(source.moment, "pk")),
        among=Window(Count("pk"), partition_by="on_day"),
    )
    return _named(source, rows.filter(nth__lte=SHOWN), "nth", "among")


def _named(
    source: Source, rows: models.QuerySet[Any, Any], *more: str
) -> models.QuerySet[Any, Any]:
    return rows.values_list("pk", source.title, source.moment, "on_day", *more, named=True)


def _order(entry: Entry) -> tuple[bool, datetime, str]:
    """What is due all day comes first."""
    return entry.at is not None, entry.at or _midnight(entry.day), entry.title


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
