"""What the figures' pages show, put together from rows that are already at hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.taxonomy.models import Role
from salaries.charts import Chart, Scale, chart_of, scale_for
from salaries.comparison import Line, compare
from salaries.leading import HOME, headline
from salaries.models import Benchmark, Measure, Source

GROUPS: Final = (
    (
        "national",
        "Across the country and by level",
        (Measure.NATIONAL_MEDIAN, Measure.MID_LEVEL, Measure.SENIOR_LEVEL),
    ),
    ("experience", "By years of experience", (Measure.EXPERIENCE,)),
    ("places", "Tech hubs and remote work", (Measure.TECH_HUB, Measure.REMOTE_AVERAGE)),
    ("specialisms", "Specialisms", (Measure.SPECIALISM,)),
)


@dataclass(frozen=True)
class Group:
    """Figures of one kind, with the chart that draws them; all groups of a page share one scale."""

    slug: str
    title: str
    rows: Sequence[Benchmark]
    chart: Chart | None

    @property
    def is_ladder(self) -> bool:
        return self.slug == "experience"


def groups_of(role: Role, benchmarks: Sequence[Benchmark]) -> list[Group]:
    """The figures of a role by kind; kinds without figures are left out."""
    scale = scale_for(benchmarks)
    groups = [
        _group(role, slug, title, [row for row in benchmarks if row.measure in measures], scale)
        for slug, title, measures in GROUPS
    ]
    return [group for group in groups if group.rows]


def _group(
    role: Role, slug: str, title: str, rows: Sequence[Benchmark], scale: Scale | None
) -> Group:
    chart = chart_of(rows, title=f"{role.name}, {title.lower()}", label=_measure, scale=scale)
    return Group(slug, title, rows, chart)


def sources_of(benchmarks: Iterable[Benchmark]) -> list[Source]:
    """Each source once, in the order in which the figures name them."""
    return list({row.source_id: row.source for row in benchmarks if row.source}.values())


def tables_of(
    roles: Iterable[Role], benchmarks: Sequence[Benchmark], *, narrowed: bool
) -> list[tuple[Role, list[Benchmark]]]:
    """The figures by role; a role without any stands there only where nothing was filtered out."""
    tables = [(role, [row for row in benchmarks if row.role_id == role.pk]) for role in roles]
    return [(role, rows) for role, rows in tables if rows or not narrowed]


def medians_chart(
    benchmarks: Sequence[Benchmark], roles: Iterable[Role], country: str = HOME
) -> Chart | None:
    """The headline figure of each role."""
    found = (
        headline((row for row in benchmarks if row.role_id == role.pk), country) for role in roles
    )
    return chart_of(
        [row for row in found if row],
        title="National median by role",
        label=lambda row: (row.role.name, row.place.label),
    )


def lines_chart(lines: Iterable[Line], roles: Sequence[Role], *, at_least: int = 2) -> Chart | None:
    """The figures of all roles, measure by measure, where so many of them have one."""
    names = " and ".join(role.name for role in roles)
    figures = [
        figure
        for line in lines
        if sum(figure is not None for figure in line.figures) >= at_least
        for figure in line.figures
        if figure
    ]
    return chart_of(
        figures,
        title=f"{names}, by years of experience" if _is_ladder(figures) else names,
        label=lambda row: (row.label, row.role.name),
        roles=roles,
    )


@dataclass(frozen=True)
class Comparison:
    """Roles side by side: the lines of the table, and the chart of those that are complete."""

    roles: Sequence[Role]
    lines: Sequence[Line]
    chart: Chart | None
    sources: Sequence[Source]


def side_by_side(roles: Sequence[Role], benchmarks: Sequence[Benchmark]) -> Comparison:
    lines = compare(roles, benchmarks)
    return Comparison(roles, lines, lines_chart(lines, roles), sources_of(benchmarks))


def _is_ladder(figures: Iterable[Benchmark]) -> bool:
    return {row.measure for row in figures} == {Measure.EXPERIENCE}


def _measure(row: Benchmark) -> tuple[str, str]:
    return row.label, row.place.label
