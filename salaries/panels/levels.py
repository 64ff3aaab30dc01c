"""What a role is paid from one stretch of experience to the next: one figure for each, to count with."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from django.db.models import Q
from django.urls import reverse

from portal.panels import Cited, Exists, Help, Panel, Slug, register
from portal.taxonomy.panels import RoleSlug
from portal.work import Period
from salaries.citing import cited
from salaries.leading import HOME, leading
from salaries.models import Benchmark, Measure, Workplace
from salaries.panels.data import (
    HERE,
    NO_FIGURE,
    TOPICS,
    Figure,
    SourceNote,
    figure_of,
    places_among,
    public_figures,
    sources_of,
)


@dataclass(frozen=True, kw_only=True)
class LevelsArguments:
    role: Annotated[RoleSlug, Help("Whose pay.")]
    place: Annotated[
        str, Slug(), Exists("place", places_among), Help("The country, by its slug.")
    ] = HERE


@dataclass(frozen=True)
class PayLevels:
    """Base pay a year in one currency, nationally, from the least experience to the most."""

    role: str
    role_name: str
    place_name: str
    currency: str
    figures: tuple[Figure, ...]
    sources: tuple[SourceNote, ...]
    url: str


@register
class PayLevelsPanel(Panel[LevelsArguments, PayLevels]):
    name = "pay-levels"
    title = "Pay level by level"
    help = (
        "Of each stretch of experience the one national figure that leads. For a chart and for more "
        "roles than one take “experience-ladder”; the career growth simulation counts with these."
    )
    template = "salaries/panels/pay_levels.html"
    missing = NO_FIGURE
    arguments = LevelsArguments
    examples: ClassVar = ("{{ pay-levels role=ai-engineer }}",)

    def load(self, calls: Sequence[LevelsArguments]) -> Sequence[PayLevels | None]:
        rows = public_figures(
            Q(
                role__slug__in={call.role for call in calls},
                measure=Measure.EXPERIENCE,
                period=Period.YEAR,
                workplace=Workplace.ANY,
            )
        )
        return [_levels(call, rows) for call in calls]

    def topics(self, arguments: LevelsArguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: PayLevels) -> Iterable[Cited]:
        return [cited(figure.id) for figure in data.figures]


def _levels(call: LevelsArguments, rows: Sequence[Benchmark]) -> PayLevels | None:
    """Figures in other currencies than most of them have are left out: nothing is converted."""
    here = [row for row in rows if row.role.slug == call.role and row.place.slug == call.place]
    if not here:
        return None
    country = here[0].place.country or HOME
    bands: dict[tuple[int, int], list[Benchmark]] = {}
    for row in here:
        end = 1_000 if row.max_years is None else row.max_years
        bands.setdefault((row.min_years or 0, end), []).append(row)
    led = [leading(bands[band], country) for band in sorted(bands)]
    currencies = Counter(row.currency for row in led if row)
    shown = [row for row in led if row and row.currency == currencies.most_common(1)[0][0]]
    if not shown:
        return None
    return PayLevels(
        role=call.role,
        role_name=shown[0].role.name,
        place_name=shown[0].place.label,
        currency=shown[0].currency,
        figures=tuple(map(figure_of, shown)),
        sources=sources_of(shown),
        url=reverse("salaries:role", args=[call.role]),
    )
