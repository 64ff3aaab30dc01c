"""Roles side by side, and by years of experience: a chart and the table that says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, ClassVar
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from portal.panels import AtMost, Cited, Exists, Help, Panel, Slug, register
from portal.taxonomy.models import Role
from portal.taxonomy.panels import RoleSlug
from salaries.charts import Chart
from salaries.citing import cited
from salaries.comparison import compare
from salaries.models import Benchmark, Measure
from salaries.pages import lines_chart
from salaries.panels.data import (
    HERE,
    NO_FIGURE,
    TOPICS,
    Figure,
    SourceNote,
    every_place,
    figure_of,
    figures_in,
    places_among,
    public_figures,
    roles_in_order,
    sources_of,
)


@dataclass(frozen=True, kw_only=True)
class LadderArguments:
    roles: Annotated[tuple[RoleSlug, ...], AtMost(4), Help("The roles, one to a column.")]
    place: Annotated[
        str,
        Slug(),
        Exists("place", places_among, every_place),
        Help("Where; a country with the places in it."),
    ] = HERE


@dataclass(frozen=True, kw_only=True)
class ComparisonArguments(LadderArguments):
    measures: Annotated[
        tuple[Measure, ...], Help("Which figures; every one that there is, unless told.")
    ] = ()


@dataclass(frozen=True)
class Column:
    slug: str
    name: str
    plural: str
    url: str


@dataclass(frozen=True)
class FigureLine:
    """One measure with a figure for each role, in the roles' order, or none."""

    label: str
    detail: str
    roles: tuple[str, ...]
    figures: tuple[Figure | None, ...]
    difference: str

    @property
    def pairs(self) -> list[tuple[str, Figure | None]]:
        return list(zip(self.roles, self.figures, strict=True))


@dataclass(frozen=True)
class FigureTable:
    roles: tuple[Column, ...]
    lines: tuple[FigureLine, ...]
    sources: tuple[SourceNote, ...]
    url: str
    chart: Chart | None

    @property
    def names(self) -> str:
        return " and ".join(role.name for role in self.roles)


def table_of(slugs: Sequence[str], rows: Sequence[Benchmark]) -> FigureTable | None:
    """The figures of the roles that have any, measure by measure; none without figures."""
    mine = [row for row in rows if row.role.slug in slugs]
    roles = roles_in_order(slugs, mine)
    if not roles:
        return None
    lines = compare(roles, mine)
    return FigureTable(
        roles=tuple(_column(role) for role in roles),
        lines=tuple(
            FigureLine(
                label=line.label,
                detail=line.detail,
                roles=tuple(role.name for role in line.roles),
                figures=tuple(figure_of(row) if row else None for row in line.figures),
                difference=line.difference,
            )
            for line in lines
        ),
        sources=sources_of(mine),
        url=_more(roles),
        chart=lines_chart(lines, roles, at_least=1),
    )


def _column(role: Role) -> Column:
    return Column(role.slug, role.name, role.plural, reverse("salaries:role", args=[role.slug]))


def _more(roles: Sequence[Role]) -> str:
    """Where all figures of these roles are: the comparison of two, else the list."""
    if len(roles) == 1:
        return reverse("salaries:role", args=[roles[0].slug])
    if len(roles) > 2:
        return reverse("salaries:index")
    return f"{reverse('salaries:compare')}?{urlencode([('role', role.slug) for role in roles])}"


def _tables(
    asked: Sequence[tuple[LadderArguments, Sequence[Measure]]],
) -> list[FigureTable | None]:
    """A table for each choice of roles, place and measures, all with one query."""
    rows = public_figures(Q(role__slug__in={slug for call, _ in asked for slug in call.roles}))
    return [
        table_of(
            call.roles, [row for row in figures_in(call.place, rows) if row.measure in measures]
        )
        for call, measures in asked
    ]


class _TablePanel[Arguments](Panel[Arguments, FigureTable]):
    missing = NO_FIGURE

    def topics(self, arguments: Arguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: FigureTable) -> Iterable[Cited]:
        return [cited(figure.id) for line in data.lines for figure in line.figures if figure]

    def as_data(self, data: FigureTable) -> dict[str, object]:
        """Without the chart, which draws the same figures."""
        answer = asdict(data)
        del answer["chart"]
        return answer


@register
class SalaryComparison(_TablePanel[ComparisonArguments]):
    name = "salary-comparison"
    title = "Salaries side by side"
    help = (
        "A chart and a table of the figures of up to four roles, measure by measure, with the source "
        "below. Only like stands beside like."
    )
    template = "salaries/panels/salary_comparison.html"
    arguments = ComparisonArguments
    examples: ClassVar = (
        "{{ salary-comparison roles=ai-engineer,ml-engineer measures=mid-level,senior-level }}",
        "{{ salary-comparison roles=ai-engineer }}",
    )

    def load(self, calls: Sequence[ComparisonArguments]) -> Sequence[FigureTable | None]:
        return _tables([(call, call.measures or tuple(Measure)) for call in calls])


@register
class ExperienceLadder(_TablePanel[LadderArguments]):
    name = "experience-ladder"
    title = "Pay by years of experience"
    help = "A chart and a table of pay from the first year to ten years and more, for up to four roles."
    template = "salaries/panels/experience_ladder.html"
    arguments = LadderArguments
    examples: ClassVar = ("{{ experience-ladder roles=ai-engineer,ml-engineer }}",)

    def load(self, calls: Sequence[LadderArguments]) -> Sequence[FigureTable | None]:
        return _tables([(call, (Measure.EXPERIENCE,)) for call in calls])
