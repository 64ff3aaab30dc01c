"""Roles side by side, measure by measure. Only like is set beside like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.money import money
from portal.taxonomy.models import Role
from salaries.models import Benchmark, Measure

type Key = tuple[int, int, str, str, int, int, str, str, str]


@dataclass(frozen=True)
class Line:
    """One measure: a figure for each role, in the roles' order, or none; and what lies between them."""

    label: str
    detail: str
    figures: tuple[Benchmark | None, ...]
    difference: str

    @property
    def is_complete(self) -> bool:
        return all(self.figures)


def compare(roles: Sequence[Role], benchmarks: Iterable[Benchmark]) -> list[Line]:
    """Set the figures of the roles side by side; the newest source of a measure stands for it.

    Figures are alike that share measure, years of experience, specialism, place, workplace, year,
    pay component, currency and period.
    """
    cells: dict[Key, dict[int, Benchmark]] = {}
    for benchmark in benchmarks:
        cells.setdefault(_key(benchmark), {}).setdefault(benchmark.role_id, benchmark)
    return [_line(roles, cells[key]) for key in sorted(cells)]


def _key(benchmark: Benchmark) -> Key:
    return (
        list(Measure).index(Measure(benchmark.measure)),
        -1 if benchmark.min_years is None else benchmark.min_years,
        f"{benchmark.specialism}/{benchmark.max_years}",
        benchmark.workplace,
        -benchmark.year,
        benchmark.place_id,
        benchmark.component,
        benchmark.currency,
        benchmark.period,
    )


def _line(roles: Sequence[Role], cell: dict[int, Benchmark]) -> Line:
    first = next(iter(cell.values()))
    return Line(
        label=first.label,
        detail=f"{first.place.label}, {first.year}",
        figures=tuple(cell.get(role.pk) for role in roles),
        difference=_difference(roles, cell),
    )


def _difference(roles: Sequence[Role], cell: dict[int, Benchmark]) -> str:
    """What the second role is paid more or less than the first; or why that can't be said."""
    if len(roles) != 2:
        return ""
    missing = [role.name for role in roles if role.pk not in cell]
    if missing:
        return f"No like figure for the {missing[0]}."
    first, second = (cell[role.pk] for role in roles)
    if first.low == first.high and second.low == second.high and first.low and second.low:
        return f"{_gap(first.low, second.low, roles, first.currency)}."
    parts = []
    if first.low is not None and second.low is not None:
        parts.append(f"{_gap(first.low, second.low, roles, first.currency)} at the lower end")
    if first.high is not None and second.high is not None and not (first.open_ended or second.open_ended):
        parts.append(f"{_gap(first.high, second.high, roles, first.currency)} at the upper end")
    if not parts:
        return "Not comparable: the two figures are open at opposite ends."
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _gap(first: Decimal, second: Decimal, roles: Sequence[Role], currency: str) -> str:
    """ "ML engineer $25,754 more (25.0%)": the share is of the lower of the two amounts."""
    if first == second:
        return "the same"
    ahead = roles[1] if second > first else roles[0]
    gap, lower = abs(second - first), min(first, second)
    share = (gap * 100 / lower).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{ahead.name} {money(gap, currency)} more ({share}%)"
