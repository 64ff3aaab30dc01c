"""One figure inside a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from django.db.models import Q

from portal.panels import Exists, Help, Panel, Slug, register
from portal.taxonomy.models import Place
from portal.taxonomy.panels import RoleSlug
from salaries.models import Benchmark, Measure, Workplace
from salaries.panels.data import TOPICS, Figure, figure_of, places_among, public_figures

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
        Exists("place", places_among),
        Help("Where; the whole country where there is such a figure, unless told."),
    ] = ""
    specialism: Annotated[
        str, Help("Which one, in its own words; with measure=specialism. The first, unless told.")
    ] = ""
    workplace: Annotated[
        Literal["", "any", "onsite", "hybrid", "remote"],
        Help("Where the work is done; makes no difference unless told."),
    ] = ""

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
            and self.place in ("", row.place.slug)
            and self.workplace in ("", row.workplace)
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
    arguments = FigureArguments
    inline = True
    examples: ClassVar = (
        "{{ salary-figure role=ai-engineer measure=national-median }}",
        "{{ salary-figure role=ml-engineer measure=experience years=4-9 }}",
        "{{ salary-figure role=ml-engineer measure=tech-hub place=san-jose-ca }}",
    )

    def load(self, calls: Sequence[FigureArguments]) -> Sequence[Figure | None]:
        wanted = Q(role__slug__in={call.role for call in calls})
        rows = sorted(public_figures(wanted), key=_plainness)
        fitting = (next(filter(call.fits, rows), None) for call in calls)
        return [figure_of(row) if row else None for row in fitting]

    def topics(self, arguments: FigureArguments) -> Iterable[str]:
        return TOPICS


def _plainness(row: Benchmark) -> tuple[bool, bool, int]:
    """Whole countries first, then figures that make no difference of workplace, then the newest."""
    return row.place.kind != Place.Kind.COUNTRY, row.workplace != Workplace.ANY, -row.year
