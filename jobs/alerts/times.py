"""When a letter is due: at an hour of the reader's own clock, each day or each Monday."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from jobs.alerts.models import Rhythm

AREAS: Final = (
    *("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe"),
    *("Indian", "Pacific"),
)
MONDAY: Final = 0
DEFAULT: Final = "UTC"


@cache
def zones() -> dict[str, list[str]]:
    """Names of time zones by area, those that browsers know them by; each names a place."""
    names = sorted(available_timezones())
    return {area: [name for name in names if name.startswith(f"{area}/")] for area in AREAS}


@cache
def known_zones() -> frozenset[str]:
    return frozenset((DEFAULT, *(name for names in zones().values() for name in names)))


def zone_of(name: str) -> ZoneInfo:
    """UTC for a zone that this machine doesn't know any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(DEFAULT)


def next_due(after: datetime, *, rhythm: str, zone: str, hour: int) -> datetime:
    """The first instant after the given one at which a letter is due; in UTC.

    Where the clock leaps over the hour, it is due at the leap; where the hour comes twice, at the first.
    """
    place = zone_of(zone)
    days = _days(after.astimezone(place).date() - timedelta(days=1))
    due = (
        datetime(day.year, day.month, day.day, hour, tzinfo=place).astimezone(UTC)
        for day in days
        if rhythm == Rhythm.DAILY or day.weekday() == MONDAY
    )
    return next(instant for instant in due if instant > after)


def _days(first: date) -> Iterator[date]:
    while True:
        yield first
        first += timedelta(days=1)
