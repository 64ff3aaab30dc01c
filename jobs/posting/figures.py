"""Views and apply clicks by day, for a company's own listings, drawn without scripts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Sum

from jobs.models import JobDay
from jobs.stats.models import today

DAYS: Final = 30
ROUND: Final = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """A day; `x` and the heights are percent of the plot."""

    day: date
    views: int
    clicks: int
    x: float
    views_height: float
    clicks_height: float


@dataclass(frozen=True)
class Figures:
    """The last 30 days, today among them. `top` is the number at the upper edge of the plot."""

    bars: Sequence[Bar]
    views: int
    clicks: int
    top: int
    width: float = 100 / DAYS * 0.7

    @property
    def is_empty(self) -> bool:
        return not (self.views or self.clicks)

    @property
    def title(self) -> str:
        return f"Views and apply clicks a day, the last {DAYS} days"

    @property
    def desc(self) -> str:
        busiest = max(self.bars, key=lambda bar: bar.views)
        return (
            f"{self.views:,} views and {self.clicks:,} apply clicks in {DAYS} days. Most views on "
            f"{busiest.day:%B} {busiest.day.day}: {busiest.views:,}."
        )


def figures_of(days: Any) -> Figures:
    """Of some rows of `JobDay`, summed by day with one query."""
    found = days.past(DAYS).order_by().values_list("day").annotate(Sum("views"), Sum("clicks"))
    return drawn({day: (views, clicks) for day, views, clicks in found})


def drawn(sums: dict[date, tuple[int, int]]) -> Figures:
    first = today() - timedelta(days=DAYS - 1)
    rows = [
        (day, *sums.get(day, (0, 0))) for day in (first + timedelta(days=n) for n in range(DAYS))
    ]
    top = _round_up(max(max(views, clicks) for _, views, clicks in rows))
    bars = [
        Bar(
            day=day,
            views=views,
            clicks=clicks,
            x=round(100 / DAYS * (at + 0.15), 2),
            views_height=round(100 * views / top, 2),
            clicks_height=round(100 * clicks / top, 2),
        )
        for at, (day, views, clicks) in enumerate(rows)
    ]
    return Figures(bars, sum(bar.views for bar in bars), sum(bar.clicks for bar in bars), top)


def _round_up(number: int) -> int:
    """The next number that reads well: 1, 2 or 5, with noughts."""
    scale = 1
    while True:
        for step in ROUND:
            if number <= step * scale:
                return step * scale
        scale *= 10


@dataclass(frozen=True)
class Sums:
    views: int = 0
    clicks: int = 0


def sums_of(keys: Iterable[int]) -> dict[int, Sums]:
    """Views and clicks of 30 days by listing, with one query; a listing without any is left out."""
    rows = JobDay.objects.past(DAYS).filter(job__in=list(keys)).order_by().values_list("job")
    found = rows.annotate(Sum("views"), Sum("clicks"))
    return {job: Sums(views, clicks) for job, views, clicks in found}
