"""Percentiles of reported pay, for every grouping by level, country, remote share and year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, product
from operator import itemgetter
from typing import Any, Final, NamedTuple

from salaries.models.choices import SurveyLevel, Workplace
from salaries.percentiles import percentiles
from salaries.survey.models import SurveyReportQuerySet
from salaries.survey.schema import Level, Remote

THRESHOLD: Final = 10  # fewer reports than these could be told apart
LEVELS: Final = {
    Level.ENTRY.value: SurveyLevel.ENTRY.value,
    Level.MID.value: SurveyLevel.MID.value,
    Level.SENIOR.value: SurveyLevel.SENIOR.value,
    Level.EXECUTIVE.value: SurveyLevel.EXECUTIVE.value,
}
WORKPLACES: Final = {
    Remote.NONE.value: Workplace.ONSITE.value,
    Remote.HALF.value: Workplace.HYBRID.value,
    Remote.ALL.value: Workplace.REMOTE.value,
}

type Progress = Callable[[int], object]  # reports counted so far


class Share(NamedTuple):
    """What the reports of a figure have in common; an empty string, "any" and `None` stand for all."""

    role: int
    level: str
    country: str
    workplace: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Percentiles:
    n: int
    amounts: dict[str, Decimal]


@dataclass
class Counted:
    """All figures of a source. Groups that are too small are only counted, by whether they are of one year."""

    figures: dict[Share, Percentiles] = field(default_factory=dict)
    small: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    first: int | None = None
    last: int | None = None

    @property
    def spans_years(self) -> bool:
        return self.first != self.last

    @property
    def suppressed(self) -> int:
        return self.small[True] + (self.small[False] if self.spans_years else 0)

    def published(self) -> Iterator[tuple[Share, Percentiles]]:
        """Where all reports are of one year, those of all years are the same and stand once."""
        for share, found in self.figures.items():
            if share.year is not None or self.spans_years:
                yield share, found


def count(reports: SurveyReportQuerySet, tell: Progress = lambda done: None) -> Counted:
    """One pass over reports of one source; the amounts of one role are held at a time."""
    found = Counted()
    done = 0
    for role, rows in groupby(_rows(reports), key=itemgetter(0)):
        shares: dict[Share, list[Decimal]] = {}
        for _, level, country, remote, year, usd in rows:
            for share in _shares(role, LEVELS[level], country, WORKPLACES[remote], year):
                shares.setdefault(share, []).append(usd)
            done += 1
            if done % 5_000 == 0:
                tell(done)
        _keep(shares, found)
    tell(done)
    return found


def _rows(reports: SurveyReportQuerySet) -> Iterator[Any]:
    """By role, and of each role the lowest pay first, so that no group has to be sorted."""
    mapped = reports.filter(title__role__isnull=False).order_by("title__role_id", "usd")
    columns = ("title__role", "level", "residence", "remote", "work_year", "usd")
    return mapped.values_list(*columns).iterator(5_000)


def _shares(role: int, level: str, country: str, workplace: str, year: int) -> Iterator[Share]:
    """The sixteen that a report belongs to."""
    choices = product((level, ""), (country, ""), (workplace, Workplace.ANY.value), (year, None))
    return (Share(role, *chosen) for chosen in choices)


def _keep(shares: dict[Share, list[Decimal]], found: Counted) -> None:
    for share, amounts in shares.items():
        if share.year is not None:
            found.first = min(found.first or share.year, share.year)
            found.last = max(found.last or share.year, share.year)
        if len(amounts) < THRESHOLD:
            found.small[share.year is not None] += 1
            continue
        found.figures[share] = Percentiles(len(amounts), percentiles(amounts))
