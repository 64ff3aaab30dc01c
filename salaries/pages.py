"""What the figures' pages show, put together from rows that are already at hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.taxonomy.models import Role
from salaries.addresses import explorer_at
from salaries.charts import Chart, Scale, chart_of, scale_for
from salaries.comparison import TWO, Line, compare
from salaries.confidence import confidence_in, pay_of
from salaries.leading import HOME, headline, strength
from salaries.models import Benchmark, Measure, Source
from salaries.spreads import along, center_of, is_distribution

MOST_LINES: Final = 60  # of one comparison
MOST_LEVELS: Final = 5
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
    names = listed([role.name for role in roles])
    figures = [
        figure
        for line in lines
        if sum(figure is not None for figure in line.figures) >= at_least
        for figure in line.figures
        if figure
    ]
    return chart_of(
        figures,
        title=f"{names}{_kind_of(figures)}",
        label=lambda row: (row.label, row.role.name),
        roles=roles,
    )


@dataclass(frozen=True)
class Reason:
    """Why figures aren't compared, and which."""

    words: str
    labels: Sequence[str]


@dataclass(frozen=True)
class Comparison:
    """Roles side by side: the line that leads, all lines of the table, the charts, and what has no like."""

    roles: Sequence[Role]
    lead: Line | None
    lines: Sequence[Line]
    charts: Sequence[Chart]
    reasons: Sequence[Reason]
    is_cut: bool
    sources: Sequence[Source]

    @property
    def names(self) -> str:
        """ "AI engineer, ML engineer and data scientist"."""
        return listed([role.name for role in self.roles])

    @property
    def plurals(self) -> str:
        return listed([role.plural for role in self.roles])

    @property
    def nothing(self) -> str:
        """Why there is no line."""
        if self.reasons:
            return "The roles have no like figures. Choose others, or see all salaries."
        which = "Neither" if len(self.roles) == TWO else "None of these"
        words = "role has" if len(self.roles) == TWO else "roles has"
        return f"{which} {words} a published figure. Choose others, or see all salaries."


def listed(words: Sequence[str]) -> str:
    """ "One", "one and two", "one, two and three"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def side_by_side(roles: Sequence[Role], benchmarks: Sequence[Benchmark]) -> Comparison:
    """Of a distribution the newest years; those that one role alone has are named below the table, not in it."""
    found = newest(compare(roles, benchmarks))
    lines = [line for line in found if line.is_shared or not line.is_distribution]
    shown = lines[:MOST_LINES]
    figures = [figure for line in shown for figure in line.figures if figure]
    return Comparison(
        roles=roles,
        lead=_lead([line for line in shown if line.is_whole]),
        lines=shown,
        charts=_comparison_charts(shown, roles),
        reasons=_reasons([line for line in found if line not in lines]),
        is_cut=len(shown) < len(lines),
        sources=sources_of(figures),
    )


def newest(lines: Iterable[Line]) -> list[Line]:
    """Of lines of distributions that differ in their years alone the first, as `compare` orders them."""
    kept: dict[object, Line] = {}
    for line in lines:
        first = _first(line)
        unit = (first.source_id, first.component, first.currency, first.period)
        whose = () if line.is_shared else (first.role_id,)
        key = (_about(line), unit, whose) if line.is_distribution else line
        kept.setdefault(key, line)
    return list(kept.values())


def _comparison_charts(lines: Sequence[Line], roles: Sequence[Role]) -> list[Chart]:
    """The stated figures, and of the distributions the levels of the leading place and years."""
    stated = [line for line in lines if not line.is_distribution]
    spread = [line for line in lines if line.is_distribution]
    lead = _lead([line for line in spread if line.is_whole] or spread)
    leading = [line for line in spread if lead and _is_beside(line, lead)]
    found = (lines_chart(stated, roles), lines_chart(leading[:MOST_LEVELS], roles))
    return [chart for chart in found if chart]


def _lead(lines: Sequence[Line]) -> Line | None:
    """The first line; of others that differ from it in source and years alone that of the strongest basis."""
    alike = [line for line in lines if _about(line) == _about(lines[0])]
    return min(alike, key=lambda line: strength(_first(line)), default=None)


def _is_beside(line: Line, lead: Line) -> bool:
    """Whether it is about another level of the same."""
    return line.detail == lead.detail and _first(line).source_id == _first(lead).source_id


def _about(line: Line) -> tuple[str, str, int, str]:
    """What it is about, whatever its basis."""
    first = _first(line)
    return first.measure, first.label, first.place_id, first.workplace


def _first(line: Line) -> Benchmark:
    return next(figure for figure in line.figures if figure)


def _reasons(lines: Iterable[Line]) -> list[Reason]:
    """Those that one role alone has, by what is missing."""
    labels: dict[str, list[str]] = {}
    for line in lines:
        having = [role.name for role, figure in line.pairs if figure]
        words = f"Only the {listed(having)} has a figure, so there is nothing to compare it with"
        labels.setdefault(words, []).append(f"{line.label}, {line.detail}")
    return [Reason(words, names) for words, names in labels.items()]


def _kind_of(figures: Iterable[Benchmark]) -> str:
    """What figures of one measure are called in a title."""
    figures = list(figures)
    measures = {row.measure for row in figures}
    if measures == {Measure.EXPERIENCE}:
        return ", by years of experience"
    pay = {pay_of(row) for row in figures}
    return f", {listed(sorted(pay))} by level" if measures == {Measure.DISTRIBUTION} else ""


def _measure(row: Benchmark) -> tuple[str, str]:
    return row.label, row.place.label


@dataclass(frozen=True)
class Spread:
    """Reported pay of one source by level: of all its distributions of a role those that lead."""

    source: Source
    center: Benchmark
    rows: Sequence[Benchmark]
    chart: Chart | None
    about: str
    confidence: str
    url: str

    @property
    def names(self) -> list[tuple[str, Benchmark]]:
        return [(row.label, row) for row in self.rows]


def spreads_of(benchmarks: Sequence[Benchmark]) -> list[Spread]:
    """One for each source of distributions, the strongest basis first."""
    by_source: dict[int, list[Benchmark]] = {}
    for row in sorted(filter(is_distribution, benchmarks), key=strength):
        if row.source_id:
            by_source.setdefault(row.source_id, []).append(row)
    centers = [(center_of(rows), rows) for rows in by_source.values()]
    return [_spread(center, rows) for center, rows in centers if center and center.source]


def _spread(center: Benchmark, rows: Sequence[Benchmark]) -> Spread:
    levels = along(rows, center, "level")
    source = center.source
    if source is None:
        raise ValueError(f"Figure {center.pk} has no source and is not public.")
    place = f"{center.place.label}, {center.years}"
    chart = chart_of(
        levels,
        title=f"{center.role.name}, {pay_of(center)} by level, {center.place.label}",
        label=lambda row: (row.label, place),
    )
    url = explorer_at(role=center.role.slug, place=center.place.slug)
    return Spread(source, center, levels, chart, place, confidence_in(center), url)
