"""Advertised pay: percentiles of what the portal's own live listings offer, as figures of a source.

Of a listing counts the middle of its range, for a full-time year. Nothing is converted but the period:
each currency stands by itself. Counted once a day, so that a figure holds for a day.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs.models import Job
from portal.freshness import changed
from portal.taxonomy.models import Place
from portal.work import Level
from salaries.distributions import THRESHOLD, Distribution, Group, Swap, replace_distributions
from salaries.models import Basis, Source, SurveyLevel, Workplace
from salaries.percentiles import percentiles

SLUG: Final = "advertised"
CHUNK: Final = 2_000  # listings read at once

# What a listing's level is called in surveys. Staff and principal have no counterpart there: these lead by
# their craft, while a survey's executives lead organizations. They count where all levels do.
LEVELS: Final[dict[str, SurveyLevel]] = {
    Level.ENTRY: SurveyLevel.ENTRY,
    Level.JUNIOR: SurveyLevel.ENTRY,
    Level.MID: SurveyLevel.MID,
    Level.SENIOR: SurveyLevel.SENIOR,
    Level.LEAD: SurveyLevel.SENIOR,
}

METHOD: Final = f"""\
Counted once a day from the listings that are live on this portal. Every listing states both ends of its pay; its \
figure is the middle between them. Pay by the month, week, day or hour counts as a full-time year of 12 months, 52 \
weeks, 260 days or 2,080 hours. Currencies are not converted: each has figures of its own. All types of employment \
count. A listing belongs to its primary role, to the one country it is paid in (listings paid in several count \
worldwide only) and to its workplace. Entry and junior listings are entry level, senior and lead ones senior level; \
staff and principal listings have no counterpart in surveys and count only where all levels stand together. \
Percentiles are interpolated linearly between closest ranks. Groups of fewer than {THRESHOLD} listings have no figure. \
What is advertised is not what is paid: compare with surveys before drawing conclusions."""


class Listing(NamedTuple):
    """What counts of a listing; the amounts are for a full-time year."""

    role_id: int
    level: str
    country: str
    workplace: str
    currency: str
    low: Decimal
    high: Decimal


COLUMNS: Final = (
    *("primary_role", "level", "pay_country", "workplace"),
    *("currency", "annual_min", "annual_max"),
)


def count_daily() -> int:
    """Count once a day; how many figures came, changed or went. For upkeep."""
    today = timezone.now().date()
    if Source.objects.filter(slug=SLUG, retrieved_on__gte=today).exists():
        return 0
    swap = count_advertised()
    return swap.published + swap.changed + swap.withdrawn


@transaction.atomic
def count_advertised() -> Swap:
    """Count the live listings now, and swap the figures of advertised pay for what is found."""
    today = timezone.now().date()
    amounts, count = _amounts(today)
    figures = [
        Distribution(group, **percentiles(found), sample_size=len(found))
        for group, unsorted in amounts.items()
        if len(found := sorted(unsorted)) >= THRESHOLD
    ]
    source = Source.objects.filter(slug=SLUG).first()
    if source is None and not figures:
        return Swap()
    source = source or _make_source(today)
    _date(source, today)
    reason = f"Counted from {count:,} live listings on {today:%B} {today.day}, {today.year}"
    return replace_distributions(source, figures, by=None, reason=reason, is_rolling=True)


def _amounts(today: date) -> tuple[dict[Group, list[Decimal]], int]:
    """The pay of the listings of each group and of all coarser ones, and how many listings there are."""
    places = {place.country: place.pk for place in Place.objects.filter(kind=Place.Kind.COUNTRY)}
    world = Place.objects.world().pk
    found: dict[Group, list[Decimal]] = {}
    count = 0
    for listing in _listings():
        count += 1
        middle = (listing.low + listing.high) / 2
        country = places.get(listing.country)
        for group in _groups(listing, world, country, today.year):
            found.setdefault(group, []).append(middle)
    return found, count


def _listings() -> Iterator[Listing]:
    rows = Job.objects.public().exclude(annual_min=None).exclude(annual_max=None)
    values = rows.order_by().values_list(*COLUMNS)
    return map(Listing._make, values.iterator(CHUNK))


def _groups(listing: Listing, world: int, country: int | None, year: int) -> Iterator[Group]:
    """All that a listing counts in, from its own group to the role as a whole."""
    level = LEVELS.get(listing.level, "")
    workplace = Workplace(listing.workplace)
    for each, place, work in product(
        dict.fromkeys(("", level)),
        [world, country] if country else [world],
        (Workplace.ANY, workplace),
    ):
        yield Group(listing.role_id, str(each), place, work, year, None, listing.currency)


def _make_source(today: date) -> Source:
    source = Source(
        slug=SLUG,
        name="Pay advertised on this portal",
        publisher=settings.SITE_NAME,
        reference_period=str(today.year),
        retrieved_on=today,
        license="CC BY 4.0",
        license_url="https://creativecommons.org/licenses/by/4.0/",
        basis=Basis.ADVERTISED,
        method=METHOD,
    )
    source.full_clean()
    source.save()
    return source


def _date(source: Source, today: date) -> None:
    """Counted today, whether or not anything is new; the day alone is no entry in the history."""
    if source.retrieved_on != today:
        Source.objects.filter(pk=source.pk).update(
            retrieved_on=today, reference_period=str(today.year)
        )
        changed("salaries")
