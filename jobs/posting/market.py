"""The market beside the pay: the benchmark, the percentiles of reports, and live listings like this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q

from jobs.models import Job
from jobs.posting.draft import Draft
from portal.money import money, span
from portal.taxonomy.models import Role
from portal.work import Level
from salaries.confidence import counted
from salaries.models import Benchmark, Component
from salaries.percentiles import percentiles
from salaries.position import PayQuery, Position, Standing, stand
from salaries.standing.answers import SURVEYED

FIGURES: Final = 300  # read at most
SOURCES: Final = 4  # shown
LISTINGS: Final = 2_000  # read at most, the newest
SHOWN: Final = 3  # listings named
ENOUGH: Final = 5  # listings from which quartiles are told
WIDE: Final = Decimal("1.5")  # an upper end this many times the lower one says little
MONEY: Final = Decimal(1)


@dataclass(frozen=True)
class Spread:
    """The middle half of reports or of listings, for a year of full-time work."""

    name: str
    url: str
    about: str
    p25: str
    p50: str
    p75: str
    n: str


@dataclass(frozen=True)
class Similar:
    """Live listings like this one. `about` says how alike they are."""

    n: int
    about: str
    sentence: str
    jobs: Sequence[Any]


@dataclass(frozen=True)
class Market:
    """All that stands beside the pay. `position` is that of no pay where none is given: its figure counts."""

    role: Role
    currency: str
    has_pay: bool
    is_annual: bool
    position: Position
    spreads: Sequence[Spread]
    similar: Similar
    warnings: Sequence[str]


def market_of(job: Job, draft: Draft) -> Market:
    """With three queries at most."""
    content = draft.content
    has_pay = content.pay_min is not None and content.pay_max is not None
    position = stand([_query(draft)])[0]
    return Market(
        role=content.primary_role,
        currency=content.currency,
        has_pay=has_pay,
        is_annual=content.period == "year",
        position=position,
        spreads=_spreads(draft),
        similar=_similar(job, draft),
        warnings=warnings(draft, position) if has_pay else (),
    )


def warnings(draft: Draft, position: Position) -> list[str]:
    """What is odd about a pay. Nothing of it keeps a listing from being submitted."""
    low, high = draft.content.pay_min, draft.content.pay_max
    found = []
    if position.standing in (Standing.BELOW, Standing.ABOVE):
        found.append(f"{position.sentence} Readers see that on the listing.")
    if low and high and high > low * WIDE:
        more = ((high / low - 1) * 100).quantize(MONEY)
        found.append(
            f"The upper end is {more:,} % above the lower one. So wide a range says little: readers "
            "trust one that ends within half above its start."
        )
    return found


def warnings_of(draft: Draft) -> list[str]:
    """The same for a listing that is saved."""
    if draft.content.pay_min is None or draft.content.pay_max is None:
        return []
    return warnings(draft, stand([_query(draft)])[0])


def _query(draft: Draft) -> PayQuery:
    content = draft.content
    return PayQuery(
        role_id=content.primary_role_id,
        level=content.level,
        country=draft.pay_country,
        pay_min=content.pay_min or Decimal(0),
        pay_max=content.pay_max or content.pay_min or Decimal(0),
        currency=content.currency,
        period=content.period,
    )


def _spreads(draft: Draft) -> list[Spread]:
    """The distribution of each source that fits best: its level, its country, then the newest."""
    content, level = draft.content, SURVEYED.get(draft.content.level, "")
    rows = (
        Benchmark.objects.public()
        .distributions()
        .filter(role=content.primary_role_id, currency=content.currency, workplace="any")
        .filter(Q(place__country=draft.pay_country) | Q(place__country=""))
        .filter(component=Component.BASE, level__in=("", level))
        .with_relations()[:FIGURES]
    )
    best: dict[int | None, Benchmark] = {}
    for row in sorted(rows, key=lambda row: _fitness(row, level, draft.pay_country)):
        best.setdefault(row.source_id, row)
    return [_spread(row) for row in list(best.values())[:SOURCES]]


def _fitness(row: Benchmark, level: str, country: str) -> tuple[Any, ...]:
    here = row.place.country == country
    return (row.level != level, not here, -row.year, row.first_year is not None, row.pk)


def _spread(row: Benchmark) -> Spread:
    p25, p50, p75 = (money(end or 0, row.currency) for end in (row.p25, row.p50, row.p75))
    return Spread(
        name=str(row.source),
        url=row.get_absolute_url(),
        about=f"{row.level_label}, {row.place.label}, {row.years}",
        p25=p25,
        p50=p50,
        p75=p75,
        n=counted(row.sample_size or 0, row),
    )


COLUMNS: Final = (
    *("slug", "title", "company__name", "pay_label", "level", "pay_country"),
    *("annual_min", "annual_max"),
)


def _similar(job: Job, draft: Draft) -> Similar:
    """Of the role and currency, narrowed to the level and the country as far as some are left."""
    content, country = draft.content, draft.pay_country
    rows = list(
        Job.objects.public()
        .filter(primary_role=content.primary_role_id, currency=content.currency)
        .exclude(pk=job.pk)
        .newest()
        .values_list(*COLUMNS, named=True)[:LISTINGS]
    )
    here = [row for row in rows if row.pay_country == country]
    wider = [
        ("same role, same country, any level", here),
        ("same role, any country and level", rows),
    ]
    if content.level:
        level = str(Level(content.level).label).lower()
        same = [row for row in here if row.level == content.level]
        wider.insert(0, (f"same role, {level}, same country", same))
    for words, alike in wider:
        if alike:
            return Similar(len(alike), words, _told(alike, content.currency), alike[:SHOWN])
    return Similar(0, "", "", ())


def _told(rows: Sequence[Any], currency: str) -> str:
    """What they offer, by the middle of each range, for a full-time year."""
    middles = sorted((row.annual_min + row.annual_max) / 2 for row in rows)
    if len(middles) < ENOUGH:
        ends = span(middles[0].quantize(MONEY), middles[-1].quantize(MONEY), currency)
        return f"The middle of their ranges: {ends} a year."
    p25, p50, p75 = (
        money(percentiles(middles)[name].quantize(MONEY), currency)
        for name in ("p25", "p50", "p75")
    )
    return f"Half of them offer {p25} to {p75} a year, by the middle of their ranges; the median is {p50}."
