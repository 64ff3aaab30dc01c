"""Which figure leads where one has to stand for many: the same on every page, in panels and in guides."""

from collections.abc import Iterable
from typing import Final

from portal.taxonomy.models import Place
from salaries.models import Basis, Benchmark, Component, Measure, Workplace

HOME: Final = "US"  # the country that is meant unless another is told
STRENGTH: Final = {basis.value: number for number, basis in enumerate(Basis)}


def leading(figures: Iterable[Benchmark], country: str = HOME) -> Benchmark | None:
    """Of figures that measure the same, the first of a country's base pay by `precedence`."""
    fitting = (
        row for row in figures if row.component == Component.BASE and row.place.country == country
    )
    return min(fitting, key=precedence, default=None)


def headline(figures: Iterable[Benchmark], country: str = HOME) -> Benchmark | None:
    """The figure that stands for a role: its leading national median."""
    return leading((row for row in figures if row.measure == Measure.NATIONAL_MEDIAN), country)


def precedence(row: Benchmark) -> tuple[bool, bool, int, int, int]:
    """Whole countries first, then figures that make no difference of workplace; of those the newest
    year, and of a year the strongest basis. Needs place and source at hand."""
    return (
        row.place.kind != Place.Kind.COUNTRY,
        row.workplace != Workplace.ANY,
        -row.year,
        strength(row),
        row.pk,
    )


def strength(row: Benchmark) -> int:
    """0 for the strongest basis; a figure without a source comes last."""
    return STRENGTH[row.source.basis] if row.source else len(STRENGTH)
