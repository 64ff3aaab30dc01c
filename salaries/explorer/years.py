"""Medians year by year as a line, which is broken where the source changes or a year is missing.

Positions are percent of the drawing, as in the other charts; the table beside it says the same to the cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

from portal.money import money
from salaries.charts import Scale, Tick, percentiles_of, scale_for, short
from salaries.models import Benchmark

MOST: Final = 6  # points that a phone can show with their words
TOP: Final = 100


@dataclass(frozen=True)
class Point:
    """A median and the middle half around it; `mark` tells the sources apart, counted from 1."""

    year: str
    sample: str
    text: str
    mark: int
    x: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Stretch:
    """Points that are joined: years in a row from one source. Pairs of numbers as SVG wants them."""

    line: str
    band: str


@dataclass(frozen=True)
class YearsChart:
    title: str
    desc: str
    ticks: tuple[Tick, ...]
    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]
    sources: tuple[tuple[int, str], ...]
    breaks: tuple[str, ...]
    is_cut: bool


def years_chart(rows: Sequence[Benchmark], *, title: str) -> YearsChart | None:
    """Of distributions that are alike but for year and source; none for fewer than two."""
    rows = sorted(rows, key=lambda row: (row.year, row.source_id or 0))
    drawn = rows[-MOST:]
    scale = scale_for(drawn)
    if len(drawn) < 2 or scale is None:
        return None
    names = {row.source_id: row.source.name for row in drawn if row.source}
    marks = {source: number for number, source in enumerate(names, start=1)}
    points = [_point(row, at, len(drawn), marks, scale) for at, row in enumerate(drawn)]
    words = "; ".join(
        f"{row.year}: {row.figure} of {row.sample_size:,} reports ({names[row.source_id]})"
        for row in drawn
    )
    return YearsChart(
        title=f"{title}: {scale.words}, {drawn[0].year} to {drawn[-1].year}",
        desc=f"{words}.",
        ticks=tuple(Tick(tick.label, round(TOP - tick.x, 2)) for tick in scale.ticks),
        points=tuple(points),
        stretches=tuple(map(_stretch, _runs(drawn, points))),
        sources=tuple((marks[source], name) for source, name in names.items()),
        breaks=tuple(_breaks(drawn)),
        is_cut=len(drawn) < len(rows),
    )


def _point(
    row: Benchmark, at: int, count: int, marks: dict[int | None, int], scale: Scale
) -> Point:
    _, p25, p50, p75, _ = percentiles_of(row)
    return Point(
        year=str(row.year),
        sample=f"n {row.sample_size:,}",
        text=rounded(p50, row.currency),
        mark=marks[row.source_id],
        x=round(TOP * (at + 0.5) / count, 2),
        low=round(TOP - scale.x(p25), 2),
        middle=round(TOP - scale.x(p50), 2),
        high=round(TOP - scale.x(p75), 2),
    )


def rounded(amount: Decimal, currency: str) -> str:
    """ "$142k": for a label in a drawing."""
    if amount < 10_000:
        return money(amount.quantize(Decimal(1), ROUND_HALF_UP), currency)
    return short(int((amount / 1000).quantize(Decimal(1), ROUND_HALF_UP)) * 1000, currency)


def _runs(rows: Sequence[Benchmark], points: Sequence[Point]) -> list[list[Point]]:
    """The points of each source, parted where a year is missing."""
    runs: list[list[Point]] = []
    last: dict[int | None, tuple[int, list[Point]]] = {}
    for row, point in zip(rows, points, strict=True):
        year, run = last.get(row.source_id, (0, []))
        if year != row.year - 1:
            run = []
            runs.append(run)
        run.append(point)
        last[row.source_id] = row.year, run
    return runs


def _stretch(run: Sequence[Point]) -> Stretch:
    upper = [f"{point.x},{point.high}" for point in run]
    lower = [f"{point.x},{point.low}" for point in reversed(run)]
    line = " ".join(f"{point.x},{point.middle}" for point in run)
    return Stretch(line, " ".join((*upper, *lower)))


def _breaks(rows: Sequence[Benchmark]) -> list[str]:
    """Why the line is broken, from one point to the next."""
    found = []
    for first, second in pairwise(rows):
        if first.source_id != second.source_id and first.source and second.source:
            found.append(
                f"The source changes from {first.source.name} ({first.year}) to "
                f"{second.source.name} ({second.year}): the line is broken, as the two aren’t alike."
            )
        elif second.year > first.year + 1:
            found.append(f"There is no figure between {first.year} and {second.year}.")
    return list(dict.fromkeys(found))
