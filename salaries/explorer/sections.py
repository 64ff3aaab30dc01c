"""The charts of a choice: each lets one respect vary and holds the others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.taxonomy.models import Role
from salaries.charts import Chart, chart_of
from salaries.explorer.years import YearsChart, years_chart
from salaries.leading import headline
from salaries.models import Benchmark, Measure, Workplace
from salaries.spreads import (
    along,
    centers_of,
    is_distribution,
    most_along,
    single_years,
)

MOST: Final = 15  # bars of one chart
BY_LEVEL: Final = (Measure.NATIONAL_MEDIAN, Measure.MID_LEVEL, Measure.SENIOR_LEVEL)


@dataclass(frozen=True)
class Section:
    """A chart, and the rows that it draws, which the table beside it shows. One of the charts is there."""

    slug: str
    title: str
    head: str  # of the column that tells the rows apart
    of: str  # what all of them are about, in a few words
    rows: Sequence[Benchmark]
    name: Callable[[Benchmark], str]
    chart: Chart | None = None
    years: YearsChart | None = None
    left_out: int = 0

    @property
    def has_stated(self) -> bool:
        return not all(map(is_distribution, self.rows))

    @property
    def names(self) -> list[tuple[str, Benchmark]]:
        return [(self.name(row), row) for row in self.rows]


def sections_of(rows: Sequence[Benchmark], role: Role | None) -> list[Section]:
    """For one role by level, experience, place, year and workplace; for several, role beside role.

    The distributions of a section are of one source: that which tells most in this respect.
    """
    found = _of_role(rows) if role else [_by_role(rows)]
    sections = [section for section in found if len(section.rows) > 1]
    if not sections and rows:
        sections = [_all(rows)]
    return [section for section in sections if section.chart or section.years]


def _of_role(rows: Sequence[Benchmark]) -> list[Section]:
    stated = [row for row in rows if not is_distribution(row)]
    return [
        _by_level(rows, stated),
        _section(
            ("experience", "By years of experience", "Experience"),
            [],
            [row for row in stated if row.measure == Measure.EXPERIENCE],
            lambda row: row.label,
        ),
        _by_place(rows, stated),
        _by_year(rows),
        _by_workplace(rows, stated),
    ]


def _by_level(rows: Sequence[Benchmark], stated: Sequence[Benchmark]) -> Section:
    plain = [row for row in stated if row.measure in BY_LEVEL and row.workplace == Workplace.ANY]
    levels = most_along(rows, "level")
    return _section(("level", "By level", "Level"), levels, plain, lambda row: row.label)


def _by_place(rows: Sequence[Benchmark], stated: Sequence[Benchmark]) -> Section:
    wanted = (Measure.NATIONAL_MEDIAN, Measure.TECH_HUB)
    hubs = [row for row in stated if row.measure in wanted and row.workplace == Workplace.ANY]
    # The national median is there for the hubs to be seen against.
    here = hubs if any(row.measure == Measure.TECH_HUB for row in hubs) else []
    places = most_along(rows, "place")
    return _section(("place", "By place", "Place"), places, here, lambda row: row.place.label)


def _by_year(rows: Sequence[Benchmark]) -> Section:
    """All sources: the line says where it goes from one to another."""
    found = (along(rows, center, "year", any_source=True) for center in centers_of(rows))
    years = max(map(single_years, found), key=len, default=[])
    title = f"{years[0].role.name}, median and middle half by year" if years else ""
    return Section(
        "year",
        "By year",
        "Year",
        about(years, "year"),
        years,
        lambda row: row.years,
        years=years_chart(years, title=title),
    )


def _by_workplace(rows: Sequence[Benchmark], stated: Sequence[Benchmark]) -> Section:
    remote = [row for row in stated if row.measure == Measure.REMOTE_AVERAGE]
    median = headline(stated)
    return _section(
        ("workplace", "Remote against on-site", "Workplace"),
        most_along(rows, "workplace"),
        [median, *remote] if remote and median else remote,
        lambda row: str(Workplace(row.workplace).label).capitalize(),
    )


def _by_role(rows: Sequence[Benchmark]) -> Section:
    by_role: dict[int, list[Benchmark]] = {}
    for row in rows:
        by_role.setdefault(row.role_id, []).append(row)
    medians = [lead for figures in by_role.values() if (lead := headline(figures))]
    roles = most_along(rows, "role")
    return _section(("role", "By role", "Role"), roles, medians, lambda row: row.role.name)


def _all(rows: Sequence[Benchmark]) -> Section:
    """Where nothing varies that a chart could be about: the figures themselves."""
    kind = ("figures", "The figures", "Figure")
    stated = [row for row in rows if not is_distribution(row)]
    return _section(kind, centers_of(rows), stated, lambda row: row.label)


def _section(
    kind: tuple[str, str, str],
    spread: Sequence[Benchmark],
    stated: Sequence[Benchmark],
    name: Callable[[Benchmark], str],
) -> Section:
    """`kind`: its slug, its title, and what tells its rows apart."""
    slug, title, head = kind
    rows = [*spread[:MOST], *stated[: max(0, MOST - len(spread))]]
    chart = chart_of(rows, title=title, label=lambda row: (name(row), beside(row, name(row))))
    left_out = len(spread) + len(stated) - len(rows)
    return Section(slug, title, head, about(spread, slug), rows, name, chart, left_out=left_out)


def about(spread: Sequence[Benchmark], but: str) -> str:
    """What distributions share: "all levels, United States, any workplace, 2023"."""
    if not spread:
        return ""
    row = spread[0]
    parts = {
        "level": row.level_label[:1].lower() + row.level_label[1:],
        "place": row.place.label,
        "workplace": Workplace(row.workplace).label,
        "year": row.years,
    }
    return ", ".join(str(part) for name, part in parts.items() if name != but)


def beside(row: Benchmark, name: str) -> str:
    """What stands under a bar's label: what kind of figure it is."""
    basis = row.source.get_basis_display() if row.source else ""
    if is_distribution(row):
        return f"{basis}, {row.years}"
    measure = "" if name in (row.label, row.get_measure_display()) else f"{row.label}, "
    return f"{measure}{basis}, {row.years}"


def shown_in(sections: Iterable[Section]) -> list[Benchmark]:
    """Each row that a chart draws, once."""
    return list({row.pk: row for section in sections for row in section.rows}.values())
