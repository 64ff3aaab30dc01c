"""Distributions of one role among each other: the one that stands for the others, and those that differ
from it in one respect alone."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from django.db.models import Q

from portal.taxonomy.models import Place
from salaries.leading import HOME, strength
from salaries.models import Benchmark, Component, Measure, SurveyLevel, Workplace

type Respect = Literal["role", "level", "place", "year", "workplace"]

LEVELS: Final = ("", *SurveyLevel.values)
WORKPLACES: Final = tuple(Workplace.values)

# What a distribution is about, respect by respect.
PARTS: Final[dict[Respect, Callable[[Benchmark], object]]] = {
    "role": lambda row: row.role_id,
    "level": lambda row: row.level,
    "place": lambda row: row.place_id,
    "year": lambda row: (row.first_year, row.year),
    "workplace": lambda row: row.workplace,
}
ORDERS: Final[dict[Respect, Callable[[Benchmark], tuple[object, ...]]]] = {
    "role": lambda row: (row.role.order, row.role.name),
    "level": lambda row: (LEVELS.index(row.level),),
    "place": lambda row: (row.place.kind != Place.Kind.WORLD, -(row.p50 or 0), row.place.name),
    "year": lambda row: (row.year, row.first_year or row.year, strength(row)),
    "workplace": lambda row: (WORKPLACES.index(row.workplace),),
}


def is_distribution(row: Benchmark) -> bool:
    return row.measure == Measure.DISTRIBUTION


def around(*, level: bool = False, place: bool = False, workplace: bool = False) -> Q:
    """Distributions that differ from the widest ones (all levels, the home country or the world, any
    workplace) in one respect at most. What is told to be fixed, as by a filter, makes no difference."""
    widest_level = Q() if level else Q(level="")
    widest_place = Q() if place else Q(place__country__in=("", HOME), place__kind__in=WIDE)
    widest_workplace = Q() if workplace else Q(workplace=Workplace.ANY)
    return Q(measure=Measure.DISTRIBUTION) & (
        (widest_place & widest_workplace)
        | (widest_level & widest_workplace)
        | (widest_level & widest_place)
    )


WIDE: Final = (Place.Kind.WORLD.value, Place.Kind.COUNTRY.value)


def center_of(rows: Iterable[Benchmark]) -> Benchmark | None:
    """The distribution that stands for all: the home country before the world and other places, any
    workplace, all levels, the strongest basis, the newest year by itself, the most reports."""
    return min(filter(is_distribution, rows), key=_precedence, default=None)


def _precedence(row: Benchmark) -> tuple[object, ...]:
    is_home = row.place.country == HOME and row.place.kind == Place.Kind.COUNTRY
    return (
        0 if is_home else 1 if row.place.kind == Place.Kind.WORLD else 2,
        row.workplace != Workplace.ANY,
        row.level != "",
        row.component != Component.BASE,
        strength(row),
        -row.year,
        -(row.first_year or row.year),
        -(row.sample_size or 0),
        row.pk,
    )


def centers_of(rows: Iterable[Benchmark]) -> list[Benchmark]:
    """That of each source, the one that stands for all first."""
    leading: dict[int | None, Benchmark] = {}
    for row in sorted(filter(is_distribution, rows), key=_precedence):
        leading.setdefault(row.source_id, row)
    return list(leading.values())


def most_along(rows: Sequence[Benchmark], respect: Respect) -> list[Benchmark]:
    """`along` the center of the source that tells most in this respect."""
    found = (along(rows, center, respect) for center in centers_of(rows))
    return max(found, key=len, default=[])


def along(
    rows: Iterable[Benchmark], center: Benchmark, respect: Respect, *, any_source: bool = False
) -> list[Benchmark]:
    """The distributions that are like the center but for one respect, in its order."""
    kept = [part for name, part in PARTS.items() if name != respect]
    found = [
        row
        for row in rows
        if is_distribution(row)
        and _unit(row) == _unit(center)
        and (any_source or row.source_id == center.source_id)
        and all(part(row) == part(center) for part in kept)
    ]
    return sorted(found, key=ORDERS[respect])


def _unit(row: Benchmark) -> tuple[str, str, str]:
    return row.currency, row.period, row.component


def single_years(rows: Sequence[Benchmark]) -> list[Benchmark]:
    """Those about one year; several years together are no point in time."""
    return [row for row in rows if row.first_year is None]
