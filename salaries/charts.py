"""Charts of figures as numbers that a template draws: every position is a share of 0 to 100.

Text is never scaled: labels stand beside the drawing. The table beside a chart says the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.money import money
from salaries.models import Benchmark

STEPS: Final = (5_000, 10_000, 20_000, 25_000, 50_000, 100_000, 200_000, 250_000, 500_000, 1_000_000)


@dataclass(frozen=True)
class Tick:
    label: str
    x: float


@dataclass(frozen=True)
class Bar:
    """One figure: from `x1` to `x2`; an arrow where `opens` is "left" or "right"; `series` counts the roles."""

    label: str
    sublabel: str
    series: int
    kind: str
    x1: float
    x2: float
    value_label: str
    opens: str
    url: str

    @property
    def width(self) -> float:
        return round(self.x2 - self.x1, 2)


@dataclass(frozen=True)
class Chart:
    title: str
    desc: str
    scale_ticks: tuple[Tick, ...]
    rows: tuple[Bar, ...]


def chart_of(
    benchmarks: Sequence[Benchmark],
    *,
    title: str,
    label: Callable[[Benchmark], tuple[str, str]],
    series: Sequence[int] = (),
) -> Chart | None:
    """A bar for each figure, on one scale from zero; none without figures or with mixed currencies.

    `label` gives a bar's label and what stands under it; `series` the roles' ids in the order in which
    they are told apart.
    """
    if not benchmarks or len({(row.currency, row.period) for row in benchmarks}) != 1:
        return None
    top, step = _scale(max(_largest(row) for row in benchmarks))
    currency = benchmarks[0].currency
    ticks = tuple(
        Tick(_short(amount, currency), round(100 * amount / top, 2)) for amount in range(0, top + 1, step)
    )
    bars = tuple(_bar(row, top, *label(row), series=series) for row in benchmarks)
    words = "; ".join(f"{bar.label} {bar.sublabel}: {bar.value_label}" for bar in bars)
    return Chart(title=title, desc=f"{words}.", scale_ticks=ticks, rows=bars)


def _bar(row: Benchmark, top: int, label: str, sublabel: str, *, series: Sequence[int]) -> Bar:
    low, high = row.low, row.high
    opens = "right" if high is None or row.open_ended else "left" if low is None else ""
    start = high if low is None else low
    end = low if high is None else high
    return Bar(
        label=label,
        sublabel=sublabel,
        series=series.index(row.role_id) + 1 if row.role_id in series else 1,
        kind=row.shape,
        x1=round(float(100 * (start or 0) / top), 2),
        x2=round(float(100 * (end or 0) / top), 2),
        value_label=row.figure,
        opens=opens,
        url=f"#{row.anchor}",
    )


def _largest(row: Benchmark) -> Decimal:
    return max(row.low or Decimal(0), row.high or Decimal(0))


def _scale(largest: Decimal) -> tuple[int, int]:
    """The end of a scale that holds the largest amount with some room, and the step of its ticks."""
    step = next((step for step in STEPS if largest / step < 6), int(largest))
    top = step * (int(largest * Decimal("1.08")) // step + 1)
    return top, step


def _short(amount: int, currency: str) -> str:
    """ "$50k": for ticks only."""
    if amount >= 1000 and amount % 1000 == 0:
        return f"{money(amount // 1000, currency)}k"
    return money(amount, currency)
