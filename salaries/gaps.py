"""How far advertised pay lies from what surveys find, role by role and level by level."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from salaries.leading import HOME
from salaries.models import Basis, Benchmark, SurveyLevel, Workplace

LEVELS: Final = ("", *SurveyLevel.values)
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Gap:
    """Two medians of one role, level and country, both base pay a year in one currency.

    `difference` is advertised less survey; `percent` is that of the survey’s, to a tenth.
    """

    level: str
    survey: Benchmark
    advertised: Benchmark
    difference: Decimal
    percent: Decimal

    @property
    def label(self) -> str:
        return self.survey.level_label


def gaps_of(roles: Collection[str], country: str = HOME) -> dict[str, list[Gap]]:
    """Of each role, by its slug, the gaps of all levels that both have a figure for; one query.

    Of a survey’s figures the newest year counts, of one year the larger sample; the years of the two
    may differ, and are shown. Currencies are not converted: both are in the same one, or there is no gap.
    """
    rows = (
        Benchmark.objects.public()
        .distributions()
        .for_roles(roles)
        .filter(place__country=country, place__kind="country", workplace=Workplace.ANY)
        .filter(source__basis__in=(Basis.SURVEY, Basis.ADVERTISED))
        .with_relations()
    )
    found: dict[str, list[Benchmark]] = {slug: [] for slug in roles}
    for row in rows:
        found[row.role.slug].append(row)
    return {slug: _gaps(mine) for slug, mine in found.items()}


def _gaps(rows: Sequence[Benchmark]) -> list[Gap]:
    gaps = []
    for level in LEVELS:
        at_level = [row for row in rows if row.level == level]
        for advertised in _newest(at_level, Basis.ADVERTISED):
            alike = [row for row in at_level if row.currency == advertised.currency]
            gaps += [_gap(survey, advertised) for survey in _newest(alike, Basis.SURVEY)[:1]]
    return gaps


def _newest(rows: Iterable[Benchmark], basis: Basis) -> list[Benchmark]:
    """The leading figure of each currency."""
    mine = [row for row in rows if row.source and row.source.basis == basis]
    leading: dict[str, Benchmark] = {}
    for row in sorted(mine, key=_precedence):
        leading.setdefault(row.currency, row)
    return [*leading.values()]


def _precedence(row: Benchmark) -> tuple[int, bool, int, int]:
    """The newest year, by itself before several together; then the larger sample."""
    return -row.year, row.first_year is not None, -(row.sample_size or 0), row.pk


def _gap(survey: Benchmark, advertised: Benchmark) -> Gap:
    """Both have a median: the database holds that distributions do."""
    before, now = survey.p50 or Decimal(0), advertised.p50 or Decimal(0)
    percent = ((now - before) * 100 / before).quantize(TENTH, ROUND_HALF_EVEN)
    return Gap(survey.level, survey, advertised, now - before, percent)
