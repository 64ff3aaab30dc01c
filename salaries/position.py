"""Where a pay stands against the benchmarks of its role.

Only like is compared with like: the same role, currency and country, base pay, a national figure that
fits the level. Nothing is converted but the period, by the multipliers below, and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from salaries.models import Benchmark, Measure

# Paid periods in a full-time year: 52 weeks of 5 days of 8 hours.
PERIODS_A_YEAR: Final = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}

# Which figure fits a level, the most fitting first. Entry and junior levels are told by years of experience.
FITTING: Final[dict[str, tuple[tuple[str, int | None], ...]]] = {
    "entry": ((Measure.EXPERIENCE, 0),),
    "junior": ((Measure.EXPERIENCE, 1),),
    "mid": ((Measure.MID_LEVEL, None), (Measure.NATIONAL_MEDIAN, None)),
    "senior": ((Measure.SENIOR_LEVEL, None),),
    "staff": ((Measure.EXPERIENCE, 10),),
    "principal": ((Measure.EXPERIENCE, 10),),
    "lead": ((Measure.SENIOR_LEVEL, None),),
    "": ((Measure.NATIONAL_MEDIAN, None),),
}


class Standing(StrEnum):
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    ACROSS = "across"
    UNKNOWN = "unknown"


WORDS: Final = {
    Standing.BELOW: "Below",
    Standing.WITHIN: "Within",
    Standing.ABOVE: "Above",
    Standing.ACROSS: "Reaches across",
}

SHORT: Final = {
    Standing.BELOW: "Below benchmark",
    Standing.WITHIN: "Within benchmark",
    Standing.ABOVE: "Above benchmark",
    Standing.ACROSS: "Spans benchmark",
    Standing.UNKNOWN: "No benchmark",
}


@dataclass(frozen=True)
class PayQuery:
    """A pay to be placed. Amounts are per `period` in `currency`; `level` is a job's level or empty;
    `country` the ISO code of the country the work is paid in, or empty where it isn't known."""

    role_id: int
    level: str
    country: str
    pay_min: Decimal
    pay_max: Decimal
    currency: str
    period: str


@dataclass(frozen=True)
class Position:
    """The answer: a few words for a card, a sentence for a page, and the figure it rests on.

    Where nothing can be said, `standing` is unknown, `sentence` says why and the figure is empty.
    """

    standing: Standing
    short: str
    sentence: str
    figure: str = ""
    label: str = ""
    source: str = ""
    publisher: str = ""
    year: int | None = None
    url: str = ""


def stand(queries: Sequence[PayQuery]) -> list[Position]:
    """Place every pay, all with one query; the answers keep the order of the questions."""
    wanted = {query.role_id for query in queries}
    figures: dict[int, list[Benchmark]] = {}
    if wanted:
        rows = Benchmark.objects.public().national().filter(role__in=wanted).shown()
        for row in rows.order_by("-year", "pk"):
            figures.setdefault(row.role_id, []).append(row)
    return [_place(query, figures.get(query.role_id, [])) for query in queries]


def _place(query: PayQuery, figures: Sequence[Benchmark]) -> Position:
    if not figures:
        return _unknown("There is no benchmark for this role yet.")
    if not query.country:
        return _unknown("The listing does not say in which country the work is paid.")
    here = [figure for figure in figures if figure.place.country == query.country]
    if not here:
        return _unknown("There is no benchmark for this role in this country.")
    alike = [figure for figure in here if figure.currency == query.currency]
    if not alike:
        return _unknown(f"There is no benchmark for this role in {query.currency}, and none is converted.")
    for measure, years in FITTING.get(query.level, ()):
        for figure in alike:
            if figure.measure == measure and figure.min_years == years:
                return _compare(query, figure)
    return _unknown("There is no benchmark for this role at this level.")


def _compare(query: PayQuery, figure: Benchmark) -> Position:
    standing = _standing(query, figure)
    against = f"{figure.phrase} for this role, {figure.figure} {figure.period_words}"
    sentence = f"{WORDS[standing]} {against}."
    if query.period != figure.period:
        sentence += f" Counted as a full-time year: {PERIODS_A_YEAR[query.period]:,} {query.period}s."
    return Position(
        standing=standing,
        short=SHORT[standing],
        sentence=sentence,
        figure=figure.figure,
        label=figure.label,
        source=figure.source.name if figure.source else "",
        publisher=figure.source.publisher if figure.source else "",
        year=figure.year,
        url=figure.get_absolute_url(),
    )


def _standing(query: PayQuery, figure: Benchmark) -> Standing:
    """Compare a year's pay with a year's figure; an open end of the figure is no limit."""
    times, each = PERIODS_A_YEAR[query.period], PERIODS_A_YEAR[figure.period]
    low, high = query.pay_min * times, query.pay_max * times
    least = None if figure.low is None else figure.low * each
    most = None if figure.high is None or figure.open_ended else figure.high * each
    if least is not None and high < least:
        return Standing.BELOW
    if most is not None and low > most:
        return Standing.ABOVE
    if (least is None or low >= least) and (most is None or high <= most):
        return Standing.WITHIN
    return Standing.ACROSS


def _unknown(reason: str) -> Position:
    return Position(Standing.UNKNOWN, SHORT[Standing.UNKNOWN], reason)
