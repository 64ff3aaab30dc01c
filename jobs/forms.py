"""The list of jobs as its address states it: in words, as links, with or without a filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms

from jobs.filters import DAYS, DEFAULT_CURRENCY, FILTERS, OF_TAXONOMY, SORTS, JobFilter
from jobs.finding.search import Search, Sort
from jobs.models import EmploymentType
from jobs.options import inside
from portal.money import money
from portal.paging import PageForm
from portal.work import Level, Workplace


@dataclass(frozen=True)
class Active:
    """A filter that is on, in words, and the address of the list without it."""

    name: str
    label: str
    without: str


@dataclass(frozen=True)
class Suggestion:
    """How many listings there would be without one filter."""

    label: str
    without: str
    count: int


class JobListForm(PageForm, JobFilter):
    """The list’s address: what it is narrowed by, in words and as links."""

    sort = forms.ChoiceField(required=False, choices=list(SORTS.items()), label="Sort by")

    @property
    def sorted_by(self) -> Sort:
        """As asked; by relevance where words are asked for, or else the newest first."""
        return Sort(self.given("sort") or self._usual_sort)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """Orders to choose from. The usual one is left out of the address, so that words bring their own."""
        usual = self._usual_sort
        applying = [sort for sort in SORTS if sort is not Sort.RELEVANCE or sort is usual]
        return [("" if sort is usual else sort.value, SORTS[sort]) for sort in applying]

    @property
    def _usual_sort(self) -> Sort:
        return Sort.RELEVANCE if self.given("q") else Sort.DATE

    @property
    def heading(self) -> str:
        """The list’s name: "Remote ML engineer jobs in California"."""
        role, workplace = self._only("role"), self._only("workplace")
        places = [*filter(None, map(self._only, ("city", "country", "place")))]
        what = f"{role.name} jobs" if role else "jobs"
        how = f"{Workplace(workplace).label} " if workplace else "" if role else "open "
        where = f" {inside(places[0].name)}" if places else ""
        text = f"{how}{what}{where}"
        return text[:1].upper() + text[1:]

    @property
    def query(self) -> str:
        """The address’s query for what narrows it, page and order left out; empty or with a question mark."""
        values = self._values
        return _query({**values, **self._currency("pay_min" in values)})

    @property
    def is_narrow(self) -> bool:
        """Whether anything narrows it. What people look for by name has a page of its own (`jobs.landing`)."""
        return bool(self._values)

    @property
    def lasting(self) -> dict[str, list[str]]:
        """What narrows it, however the days pass."""
        values = {name: given for name, given in self._values.items() if name != "posted"}
        return {**values, **self._currency("pay_min" in values)}

    @property
    def said(self) -> list[str]:
        """The same in words: "ML Engineer or AI Engineer", "Remote"."""
        return [
            self._labels(name, values) for name, values in self.lasting.items() if name in FILTERS
        ]

    def active(self) -> list[Active]:
        values = self._values
        return [
            Active(name, self._label(name, value), self._address(_without(values, name, value)))
            for name in FILTERS
            for value in values.get(name, ())
        ]

    def suggestions(self, search: Search) -> list[Suggestion]:
        """For an empty list: what would be found without each filter, the most first."""
        values = self._values
        found = [
            Suggestion(
                self._labels(name, values[name]), self._address(_without(values, name)), count
            )
            for name in FILTERS
            if name in values and (count := search.without(name).bit_count())
        ]
        return sorted(found, key=lambda suggestion: -suggestion.count)

    def _only(self, name: str) -> Any:
        values: Sequence[Any] = self.given(name) or ()
        return values[0] if len(values) == 1 else None

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        """What narrows it, as it stands in an address: former slugs by today's."""
        values: dict[str, list[str]] = {}
        for name in FILTERS:
            given = self.given(name)
            if not given:
                continue
            if name in OF_TAXONOMY:
                values[name] = [option.slug for option in given]
            else:
                values[name] = given if isinstance(given, list) else [str(given)]
        return values

    def _currency(self, counts: bool, /) -> dict[str, list[str]]:
        is_said = counts and self.currency_given != DEFAULT_CURRENCY
        return {"currency": [self.currency_given]} if is_said else {}

    def _address(self, values: Mapping[str, Sequence[str]]) -> str:
        """That of the list with these filters and the order asked for."""
        sort = self.given("sort")
        currency = self._currency("pay_min" in values or sort == Sort.PAY)
        return _query({**values, **currency, **({"sort": [sort]} if sort else {})}) or "."

    def paying_from(self, floor: int) -> str:
        """The address of the list with another floor of pay."""
        return self._address({**self._values, "pay_min": [str(floor)]})

    def _label(self, name: str, value: str) -> str:
        match name:
            case "q":
                return f"“{value}”"
            case "pay_min":
                return f"from {money(Decimal(value), self.currency_given)} a year"
            case "posted":
                return DAYS[value].lower()
            case "level" | "workplace" | "employment_type":
                words: Any = {"level": Level, "workplace": Workplace}.get(name, EmploymentType)
                return str(words(value).label)
        return self.options.of(name)[value].name

    def _labels(self, name: str, values: Sequence[str]) -> str:
        labels = [self._label(name, value) for value in values]
        return " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def _without(
    values: Mapping[str, Sequence[str]], name: str, value: str | None = None
) -> dict[str, list[str]]:
    """Without a filter, or without one of its values."""
    left = {key: list(given) for key, given in values.items()}
    left[name] = [other for other in left[name] if value is not None and other != value]
    return {key: given for key, given in left.items() if given}


def _query(values: Mapping[str, Sequence[str]]) -> str:
    return f"?{urlencode(values, doseq=True)}" if values else ""
