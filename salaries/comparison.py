"""Roles side by side, measure by measure. Only like is set beside like."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from typing import Final

from portal.money import Shape, money
from portal.taxonomy.models import Place, Role
from salaries.confidence import pay_of
from salaries.leading import HOME, precedence
from salaries.models import Benchmark, Component, Measure, Workplace
from salaries.spreads import LEVELS

type Key = tuple[int, int, str, int, bool, bool, str, bool, int, int, int, str, str]
type Cell = dict[int, Benchmark]

TWO: Final = 2  # roles have one difference

SHAPE_WORDS: Final = {
    Shape.RANGE: "a range",
    Shape.SINGLE: "one figure",
    Shape.AT_LEAST: "a lower bound",
    Shape.AT_MOST: "an upper bound",
    Shape.PERCENTILES: "percentiles",
}
BOUNDS: Final = {
    Shape.AT_LEAST: ", lower bound against lower bound",
    Shape.AT_MOST: ", upper bound against upper bound",
}


@dataclass(frozen=True)
class Line:
    """One measure: a figure for each role, in the roles' order, or none; and what lies between them."""

    label: str
    detail: str
    roles: tuple[Role, ...]
    figures: tuple[Benchmark | None, ...]
    differences: tuple[str, ...]

    @property
    def difference(self) -> str:
        """What lies between two roles; empty where it stands beside each of several."""
        return self.differences[0] if len(self.roles) == TWO else ""

    @property
    def is_whole(self) -> bool:
        """Whether all roles have a figure, and like ones: of one source and one shape."""
        found = [figure for figure in self.figures if figure]
        kinds = {(figure.source_id, figure.shape) for figure in found}
        return len(found) == len(self.roles) and len(kinds) == 1

    @property
    def is_shared(self) -> bool:
        """Whether at least two roles have a figure."""
        return sum(figure is not None for figure in self.figures) > 1

    @property
    def is_distribution(self) -> bool:
        return any(figure.measure == Measure.DISTRIBUTION for figure in self.figures if figure)

    @property
    def pairs(self) -> list[tuple[Role, Benchmark | None]]:
        return list(zip(self.roles, self.figures, strict=True))


def compare(roles: Sequence[Role], benchmarks: Iterable[Benchmark]) -> list[Line]:
    """Set the figures of the roles side by side.

    Figures are alike that share measure, years of experience, specialism, level, place, workplace, years,
    pay component, currency, period and source. Of a measure the figure that leads comes first.
    """
    groups: dict[Key, list[Benchmark]] = {}
    for benchmark in benchmarks:
        groups.setdefault(_key(benchmark), []).append(benchmark)
    return [_line(roles, cell) for key in sorted(groups) for cell in _cells(roles, groups[key])]


def _key(benchmark: Benchmark) -> Key:
    return (
        list(Measure).index(Measure(benchmark.measure)),
        -1 if benchmark.min_years is None else benchmark.min_years,
        f"{benchmark.specialism}/{benchmark.max_years}",
        LEVELS.index(benchmark.level),
        benchmark.place.country != HOME,
        benchmark.place.kind != Place.Kind.COUNTRY,
        benchmark.workplace,
        benchmark.component != Component.BASE,
        -benchmark.year,
        -(benchmark.first_year or benchmark.year),
        benchmark.place_id,
        benchmark.currency,
        benchmark.period,
    )


def _cells(roles: Sequence[Role], group: Sequence[Benchmark]) -> Iterator[Cell]:
    """First the sources that know several of the roles, those that know the most before the others, then the
    strongest basis; what is left stands beside each other."""
    sources: dict[int | None, Cell] = {}
    for benchmark in sorted(group, key=precedence):
        sources.setdefault(benchmark.source_id, {})[benchmark.role_id] = benchmark
    yield from sorted((cell for cell in sources.values() if len(cell) > 1), key=len, reverse=True)
    rest = [cell for cell in sources.values() if len(cell) == 1]
    columns = ([cell[role.pk] for cell in rest if role.pk in cell] for role in roles)
    for row in zip_longest(*columns):
        yield {benchmark.role_id: benchmark for benchmark in row if benchmark}


def _line(roles: Sequence[Role], cell: Cell) -> Line:
    first = next(iter(cell.values()))
    return Line(
        label=_label(first),
        detail=_detail(first),
        roles=tuple(roles),
        figures=tuple(cell.get(role.pk) for role in roles),
        differences=_differences(roles, cell),
    )


def _differences(roles: Sequence[Role], cell: Cell) -> tuple[str, ...]:
    """Of two roles one; of more, each of the others against the first that has a figure."""
    if len(roles) <= TWO:
        return tuple(_difference((roles[0], other), cell) for other in roles[1:])
    base = next(role for role in roles if role.pk in cell)
    return tuple(
        f"{other.name} against {base.name}: {_difference((base, other), cell)}"
        for other in roles
        if other != base
    )


def _label(row: Benchmark) -> str:
    """A level by itself doesn't say that a median is meant, of reports or of listings."""
    if row.measure != Measure.DISTRIBUTION:
        return row.label
    return f"{pay_of(row).capitalize()}, {_small(row.label)}"


def _detail(row: Benchmark) -> str:
    """Where and when; and the workplace of what is told apart by it."""
    is_plain = row.measure != Measure.DISTRIBUTION or row.workplace == Workplace.ANY
    workplace = "" if is_plain else f"{row.get_workplace_display()}, "
    return f"{row.place.label}, {workplace}{row.years}"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _difference(roles: tuple[Role, Role], cell: Cell) -> str:
    """What one of two roles is paid more than the other, in a sentence; or why that can't be said."""
    if missing := [role.name for role in roles if role.pk not in cell]:
        return f"Not compared: no like figure for the {missing[0]}."
    first, second = (cell[role.pk] for role in roles)
    if first.source_id != second.source_id:
        return "Not compared: the figures come from different sources."
    if first.shape != second.shape:
        return _unlike_shapes(first, second)
    if first.shape == Shape.RANGE:
        return _ranges(first, second)
    if first.shape == Shape.PERCENTILES:
        return f"{_more(first, second, first.p50, second.p50)}, median against median."
    ends = (first.low or first.high, second.low or second.high)
    return f"{_more(first, second, *ends)}{BOUNDS.get(Shape(first.shape), '')}."


def _unlike_shapes(first: Benchmark, second: Benchmark) -> str:
    match Shape(first.shape), Shape(second.shape):
        case Shape.SINGLE, Shape.RANGE:
            return _figure_and_range(first, second)
        case Shape.RANGE, Shape.SINGLE:
            return _figure_and_range(second, first)
        case one, other:
            return f"Not compared: {SHAPE_WORDS[one]} and {SHAPE_WORDS[other]} are not alike."


def _ranges(first: Benchmark, second: Benchmark) -> str:
    lower = f"{_more(first, second, first.low, second.low)} at the lower end"
    if first.open_ended or second.open_ended:
        return f"{lower}; the upper ends are not compared, as one is open."
    return f"{lower}; {_more(first, second, first.high, second.high)} at the upper end."


def _figure_and_range(figure: Benchmark, span: Benchmark) -> str:
    """One figure lies somewhere against the two ends of a range; an open end is no end."""
    ends = [(span.low, "lower"), (None if span.open_ended else span.high, "upper")]
    parts = [f"{_off(figure, end)} the {name} end" for end, name in ends if end is not None]
    return f"{figure.role.name}: one figure, {' and '.join(parts)} of the {span.role.name}’s range."


def _off(figure: Benchmark, end: Decimal) -> str:
    amount = figure.low or Decimal(0)
    if amount == end:
        return "equal to"
    return f"{_gap(amount, end, figure.currency)} {'above' if amount > end else 'below'}"


def _more(first: Benchmark, second: Benchmark, one: Decimal | None, other: Decimal | None) -> str:
    """ "ML engineer $25,754 (25.0%) more", or "The same"."""
    one, other = one or Decimal(0), other or Decimal(0)
    if one == other:
        return "The same"
    ahead = first if one > other else second
    return f"{ahead.role.name} {_gap(one, other, first.currency)} more"


def _gap(one: Decimal, other: Decimal, currency: str) -> str:
    """ "$25,754 (25.0%)": the share is of the lower of the two amounts."""
    gap, lower = abs(one - other), min(one, other)
    share = (gap * 100 / lower).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{money(gap, currency)} ({share:,}%)"
