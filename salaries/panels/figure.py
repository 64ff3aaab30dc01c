"""One figure inside a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from django.db.models import Q

from portal.panels import Cited, Exists, Headline, Help, Panel, Slug, register
from portal.taxonomy.panels import RoleSlug
from salaries.citing import cited
from salaries.leading import leading
from salaries.models import Benchmark, Component, Measure, Workplace
from salaries.panels.data import (
    HERE,
    NO_FIGURE,
    TOPICS,
    Figure,
    every_place,
    figure_of,
    figures_in,
    places_among,
    public_figures,
)

BANDS: Final = {"0-1": (0, 1), "1-3": (1, 3), "4-9": (4, 9), "10+": (10, None), "": (None, None)}


@dataclass(frozen=True, kw_only=True)
class FigureArguments:
    role: Annotated[RoleSlug, Help("Whose pay.")]
    measure: Annotated[Measure, Help("Which figure.")]
    years: Annotated[
        Literal["", "0-1", "1-3", "4-9", "10+"],
        Help("Years of experience; with measure=experience, which needs them."),
    ] = ""
    place: Annotated[
        str,
        Slug(),
        Exists("place", places_among, every_place),
        Help(
            "Where. Of a country the figure for all of it, if there is one, else for a place in it."
        ),
    ] = HERE
    specialism: Annotated[
        str, Help("Which one, in its own words; with measure=specialism. The first, unless told.")
    ] = ""
    workplace: Annotated[
        Workplace | None, Help("Where the work is done; makes no difference unless told.")
    ] = None

    def __post_init__(self) -> None:
        if (self.measure == Measure.EXPERIENCE) != bool(self.years):
            raise ValueError("The argument “years” belongs to measure=experience, which needs it.")
        if self.specialism and self.measure != Measure.SPECIALISM:
            raise ValueError("The argument “specialism” belongs to measure=specialism.")

    def fits(self, row: Benchmark) -> bool:
        return (
            row.role.slug == self.role
            and row.measure == self.measure
            and (row.min_years, row.max_years) == BANDS[self.years]
            and self.workplace in (None, row.workplace)
            and self.specialism.casefold() in ("", row.specialism.casefold())
        )


@register
class SalaryFigure(Panel[FigureArguments, Figure]):
    name = "salary-figure"
    title = "One salary figure"
    help = (
        "A figure inside a sentence: “$149,136 to $159,000”, “up to $190,000”, “$220,000 or more”. It is "
        "the benchmark itself: correct that, and every sentence follows. Say the period and the place in "
        "the words around it."
    )
    template = "salaries/panels/salary_figure.html"
    missing = NO_FIGURE
    arguments = FigureArguments
    inline = True
    makes_headlines = True
    examples: ClassVar = (
        "{{ salary-figure role=ai-engineer measure=national-median }}",
        "{{ salary-figure role=ml-engineer measure=experience years=4-9 }}",
        "{{ salary-figure role=ml-engineer measure=tech-hub place=san-jose-ca }}",
    )

    def load(self, calls: Sequence[FigureArguments]) -> Sequence[Figure | None]:
        wanted = Q(role__slug__in={call.role for call in calls})
        rows = public_figures(wanted)
        chosen = (_choose(call, rows) for call in calls)
        return [figure_of(row) if row else None for row in chosen]

    def topics(self, arguments: FigureArguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: Figure) -> Iterable[Cited]:
        return [cited(data.id)]

    def headline(self, data: Figure) -> Headline:
        kind = Component(data.component).label.lower()
        what = f"{data.role_name}, {data.label[:1].lower()}{data.label[1:]}"
        return Headline(
            data.text, f"{what}: {kind} {data.period_words}, {data.place_name}, {data.year}"
        )


def _choose(call: FigureArguments, rows: Sequence[Benchmark]) -> Benchmark | None:
    here = figures_in(call.place, rows)
    return leading(filter(call.fits, here), here[0].place.country) if here else None
