"""What listings offer beside what surveys find, level by level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from django.urls import reverse

from portal.money import money
from portal.panels import Cited, Help, Panel, register
from portal.taxonomy.panels import RoleSlug
from salaries.citing import cited
from salaries.gaps import Gap, gaps_of
from salaries.models import Benchmark
from salaries.panels.data import TOPICS, Figure, SourceNote, figure_of, sources_of


@dataclass(frozen=True, kw_only=True)
class GapArguments:
    role: Annotated[RoleSlug, Help("Whose pay. Figures are those of the United States.")]


@dataclass(frozen=True)
class Median:
    """`amount` is base pay a year; `count` says how many reports or listings it rests on."""

    figure: Figure
    amount: str
    count: int
    years: str


@dataclass(frozen=True)
class LevelGap:
    """`difference` is advertised less survey, in the currency; `percent` that of the survey’s median."""

    level: str
    label: str
    survey: Median
    advertised: Median
    difference: Decimal
    percent: Decimal
    words: str


@dataclass(frozen=True)
class PayGapData:
    role: str
    role_name: str
    place_name: str
    currency: str
    levels: tuple[LevelGap, ...]
    sources: tuple[SourceNote, ...]
    url: str


@register
class PayGap(Panel[GapArguments, PayGapData]):
    name = "pay-gap"
    title = "Advertised pay beside surveys"
    help = (
        "The median that live listings offer beside the median that a survey found, for every level at which "
        "there are both, with the gap between them."
    )
    template = "salaries/panels/pay_gap.html"
    missing = (
        "Listings and a survey don’t have a figure for the same level of it, in the same currency."
    )
    arguments = GapArguments
    examples: ClassVar = ("{{ pay-gap role=ai-engineer }}",)

    def load(self, calls: Sequence[GapArguments]) -> Sequence[PayGapData | None]:
        found = gaps_of({call.role for call in calls})
        return [_data(found[call.role]) for call in calls]

    def topics(self, arguments: GapArguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: PayGapData) -> Iterable[Cited]:
        figures = (each for level in data.levels for each in (level.survey, level.advertised))
        return [cited(median.figure.id) for median in figures]


def _data(gaps: Sequence[Gap]) -> PayGapData | None:
    """Gaps in the currency of the first; another currency would be another table."""
    if not gaps:
        return None
    first = gaps[0].survey
    shown = [gap for gap in gaps if gap.survey.currency == first.currency]
    return PayGapData(
        role=first.role.slug,
        role_name=first.role.name,
        place_name=first.place.label,
        currency=first.currency,
        levels=tuple(map(_level, shown)),
        sources=sources_of(row for gap in shown for row in (gap.survey, gap.advertised)),
        url=reverse("salaries:role", args=[first.role.slug]),
    )


def _level(gap: Gap) -> LevelGap:
    return LevelGap(
        level=gap.level,
        label=gap.label,
        survey=_median(gap.survey),
        advertised=_median(gap.advertised),
        difference=gap.difference,
        percent=gap.percent,
        words=_words(gap),
    )


def _median(row: Benchmark) -> Median:
    amount = money(row.p50 or 0, row.currency)
    return Median(figure_of(row), amount, row.sample_size or 0, row.years)


def _words(gap: Gap) -> str:
    """ "$4,000 more (2.9 %)"; the sign stands in the words."""
    if not gap.difference:
        return "the same"
    amount = money(abs(gap.difference), gap.survey.currency)
    return f"{amount} {'more' if gap.difference > 0 else 'less'} ({abs(gap.percent)}\N{NO-BREAK SPACE}%)"
