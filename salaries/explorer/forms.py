"""The explorer's filter; its CSV and JSON take the same."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from portal.taxonomy.models import Place, Role
from salaries.explorer.choices import Choices
from salaries.forms import ALL_LEVELS, BenchmarkFilter

PAGE_SIZE: Final = 50  # figures on a page, and in its files
LAST_PAGE: Final = 200
FIRST: Final = ("role", "level", "place", "workplace", "year")
MORE: Final = ("measure", "shape", "basis", "source")
NAMES: Final = (*FIRST, *MORE)


class ExplorerForm(BenchmarkFilter):
    """Offers what has figures; page, CSV and JSON of one address hold the same rows."""

    field_order = (*NAMES, "page")

    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LAST_PAGE,
        widget=forms.HiddenInput,
        error_messages={
            "max_value": f"Lists end at page {LAST_PAGE}. Narrow the list to reach what lies further down.",
        },
    )

    def __init__(self, data: QueryDict, *, roles: Iterable[Role], choices: Choices) -> None:
        super().__init__(data)
        self.roles = list(roles)
        self.offers = {
            "role": [("", "Every role"), *((role.slug, role.name) for role in self.roles)],
            "place": [("", "Every place"), *choices.places],
            "year": [("", "Every year"), *choices.years],
            "source": [("", "Every source"), *choices.sources],
        }
        for name, offer in self.offers.items():
            self.fields[name].widget = forms.Select(choices=offer)
        for field in self.fields.values():
            field.help_text = ""

    @cached_property
    def known(self) -> set[tuple[str, str]]:
        """What is offered is known; only another place has to be looked up: it may be without figures."""
        found = {
            (name, value)
            for name in self.slugs
            for value, _ in self.offers[name]
            if value == self.cleaned_data.get(name)
        }
        place = self.cleaned_data.get("place")
        if place and ("place", place) not in found:
            places = Place.objects.filter(slug=place).values_list("slug", flat=True)
            found |= {("place", slug) for slug in places}
        return found

    @property
    def status(self) -> int:
        """200, or 400 where a value can't be understood."""
        return 200 if self.is_valid() else 400

    @property
    def number(self) -> int:
        """Of the page."""
        return self.cleaned_data.get("page") or 1

    @cached_property
    def given(self) -> dict[str, Any]:
        """The filters that are set and understood."""
        return {name: self.cleaned_data[name] for name in NAMES if self.cleaned_data.get(name)}

    @property
    def chosen_role(self) -> Role | None:
        """The one role that was chosen."""
        return next((role for role in self.roles if role.slug == self.given.get("role")), None)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def has_more(self) -> bool:
        """Whether one of the further filters is on, so that they stand open."""
        return any(name in self.given or name in self.errors for name in MORE)

    def query(self, *, without: str = "", page: int = 1) -> str:
        """The address's query for what is given; empty, or with a question mark."""
        kept = {name: str(value) for name, value in self.given.items() if name != without}
        if page > 1:
            kept["page"] = str(page)
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def stand_query(self) -> str:
        """The same role and level for the form that asks where a pay stands."""
        kept = {str(name): self.given[name] for name in ("role", "level") if name in self.given}
        if kept.get("level") == ALL_LEVELS:
            del kept["level"]
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """Each filter that is on: its name, what it says, and the query without it."""
        return [
            (str(self[name].label), self._words(name), self.query(without=name))
            for name in self.given
        ]

    def _words(self, name: str) -> str:
        """As the list offers it; a year that isn't offered says itself."""
        given = self.given[name]
        offers = {str(value): str(label) for value, label in self.fields[name].widget.choices}
        return offers.get(str(given), getattr(given, "words", str(given)))
