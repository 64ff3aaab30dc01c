"""A month as weeks, from Monday on."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from portal.calendar.sources import Day
from portal.instants import EARLIEST, LATEST

WEEKDAYS: Final = tuple(calendar.day_name)


@dataclass(frozen=True)
class Cell:
    """A day of the table; `due` is None for one of a neighboring month."""

    day: date
    due: Day | None


def last_of(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def weeks(first: date, due: Mapping[date, Day]) -> list[list[Cell]]:
    found = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [Cell(day, due.get(day, Day()) if day.month == first.month else None) for day in week]
        for week in found
    ]


def before(first: date) -> date | None:
    """The month before, or None where the calendar begins."""
    found = (first - timedelta(days=1)).replace(day=1)
    return found if found.year >= EARLIEST else None


def after(first: date) -> date | None:
    found = last_of(first) + timedelta(days=1)
    return found if found.year <= LATEST else None
