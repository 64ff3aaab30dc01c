"""What the changelog can be narrowed by: one form for its page, its feed, its files and the API."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.http import QueryDict
from django.utils.http import urlencode

from portal.instants import EARLIEST, LATEST
from portal.paging import PageForm
from portal.taxonomy.models import Role
from salaries.models import Source
from salaries.models.change import FigureChangeQuerySet
from salaries.slugs import SlugParameters

FILTERS: Final = ("role", "source", "month")
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


class ChangeFilter(SlugParameters):
    slugs: ClassVar = ("role", "source")

    role = forms.CharField(
        required=False, max_length=80, help_text="A role’s slug, such as ml-engineer."
    )
    source = forms.CharField(required=False, max_length=80, help_text="A source’s slug.")
    month = forms.CharField(
        required=False, max_length=20, help_text="A month of the calendar in UTC, as 2026-11."
    )

    def clean_month(self) -> date | None:
        """The first day of the month; None for none."""
        text = self.cleaned_data["month"]
        if not text:
            return None
        found = _MONTH.fullmatch(text)
        if not found or not EARLIEST <= int(found[1]) <= LATEST:
            raise ValidationError("Write a month as 2026-11.")
        return date(int(found[1]), int(found[2]), 1)

    @cached_property
    def known(self) -> set[tuple[str, str]]:
        """Which of the slugs asked for exist, with one query for both kinds."""
        role, source = (self.cleaned_data.get(name) or "" for name in ("role", "source"))
        roles = Role.objects.public().filter(slug=role).values_list(Value("role"), "slug")
        sources = Source.objects.filter(slug=source).values_list(Value("source"), "slug")
        return set(roles.order_by().union(sources.order_by(), all=True).order_by())

    @cached_property
    def given(self) -> dict[str, Any]:
        """What is set and understood."""
        found = {name: self.cleaned_data.get(name) for name in FILTERS} if self.is_bound else {}
        return {name: value for name, value in found.items() if value}

    def apply(self, changes: FigureChangeQuerySet) -> FigureChangeQuerySet:
        """Narrow the changes to what was asked for and understood; call after `is_valid()`."""
        given = self.given
        if role := given.get("role"):
            changes = changes.filter(role__slug=role)
        if source := given.get("source"):
            changes = changes.filter(source__slug=source)
        if first := given.get("month"):
            bounds = (_instant(first), _instant(month_after(first)))
            changes = changes.filter(at__gte=bounds[0], at__lt=bounds[1])
        return changes


class ChangeListForm(PageForm, ChangeFilter):
    """The filter as it stands on the page, with what it offers."""

    def __init__(
        self,
        data: QueryDict,
        *,
        roles: Iterable[Role],
        sources: Iterable[Source],
        months: Iterable[date],
    ) -> None:
        super().__init__(data)
        offers = {
            "role": [("", "Every role"), *((role.slug, role.name) for role in roles)],
            "source": [("", "Every source"), *((source.slug, source.name) for source in sources)],
            "month": [("", "Every month"), *((f"{on:%Y-%m}", f"{on:%B %Y}") for on in months)],
        }
        for name, offer in offers.items():
            self.fields[name].widget = forms.Select(choices=offer)
            self.fields[name].help_text = ""
        self.offers = {name: dict(offer) for name, offer in offers.items()}

    @property
    def query(self) -> str:
        """The address’s query for what is given, the page left out; empty, or with a question mark."""
        return self._without("")

    @property
    def active(self) -> list[tuple[str, str]]:
        """Each filter that is on, in words, and the query without it."""
        return [
            (self.offers[name].get(text, text), self._without(name))
            for name, text in self._texts.items()
        ]

    @property
    def _texts(self) -> dict[str, str]:
        return {
            name: f"{value:%Y-%m}" if isinstance(value, date) else value
            for name, value in self.given.items()
        }

    def _without(self, name: str) -> str:
        left = {key: text for key, text in self._texts.items() if key != name}
        return f"?{urlencode(left)}" if left else ""


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
