"""Where a pay stands against the benchmarks of its role.

Only like is compared with like: the same role, currency and country, base pay, a national figure that
fits the level. Nothing is converted but the period, by the multipliers below, and that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from portal.freshness import Memory, collect, depends_on
from portal.money import Shape
from portal.taxonomy.models import Role
from portal.work import Level, Period
from salaries.leading import precedence
from salaries.models import Benchmark, Measure

# Paid periods in a full-time year: 52 weeks of 5 days of 8 hours.
PERIODS_A_YEAR: Final[dict[str, int]] = {
    Period.YEAR: 1,
    Period.MONTH: 12,
    Period.WEEK: 52,
    Period.DAY: 260,
    Period.HOUR: 2080,
}

# Which figure fits a level, the most fitting first. Entry and junior levels are told by years of experience.
FITTING: Final[dict[str, tuple[tuple[str, int | None], ...]]] = {
    Level.ENTRY: ((Measure.EXPERIENCE, 0),),
    Level.JUNIOR: ((Measure.EXPERIENCE, 1),),
    Level.MID: ((Measure.MID_LEVEL, None), (Measure.NATIONAL_MEDIAN, None)),
    Level.SENIOR: ((Measure.SENIOR_LEVEL, None),),
    Level.STAFF: ((Measure.EXPERIENCE, 10),),
    Level.PRINCIPAL: ((Measure.EXPERIENCE, 10),),
    Level.LEAD: ((Measure.SENIOR_LEVEL, None),),
    "": ((Measure.NATIONAL_MEDIAN, None),),
}

MOST_ANSWERS: Final = 2_000  # remembered for a role


class Standing(StrEnum):
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    ACROSS = "across"
    UNKNOWN = "unknown"


SHORT: Final = {
    Standing.BELOW: "Below benchmark",
    Standing.WITHIN: "Within benchmark",
    Standing.ABOVE: "Above benchmark",
    Standing.ACROSS: "Spans benchmark",
    Standing.UNKNOWN: "No benchmark",
}

# What "within" is called where the figure isn't a range.
WITHIN: Final = {
    Shape.RANGE: "is within",
    Shape.SINGLE: "is equal to",
    Shape.AT_LEAST: "meets",
    Shape.AT_MOST: "stays under the limit of",
}


class PayQuery(NamedTuple):
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
    benchmark: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure that pay is measured against; `least` and `most` are per year, none where it is open."""

    measure: str
    min_years: int | None
    country: str
    currency: str
    period: str
    shape: Shape
    least: Decimal | None
    most: Decimal | None
    phrase: str
    figure: str
    per: str
    label: str
    source: str
    publisher: str
    year: int
    url: str
    benchmark: int


class Yardstick:
    """The marks of a role, and the answers already given by them: these go when the marks go."""

    __slots__ = ("_answers", "marks")

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self._answers: dict[PayQuery, Position] = {}

    def place(self, query: PayQuery) -> Position:
        found = self._answers.get(query)
        if found is None:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            found = self._answers[query] = place(query, self.marks)
        return found


_yardsticks: Memory[int, Yardstick] = Memory(limit=1_000)
_roles: Memory[str, tuple[int, ...]] = Memory(limit=1)


def stand(queries: Sequence[PayQuery]) -> list[Position]:
    """Place every pay, all with one query at most; the answers keep the order of the questions."""
    yardsticks = _yardsticks_of({query.role_id for query in queries})
    return [yardsticks[query.role_id].place(query) for query in queries]


def known_figures(role: int) -> Sequence[Mark]:
    """The national figures of the role of that key, the newest first, with one query at most."""
    return _yardsticks_of((role,))[role].marks


def look_up_yardsticks() -> None:
    """Read the figures of all roles, unless they are known: ahead of pages, which need some of them all the time."""
    roles = _roles.recall_or_make(
        "all", ("taxonomy",), lambda: tuple(Role.objects.values_list("pk", flat=True))
    )
    _yardsticks_of(roles)


def _yardsticks_of(roles: Iterable[int]) -> dict[int, Yardstick]:
    """The national figures of roles, the newest first, remembered until figures or roles change."""
    known: dict[int, Yardstick] = {}
    unknown = []
    for role in roles:
        if found := _yardsticks.recall(role):
            known[role] = found
        else:
            unknown.append(role)
    if unknown:
        with collect() as dependencies:
            depends_on("salaries", "taxonomy")
            read = _read(unknown)
        dependencies.close()
        for role, yardstick in read.items():
            _yardsticks.put(role, yardstick, dependencies)
        known |= read
    return known


def _read(roles: Sequence[int]) -> dict[int, Yardstick]:
    found: dict[int, list[Mark]] = {role: [] for role in roles}
    rows = Benchmark.objects.public().national().filter(role__in=roles)
    for row in sorted(rows.with_relations(), key=precedence):
        found[row.role_id].append(mark_of(row))
    return {role: Yardstick(marks) for role, marks in found.items()}


def mark_of(row: Benchmark) -> Mark:
    """Needs role, place and source at hand (`with_relations()`)."""
    times = PERIODS_A_YEAR[row.period]
    return Mark(
        measure=row.measure,
        min_years=row.min_years,
        country=row.place.country,
        currency=row.currency,
        period=row.period,
        shape=Shape(row.shape),
        least=None if row.low is None else row.low * times,
        most=None if row.high is None or row.open_ended else row.high * times,
        phrase=row.phrase,
        figure=row.figure,
        per=row.period_words,
        label=row.label,
        source=row.source.name if row.source else "",
        publisher=row.source.publisher if row.source else "",
        year=row.year,
        url=row.get_absolute_url(),
        benchmark=row.pk,
    )


def place(query: PayQuery, marks: Sequence[Mark]) -> Position:
    """Where a pay stands against the national figures of its role, the newest first."""
    if not marks:
        return _unknown("There is no benchmark for this role yet.")
    if not query.country:
        return _unknown("It is not stated in which country the work is paid.")
    here = [mark for mark in marks if mark.country == query.country]
    if not here:
        return _unknown("There is no benchmark for this role in this country.")
    alike = [mark for mark in here if mark.currency == query.currency]
    if not alike:
        return _unknown(
            f"There is no benchmark for this role in {query.currency}. Currencies are not converted."
        )
    for measure, years in FITTING.get(query.level, ()):
        for mark in alike:
            if mark.measure == measure and mark.min_years == years:
                return _compared(query, mark)
    return _unknown("There is no benchmark for this role at this level.")


def _compared(query: PayQuery, mark: Mark) -> Position:
    times = PERIODS_A_YEAR[query.period]
    low, high = query.pay_min * times, query.pay_max * times
    standing = _standing(low, high, mark)
    words = _words(standing, low, high, mark)
    against = f"{mark.phrase} for this role, {mark.figure} {mark.per}"
    sentence = f"This pay {words} {against}.{_counted(query, mark)}"
    return Position(
        standing=standing,
        short=SHORT[standing],
        sentence=sentence,
        figure=mark.figure,
        label=mark.label,
        source=mark.source,
        publisher=mark.publisher,
        year=mark.year,
        url=mark.url,
        benchmark=mark.benchmark,
    )


def _standing(low: Decimal, high: Decimal, mark: Mark) -> Standing:
    """Compare a year's pay with a year's figure; an open end of the figure is no limit."""
    if mark.least is not None and high < mark.least:
        return Standing.BELOW
    if mark.most is not None and low > mark.most:
        return Standing.ABOVE
    starts_below = mark.least is not None and low < mark.least
    ends_above = mark.most is not None and high > mark.most
    return Standing.ACROSS if starts_below or ends_above else Standing.WITHIN


def _words(standing: Standing, low: Decimal, high: Decimal, mark: Mark) -> str:
    """The verb of the sentence; pay that reaches over an end says which."""
    if standing == Standing.WITHIN:
        return WITHIN[mark.shape]
    if standing != Standing.ACROSS:
        return f"is {standing}"
    inside = "at" if mark.shape == Shape.SINGLE else "within"
    start = "below" if mark.least is not None and low < mark.least else inside
    end = "above" if mark.most is not None and high > mark.most else inside
    return f"starts {start} and ends {end}"


def _counted(query: PayQuery, mark: Mark) -> str:
    """How another period than the year was counted; empty where nothing was converted."""
    if query.period == mark.period:
        return ""
    periods = [period for period in (query.period, mark.period) if period != Period.YEAR]
    years = " or ".join(f"{PERIODS_A_YEAR[period]:,} {period}s" for period in periods)
    return f" A full-time year is counted as {years}."


def _unknown(reason: str) -> Position:
    return Position(Standing.UNKNOWN, SHORT[Standing.UNKNOWN], reason)
