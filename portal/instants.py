"""Instants and days that people type: near enough to be meant, whichever way they come in."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

EARLIEST: Final = 1990  # year
LATEST: Final = 2100
# What columns hold of both, whatever the clock says: for `__range` in constraints.
DAYS: Final = (date(EARLIEST, 1, 1), date(LATEST, 12, 31))
INSTANTS: Final = (datetime(EARLIEST, 1, 1, tzinfo=UTC), datetime(LATEST, 12, 31, tzinfo=UTC))
FARTHEST: Final = timedelta(days=5 * 366)


def near(moment: date) -> None:
    """A validator. Plans reach years ahead at most; the year 9999 is a slip of the finger."""
    is_instant = isinstance(moment, datetime)
    now = timezone.now()
    if moment.year < EARLIEST or moment > ((now if is_instant else now.date()) + FARTHEST):
        noun = "an instant" if is_instant else "a day"
        raise ValidationError(f"Choose {noun} within the next five years.", code="far")


def past(day: date) -> None:
    """A validator of days on which something was done: today at the latest, as clocks in UTC have it."""
    if day.year < EARLIEST or day > timezone.now().date():
        raise ValidationError(f"Choose today or a day before, from {EARLIEST} on.", code="future")
