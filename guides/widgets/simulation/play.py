"""A simulation as readers see it, on its own page and embedded in guides, and as the API answers it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.urls import reverse

from guides.widgets.simulation.chart import Trend, Value, trend_of
from guides.widgets.simulation.model import Year
from guides.widgets.simulation.models import MOST_YEARS, SimulationOption
from guides.widgets.simulation.pay import Used
from guides.widgets.simulation.shelf import Answer, Chosen
from guides.widgets.simulation.words import (
    about,
    band_words,
    index_words,
    mark_words,
    promotion_words,
    reason_words,
    years_words,
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True)
class Select:
    """A list of the form."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class FigureUsed:
    """A published figure by its key, and its share of a year’s pay, in percent."""

    key: str
    label: str
    text: str
    share: int
    year: int
    source: str
    source_url: str
    url: str
    note: str


@dataclass(frozen=True)
class SkillsLearned:
    area: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class ResultYear:
    """`text` and `band` say the index in words; numbers that nobody published are none."""

    year: int
    experience: int
    low: int | None
    middle: int | None
    high: int | None
    text: str
    band: str
    reason: str
    level: str
    promotions: tuple[str, ...]
    learning: tuple[SkillsLearned, ...]
    known: int
    figures: tuple[FigureUsed, ...]

    @property
    def experience_words(self) -> str:
        return years_words(self.experience)

    @property
    def said(self) -> str:
        return (
            f"{self.text}, from {self.band}" if self.band and self.band != self.text else self.text
        )


@dataclass(frozen=True)
class FactorUsed:
    """A number that staff keep, with its note."""

    option: str
    aspect: str
    text: str
    basis: str
    note: str
    source_url: str
    effective_year: int | None


@dataclass(frozen=True)
class Result:
    role: str
    role_name: str
    industry: str
    size: str
    start_years: int
    first_year: int
    base: str
    reference_years: tuple[int, ...]
    years: tuple[ResultYear, ...]
    skills: int
    factors: tuple[FactorUsed, ...]
    url: str
    chart: Trend | None

    @property
    def start_words(self) -> str:
        return years_words(self.start_years)

    @property
    def chart_note(self) -> str:
        """What the arrows of the chart say, where it has one."""
        has_arrow = any(point.opens for point in self.chart.points) if self.chart else False
        return "An arrow means that the published figure is open at that end." if has_arrow else ""

    @property
    def title(self) -> str:
        return f"{self.role_name}, {self.first_year} to {self.years[-1].year}"


@dataclass(frozen=True)
class Play:
    """`result` is none until something was chosen."""

    simulation: str
    title: str
    intro: str
    url: str
    method_url: str
    years: int
    selects: tuple[Select, ...]
    result: Result | None


def play_of(chosen: Chosen, answer: Answer | None) -> Play:
    simulation = chosen.shelf.simulation
    return Play(
        simulation=simulation.slug,
        title=simulation.title,
        intro=simulation.intro,
        url=simulation.get_absolute_url(),
        method_url=reverse("guides:simulation-method", args=[simulation.slug]),
        years=simulation.length,
        selects=tuple(_selects(chosen)),
        result=_result(answer) if answer else None,
    )


def _selects(chosen: Chosen) -> Iterable[Select]:
    shelf = chosen.shelf
    roles = [(role.slug, role.name) for role in shelf.roles]
    yield _select("role", "Role", roles, chosen.role.slug)
    lists = (
        ("industry", "Industry", shelf.industries, chosen.industry),
        ("size", "Company size", shelf.sizes, chosen.size),
    )
    for name, label, options, picked in lists:
        if picked:
            pairs = [(option.slug, option.name) for option in options]
            yield _select(name, label, pairs, picked.slug)
    label = f"Years of experience in {shelf.simulation.first_year}"
    yield _select("years", label, years_offered(), str(chosen.start_years))


def _select(name: str, label: str, pairs: Iterable[tuple[str, str]], picked: str) -> Select:
    choices = (Choice(value, text, value == picked) for value, text in pairs)
    return Select(name, label, tuple(choices))


def years_offered() -> list[tuple[str, str]]:
    return [
        (str(years), "None yet" if not years else years_words(years))
        for years in range(MOST_YEARS + 1)
    ]


def _result(answer: Answer) -> Result:
    chosen, outcome = answer.chosen, answer.outcome
    first = outcome.years[0]
    years = tuple(_year(year, first, outcome.base) for year in outcome.years)
    title = f"{chosen.role.name}: pay relative to {first.year}"
    return Result(
        role=chosen.role.slug,
        role_name=chosen.role.name,
        industry=chosen.industry.name if chosen.industry else "",
        size=chosen.size.name if chosen.size else "",
        start_years=chosen.start_years,
        first_year=first.year,
        base=about(outcome.base, answer.currency) if outcome.base else "",
        reference_years=outcome.reference_years,
        years=years,
        skills=outcome.skills,
        factors=tuple(each for option in chosen.options for each in factors_of(option)),
        url=address_of(chosen),
        chart=trend_of(
            [_value(each) for each in years],
            title=title,
        ),
    )


def address_of(chosen: Chosen) -> str:
    """Where the result stands: every choice is said, so that it stays when a default changes."""
    query = {"role": chosen.role.slug}
    query |= {option.kind: option.slug for option in chosen.options}
    query["years"] = str(chosen.start_years)
    return f"{chosen.shelf.simulation.get_absolute_url()}?{urlencode(query)}"


def _year(year: Year, first: Year, base: Decimal | None) -> ResultYear:
    index = year.index
    used = sorted(year.pay.used, key=lambda use: use.figure.min_years)
    return ResultYear(
        year=year.year,
        experience=year.experience,
        low=index.low,
        middle=index.middle,
        high=index.high,
        text=index_words(index, has_figure=bool(used)),
        band=band_words(index),
        reason=reason_words(year, first, base),
        level=year.level,
        promotions=tuple(map(promotion_words, year.promotions)),
        learning=tuple(SkillsLearned(area, skills) for area, skills in year.learning),
        known=year.known,
        figures=tuple(map(_figure, used)),
    )


def _value(year: ResultYear) -> Value:
    return Value(
        label=str(year.year),
        text=mark_words(year.low, year.middle, year.high) or year.text,
        said=year.said,
        low=year.low,
        middle=year.middle,
        high=year.high,
    )


def _figure(use: Used) -> FigureUsed:
    figure = use.figure
    return FigureUsed(
        key=figure.key,
        label=figure.label,
        text=figure.text,
        share=int((100 * use.share).to_integral_value(ROUND_HALF_UP)),
        year=figure.year,
        source=figure.source,
        source_url=figure.source_url,
        url=figure.url,
        note=figure.note,
    )


def factors_of(option: SimulationOption) -> list[FactorUsed]:
    """The factors of an option with their notes; one that isn't recorded is 1.00, and that is said."""
    given = list(option.factors.all())
    if not given:
        return [FactorUsed(option.name, "", "1.00", "", "No factor is recorded.", "", None)]
    return [
        FactorUsed(
            option=option.name,
            aspect=str(factor.get_aspect_display()),
            text=f"{factor.middle} ({factor.low} to {factor.high})",
            basis=str(factor.get_basis_display()),
            note=factor.note,
            source_url=factor.source_url,
            effective_year=factor.effective_year,
        )
        for factor in given
    ]
