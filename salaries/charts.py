"""Charts of figures as numbers that a template draws: every position is a share of 0 to 100.

Text is never scaled: labels stand beside the drawing. The table beside a chart says the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.money import NO_BREAK, PERIOD_WORDS, money
from portal.taxonomy.models import Role
from salaries.models import Benchmark, Component

CURRENCIES: Final = {
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "CAD": "Canadian dollars",
    "AUD": "Australian dollars",
    "INR": "Indian rupees",
    "SGD": "Singapore dollars",
    "JPY": "yen",
}
MOST_TICKS: Final = 6
LEFT_OUT: Final = (
    "Figures in another currency, per another period or of another kind of pay "
    "stand in the table only."
)


@dataclass(frozen=True)
class Tick:
    label: str
    x: float


@dataclass(frozen=True)
class Series:
    """One of the roles that a chart tells apart, counted from 1."""

    number: int
    name: str


@dataclass(frozen=True)
class Box:
    """Percentiles on a scale: whiskers to the outer two, the middle half, the median."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float

    @property
    def width(self) -> float:
        return round(self.p75 - self.p25, 2)


@dataclass(frozen=True)
class Bar:
    """One figure: from `x1` to `x2`; an arrow where `opens` is "left" or "right". Percentiles have a box."""

    label: str
    sublabel: str
    series: int
    kind: str
    x1: float
    x2: float
    value_label: str
    opens: str
    url: str
    box: Box | None = None

    @property
    def width(self) -> float:
        return round(self.x2 - self.x1, 2)


@dataclass(frozen=True)
class Chart:
    title: str
    desc: str
    scale_ticks: tuple[Tick, ...]
    rows: tuple[Bar, ...]
    series: tuple[Series, ...] = ()
    note: str = ""

    @property
    def has_boxes(self) -> bool:
        return any(row.box for row in self.rows)


@dataclass(frozen=True)
class Scale:
    """From zero to `top`, one unit for all its charts. What has another unit is not drawn."""

    unit: tuple[str, str, str]
    top: int
    step: int

    def holds(self, row: Benchmark) -> bool:
        return unit_of(row) == self.unit

    def x(self, amount: Decimal | int) -> float:
        return round(float(100 * amount / self.top), 2)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        amounts = range(0, self.top + 1, self.step)
        return tuple(Tick(short(amount, self.unit[0]), self.x(amount)) for amount in amounts)

    @property
    def words(self) -> str:
        """ "base pay, US dollars a year"."""
        currency, period, component = self.unit
        kind = Component(component).label
        return f"{kind}, {CURRENCIES.get(currency, currency)} {PERIOD_WORDS[period]}"


def unit_of(row: Benchmark) -> tuple[str, str, str]:
    """Only figures that share currency, period and kind of pay can stand on one scale."""
    return row.currency, row.period, row.component


def scale_for(benchmarks: Sequence[Benchmark]) -> Scale | None:
    """A scale for the unit that most of the figures have; none without figures."""
    if not benchmarks:
        return None
    unit, _ = Counter(map(unit_of, benchmarks)).most_common(1)[0]
    largest = max(end for row in benchmarks if unit_of(row) == unit for end in _ends(row))
    step = _step(largest)
    return Scale(unit, top=step * (int(largest * Decimal("1.08")) // step + 1), step=step)


def chart_of(
    benchmarks: Sequence[Benchmark],
    *,
    title: str,
    label: Callable[[Benchmark], tuple[str, str]],
    scale: Scale | None = None,
    roles: Sequence[Role] = (),
) -> Chart | None:
    """A bar for each figure that the scale holds; none where it holds none.

    `label` gives a bar's label and what stands under it. `title` is completed with unit and year.
    `roles`, where given, are told apart; up to four can be.
    """
    scale = scale or scale_for(benchmarks)
    drawn = [row for row in benchmarks if scale and scale.holds(row)]
    if scale is None or not drawn:
        return None
    numbers = {role.pk: number for number, role in enumerate(roles[:4], start=1)}
    bars = tuple(_bar(row, scale, *label(row), series=numbers.get(row.role_id, 1)) for row in drawn)
    words = "; ".join(f"{bar.label}, {bar.sublabel}: {bar.value_label}" for bar in bars)
    shown = {row.role_id for row in drawn}
    return Chart(
        title=f"{title}: {scale.words}, {years_of(drawn)}",
        desc=f"{words}.",
        scale_ticks=scale.ticks,
        rows=bars,
        series=tuple(Series(numbers[role.pk], role.name) for role in roles[:4] if role.pk in shown),
        note=LEFT_OUT if len(drawn) < len(benchmarks) else "",
    )


def years_of(benchmarks: Sequence[Benchmark]) -> str:
    """ "2026", or "2024 to 2026"."""
    first, last = min(row.year for row in benchmarks), max(row.year for row in benchmarks)
    return str(last) if first == last else f"{first} to {last}"


def _bar(row: Benchmark, scale: Scale, label: str, sublabel: str, *, series: int) -> Bar:
    ends = _ends(row)
    return Bar(
        label=label,
        sublabel=sublabel,
        series=series,
        kind=row.shape,
        x1=scale.x(min(ends)),
        x2=scale.x(max(ends)),
        value_label=_value(row),
        opens=_opens(row),
        url=f"#{row.anchor}",
        box=_box(row, scale),
    )


def _opens(row: Benchmark) -> str:
    """The side to which a bound or an open range goes on; percentiles are closed."""
    if row.p50 is not None:
        return ""
    if row.high is None or row.open_ended:
        return "right"
    return "left" if row.low is None else ""


def _value(row: Benchmark) -> str:
    """ "$134,023 to $145,080", "$142,000 median, n 312"."""
    return (
        row.figure if row.sample_size is None else f"{row.figure}, n{NO_BREAK}{row.sample_size:,}"
    )


def _box(row: Benchmark, scale: Scale) -> Box | None:
    ends = percentiles_of(row)
    return Box(*map(scale.x, ends)) if ends else None


def percentiles_of(row: Benchmark) -> list[Decimal]:
    """The five of a distribution, in order; none of other figures."""
    ends = (row.p10, row.p25, row.p50, row.p75, row.p90)
    return [end for end in ends if end is not None]


def _ends(row: Benchmark) -> list[Decimal]:
    """The ends that a figure has, one or two; or its percentiles."""
    return percentiles_of(row) or [end for end in (row.low, row.high) if end is not None]


def _step(largest: Decimal) -> int:
    """1, 2, 2.5 or 5 times a power of ten, so that a scale has few ticks with round labels."""
    power = 10
    while True:
        for times in (1, 2, 2.5, 5):
            if largest / Decimal(power * times) < MOST_TICKS:
                return int(power * times)
        power *= 10


def short(amount: int, currency: str) -> str:
    """ "$50k": for ticks only."""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if amount >= size and amount % size == 0:
            return f"{money(amount // size, currency)}{letter}"
    return money(amount, currency)
