"""Where a pay stands, in plain sentences: one basis after the other, the strongest first.

Against ranges as for the pay of listings (`salaries.position`), and against the percentiles of reports.
Nothing of a pay is remembered: the yardsticks of listings, which keep their answers, are not used.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Q

from portal.money import PERIOD_WORDS, money
from portal.taxonomy.models import Place, Role
from portal.work import Level, Period
from salaries.confidence import age_of, sample_of
from salaries.leading import precedence
from salaries.models import Basis, Benchmark, Component, SurveyLevel
from salaries.position import PERIODS_A_YEAR, PayQuery, Standing, mark_of, place
from salaries.spreads import is_distribution
from salaries.standing.forms import EXECUTIVE

# The level by which surveys ask, for the levels that people and listings name.
SURVEYED: Final[dict[str, str]] = {
    Level.ENTRY: SurveyLevel.ENTRY,
    Level.JUNIOR: SurveyLevel.ENTRY,
    Level.MID: SurveyLevel.MID,
    Level.SENIOR: SurveyLevel.SENIOR,
    Level.STAFF: SurveyLevel.SENIOR,
    Level.PRINCIPAL: SurveyLevel.SENIOR,
    Level.LEAD: SurveyLevel.SENIOR,
    EXECUTIVE: SurveyLevel.EXECUTIVE,
}
NAMES: Final = ("the 10th percentile", "the 25th percentile", "the median")
NAMED: Final = (*NAMES, "the 75th percentile", "the 90th percentile")
SHARES: Final = (
    "Fewer than one in ten of them lie below it.",
    "Between one in ten and a quarter of them lie below it.",
    "Between a quarter and half of them lie below it.",
    "Between half and three quarters of them lie below it.",
    "Between three quarters and nine in ten of them lie below it.",
    "At least nine in ten of them lie below it.",
)
NOTHING: Final = "There is no figure of this basis for the role in this country."


class Asked(NamedTuple):
    """A pay per `period` in `currency`; `level` is a job's level, "executive" or empty."""

    role: Role
    level: str
    place: Place
    pay: Decimal
    currency: str
    period: str

    @property
    def period_words(self) -> str:
        return PERIOD_WORDS[self.period]


@dataclass(frozen=True)
class Sentence:
    """What is said of one figure, and where that is; without a figure, why nothing can be said."""

    text: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """All that is said on one basis."""

    basis: str
    sentences: Sequence[Sentence]

    @property
    def is_known(self) -> bool:
        return any(sentence.url for sentence in self.sentences)


def answers_to(asked: Asked) -> list[Answer]:
    """For every basis, with one query, in which the pay isn't."""
    rows = sorted(_figures(asked), key=precedence)
    return [
        Answer(str(basis.label), _sentences(asked, [row for row in rows if _has(row, basis)]))
        for basis in Basis
    ]


def _figures(asked: Asked) -> Iterable[Benchmark]:
    """Base pay of the role in the place, wherever the work is done."""
    return (
        Benchmark.objects.public()
        .filter(role=asked.role, place=asked.place, workplace="any", component=Component.BASE)
        .filter(Q(level__in=("", SURVEYED.get(asked.level, ""))))
        .with_relations()[:500]
    )


def _has(row: Benchmark, basis: Basis) -> bool:
    return row.source is not None and row.source.basis == basis


def _sentences(asked: Asked, rows: Sequence[Benchmark]) -> list[Sentence]:
    if not rows:
        return [Sentence(NOTHING)]
    stated = [row for row in rows if not is_distribution(row)]
    spread = [row for row in rows if is_distribution(row)]
    found = []
    if stated:
        found.append(_against_stated(asked, stated))
    if spread:
        found.append(_against_percentiles(asked, spread))
    return found


def _against_stated(asked: Asked, rows: Sequence[Benchmark]) -> Sentence:
    """As for a listing whose pay is one figure."""
    query = PayQuery(
        role_id=asked.role.pk,
        level=asked.level,
        country=asked.place.country,
        pay_min=asked.pay,
        pay_max=asked.pay,
        currency=asked.currency,
        period=asked.period,
    )
    found = place(query, [mark_of(row) for row in rows])
    if found.standing is Standing.UNKNOWN:
        return Sentence(found.sentence)
    return Sentence(found.sentence, f"{found.source}, {found.year}", found.url)


def _against_percentiles(asked: Asked, rows: Sequence[Benchmark]) -> Sentence:
    alike = [row for row in rows if row.currency == asked.currency]
    if not alike:
        codes = ", ".join(sorted({row.currency for row in rows}))
        return Sentence(
            f"The percentiles for this role here are in {codes}. Currencies are not converted."
        )
    level = SURVEYED.get(asked.level, "")
    fitting = [row for row in alike if row.level == level]
    row = min(fitting or alike, key=_newest)
    aside = "" if fitting else " There are too few reports of the level by itself."
    text = f"{_placed(asked, row)}{aside}{_counted(asked, row)} {age_of(row)}"
    return Sentence(text, f"{row.source}, {row.years}", row.get_absolute_url())


def _newest(row: Benchmark) -> tuple[int, bool, int]:
    """One year before several together."""
    return (-row.year, row.first_year is not None, row.pk)


def _placed(asked: Asked, row: Benchmark) -> str:
    """ "This pay lies between the median ($142,000) and the 75th percentile ($170,000) of 312 reports …"."""
    named = [
        (name, end)
        for name, end in zip(NAMED, (row.p10, row.p25, row.p50, row.p75, row.p90), strict=True)
        if end is not None
    ]
    pay = asked.pay * PERIODS_A_YEAR[asked.period]
    times = PERIODS_A_YEAR[row.period]
    of = f"of {sample_of(row)}, {row.level_label[:1].lower()}{row.level_label[1:]}, {row.years}"
    words = [f"{name} ({money(end, row.currency)})" for name, end in named]
    equal = [word for word, (_, end) in zip(words, named, strict=True) if end * times == pay]
    if equal:
        return f"This pay is at {equal[0]} {of}."
    below = sum(end * times < pay for _, end in named)
    return f"This pay lies {_between(words, below)} {of}. {SHARES[below]}"


def _between(words: Sequence[str], below: int) -> str:
    """Where a pay lies that so many of the named amounts lie below."""
    if below == 0:
        return f"below {words[0]}"
    if below == len(words):
        return f"above {words[-1]}"
    return f"between {words[below - 1]} and {words[below]}"


def _counted(asked: Asked, row: Benchmark) -> str:
    """How another period than the year was counted; empty where nothing was converted."""
    if asked.period == row.period:
        return ""
    periods = [period for period in (asked.period, row.period) if period != Period.YEAR]
    years = " or ".join(f"{PERIODS_A_YEAR[period]:,} {period}s" for period in periods)
    return f" A full-time year is counted as {years}."
