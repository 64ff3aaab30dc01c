"""The index as a line with its band: positions are shares of 0 to 100, text is never scaled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

MOST_TICKS: Final = 6
STEPS: Final = (5, 10, 20, 25, 50)


@dataclass(frozen=True)
class Point:
    """A year: where its middle stands, or the end that is known, or nothing (`y` is none)."""

    label: str
    text: str
    x: float
    y: float | None
    low: float | None
    high: float | None
    opens: str

    @property
    def is_whole(self) -> bool:
        return None not in (self.y, self.low, self.high) and not self.opens


@dataclass(frozen=True)
class Tick:
    label: str
    y: float


@dataclass(frozen=True)
class Stretch:
    """Years in a row with whole figures: points of SVG shapes in a box of 100 by 100."""

    line: str
    low: str
    high: str
    band: str


@dataclass(frozen=True)
class Trend:
    title: str
    desc: str
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Value:
    """What is drawn of a year: `text` stands beside the point, `said` in the description."""

    label: str
    text: str
    said: str
    low: int | None
    middle: int | None
    high: int | None


def trend_of(values: Sequence[Value], *, title: str) -> Trend | None:
    """A line for the years that have numbers; none where no year has one."""
    known = [
        end for each in values for end in (each.low, each.middle, each.high) if end is not None
    ]
    if not known:
        return None
    step = _step(max(known) - min(known))
    bottom = min(known) // step * step
    top = -(-max(known) // step) * step
    top = top if top > bottom else bottom + step

    def y(value: int | None) -> float | None:
        return None if value is None else round(100 * (top - value) / (top - bottom), 2)

    width = 100 / len(values)
    points = tuple(
        Point(
            label=each.label,
            text=each.text,
            x=round(width * (place + 0.5), 2),
            y=y(_drawn(each)),
            low=y(each.low),
            high=y(each.high),
            opens=_opens(each),
        )
        for place, each in enumerate(values)
    )
    return Trend(
        title=title,
        desc=" ".join(f"{each.label}: {each.said}." for each in values),
        points=points,
        ticks=tuple(Tick(str(value), y(value) or 0.0) for value in range(bottom, top + 1, step)),
        stretches=tuple(_stretches(points)),
    )


def _drawn(value: Value) -> int | None:
    """The middle, or the one end there is."""
    return next((end for end in (value.middle, value.low, value.high) if end is not None), None)


def _opens(value: Value) -> str:
    if value.middle is not None or (value.low is None) == (value.high is None):
        return ""
    return "up" if value.high is None else "down"


def _step(spread: int) -> int:
    size = 1
    while True:
        for step in STEPS:
            if spread / (step * size) <= MOST_TICKS - 1:
                return step * size
        size *= 10


def _stretches(points: Iterable[Point]) -> Iterator[Stretch]:
    for is_whole, group in groupby(points, key=lambda point: point.is_whole):
        row = list(group)
        if not is_whole or len(row) < 2:
            continue
        low = [f"{point.x},{point.low}" for point in row]
        high = [f"{point.x},{point.high}" for point in row]
        yield Stretch(
            line=" ".join(f"{point.x},{point.y}" for point in row),
            low=" ".join(low),
            high=" ".join(high),
            band=" ".join((*high, *reversed(low))),
        )
