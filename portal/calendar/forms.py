"""What the calendar’s addresses may say."""

import re
from datetime import UTC, date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.addresses import AddressForm
from portal.instants import EARLIEST, LATEST

LAST_PAGE: Final = 100
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def today() -> date:
    return timezone.now().astimezone(UTC).date()


def in_bounds(year: int) -> int:
    if not EARLIEST <= year <= LATEST:
        raise ValidationError(f"Choose a year from {EARLIEST} to {LATEST}.")
    return year


class MonthForm(AddressForm):
    month = forms.CharField(
        required=False,
        max_length=20,
        widget=forms.DateInput(attrs={"type": "month"}),
        error_messages={"max_length": "Write a month as 2026-11."},
    )

    def clean_month(self) -> date | None:
        """The first day of the month; None for none."""
        text = self.cleaned_data["month"]
        if not text:
            return None
        found = _MONTH.fullmatch(text)
        if not found:
            raise ValidationError("Write a month as 2026-11.")
        return date(in_bounds(int(found[1])), int(found[2]), 1)

    @property
    def first(self) -> date:
        """The first day of the month that was asked for, else of this one."""
        asked: date | None = self.cleaned_data.get("month") if self.is_valid() else None
        return asked or today().replace(day=1)


class DayForm(AddressForm):
    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write a day as 2026-11-28."},
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day:
            in_bounds(day.year)
        return day

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() else None
