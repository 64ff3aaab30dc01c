"""What a list of jobs can be narrowed by: one form for the page, the feed and the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.http import urlencode

from jobs.options import Option, Options, options
from jobs.querysets import JobQuerySet
from portal.money import money
from portal.paging import COUNTED, PageForm
from portal.work import Workplace

DEFAULT_CURRENCY: Final = "USD"
FILTERS: Final = ("role", "workplace", "place", "pay_min")


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
    is_more: bool


class JobFilter(forms.Form):
    """The parameters of the API too, which adds none of its own."""

    role = forms.CharField(
        required=False, max_length=80, help_text="A role’s slug, such as ml-engineer."
    )
    workplace = forms.ChoiceField(required=False, choices=Workplace)
    place = forms.CharField(
        required=False,
        max_length=80,
        help_text="A country’s, region’s or city’s slug. Finds jobs in it and inside it, and remote jobs "
        "open to people who live there.",
    )
    pay_min = forms.DecimalField(
        label="Pay from",
        required=False,
        min_value=1,
        max_value=Decimal(10) ** 9,
        max_digits=12,
        decimal_places=2,
        help_text="Per year. Finds listings whose pay starts at this or above. Monthly, weekly, daily and "
        "hourly pay is counted as a full-time year of 12 months, 52 weeks, 260 days or 2,080 hours.",
    )
    currency = forms.CharField(
        required=False,
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "Three capital letters, such as USD.")],
        help_text="The currency of “pay from”; USD if not given. Pay in other currencies is left out, "
        "not converted.",
    )

    @cached_property
    def options(self) -> Options:
        return options()

    def clean_role(self) -> Option | None:
        return self._chosen("role")

    def clean_place(self) -> Option | None:
        return self._chosen("place")

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or DEFAULT_CURRENCY

    def _chosen(self, name: str) -> Option | None:
        slug = self.cleaned_data[name]
        if not slug:
            return None
        found = self.options.role(slug) if name == "role" else self.options.places.get(slug)
        if found is None:
            raise forms.ValidationError(f"There is no {name} “{slug}”.")
        return found

    def given(self, name: str) -> Any:
        """What a filter is set to; nothing where it can't be understood."""
        return self.cleaned_data.get(name) if self.is_bound and not self.errors.get(name) else None

    def wanted(self, *, leave_out: str = "") -> dict[str, Any]:
        """The filters that are on and understood, except one, for `JobQuerySet.narrowed`."""
        given = {name: self.given(name) for name in FILTERS if name != leave_out}
        role, place, floor = (given.get(name) for name in ("role", "place", "pay_min"))
        wanted = {
            "role": role.pk if role else None,
            "workplace": given.get("workplace"),
            "place": place.pk if place else None,
            "floor": floor,
            "currency": (self.given("currency") or DEFAULT_CURRENCY) if floor else None,
        }
        return {name: value for name, value in wanted.items() if value}

    def apply(self, jobs: JobQuerySet, *, leave_out: str = "") -> JobQuerySet:
        """The jobs that fit the filters that are understood, except one."""
        return jobs.narrowed(**self.wanted(leave_out=leave_out))


class JobListForm(PageForm, JobFilter):
    """The list’s address: what it is narrowed by, in words and as links."""

    @property
    def heading(self) -> str:
        """The list’s name: "Remote ML engineer jobs in California"."""
        role, place, workplace = (self.given(name) for name in ("role", "place", "workplace"))
        what = f"{role.name} jobs" if role else "jobs"
        how = f"{Workplace(workplace).label} " if workplace else "" if role else "open "
        where = f" in {place.name}" if place else ""
        text = f"{how}{what}{where}"
        return text[:1].upper() + text[1:]

    @property
    def query(self) -> str:
        """The address’s query for what is set, the page left out; empty or with a question mark."""
        return _query(self._values())

    def active(self) -> list[Active]:
        values = self._values()
        return [
            Active(name, self._label(name), _query(_without(values, name)) or ".")
            for name in FILTERS
            if name in values
        ]

    def suggestions(self, jobs: JobQuerySet) -> list[Suggestion]:
        """For an empty list: what would be found without each filter, the most first."""
        found = []
        for active in self.active():
            rows = self.apply(jobs, leave_out=active.name).order_by().values("pk")
            count = rows[: COUNTED + 1].count()
            if count:
                found.append(
                    Suggestion(active.label, active.without, min(count, COUNTED), count > COUNTED)
                )
        return sorted(found, key=lambda suggestion: -suggestion.count)

    def _values(self) -> dict[str, str]:
        values = {name: self.data.get(name, "") for name in FILTERS if self.given(name)}
        if role := self.given("role"):
            values["role"] = role.slug  # today's, where a former one was asked for
        currency = self.given("currency")
        if "pay_min" in values and currency != DEFAULT_CURRENCY:
            values["currency"] = str(currency)
        return values

    def _label(self, name: str) -> str:
        value = self.given(name)
        if name == "workplace":
            return str(Workplace(value).label)
        if name == "pay_min":
            return f"from {money(value, self.given('currency') or DEFAULT_CURRENCY)} a year"
        return str(value.name)


def _without(values: Mapping[str, str], name: str) -> dict[str, str]:
    gone = {name, "currency"} if name == "pay_min" else {name}
    return {key: value for key, value in values.items() if key not in gone}


def _query(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""
