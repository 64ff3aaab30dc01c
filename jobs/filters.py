"""What a list of jobs can be narrowed by: one form for the page, the feed and the API."""

from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import Truncator

from jobs.finding.search import Sort, Wanted
from jobs.models import EmploymentType
from jobs.options import Option, Options, options
from portal.addresses import FixedForm
from portal.search.words import asked
from portal.work import Level, Workplace

DEFAULT_CURRENCY: Final = "USD"
MOST_VALUES: Final = 20  # of one facet
OF_TAXONOMY: Final = ("role", "skill", "country", "city", "place")
OF_WORDS: Final = ("level", "workplace", "employment_type")
FACETS: Final = ("role", "skill", "level", "workplace", "country", "city", "employment_type")
FILTERS: Final = ("q", *FACETS, "place", "pay_min", "posted")
DAYS: Final = {
    "1": "Since yesterday",
    "3": "Past 3 days",
    "7": "Past 7 days",
    "14": "Past 14 days",
    "30": "Past 30 days",
}
SORTS: Final = {
    Sort.RELEVANCE: "Relevance",
    Sort.DATE: "Newest first",
    Sort.PAY: "Highest pay first",
}


class Several(forms.MultipleChoiceField):
    """Values of one facet, each once; a job fits with any of them."""

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean([*dict.fromkeys(each for each in value or () if each)])
        if len(chosen) > MOST_VALUES:
            raise forms.ValidationError(f"Choose {MOST_VALUES} at most.")
        return chosen


class Slugs(Several):
    """Slugs that the form itself looks up, in what it remembers of the taxonomy."""

    def valid_value(self, value: str) -> bool:
        return True


def several(kind: str, more: str = "") -> Slugs:
    return Slugs(
        required=False,
        help_text=f"{kind}’s slug{more} Can be given several times: any of them fits.",
    )


class JobFilter(FixedForm):
    """The parameters of the API too, which adds none of its own but `facets`."""

    q = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        help_text="Words that stand in the listing, all of them. Where nothing is written so, those nearest "
        "in spelling are looked for.",
    )
    role = several("A role", ", such as ml-engineer.")
    skill = several("A skill", ", such as python.")
    level = Several(required=False, choices=Level, help_text="Seniority; any of several fits.")
    workplace = Several(
        required=False, choices=Workplace, help_text="Where the work is done; any of several fits."
    )
    country = several(
        "A country", ". Finds remote jobs too that are open to people who live there."
    )
    city = several("A city", ".")
    employment_type = Several(
        required=False, choices=EmploymentType, help_text="Kind of employment; any of several fits."
    )
    place = several("A country, region or city", ". Finds what lies inside it.")
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
    posted = forms.ChoiceField(
        label="Posted",
        required=False,
        choices=list(DAYS.items()),
        help_text="Days before today, by the calendar of UTC, since which it has been open.",
    )

    @cached_property
    def options(self) -> Options:
        return options()

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if text and not asked(text):
            raise forms.ValidationError("Write a word or a number: signs alone find nothing.")
        return text

    def clean_role(self) -> list[Option]:
        return self._chosen("role")

    def clean_skill(self) -> list[Option]:
        return self._chosen("skill")

    def clean_country(self) -> list[Option]:
        return self._chosen("country")

    def clean_city(self) -> list[Option]:
        return self._chosen("city")

    def clean_place(self) -> list[Option]:
        return self._chosen("place")

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or DEFAULT_CURRENCY

    def _chosen(self, name: str) -> list[Option]:
        slugs = self.cleaned_data[name]
        found = {slug: self.options.named(name, slug) for slug in slugs}
        if unknown := [slug for slug, option in found.items() if option is None]:
            raise forms.ValidationError(
                [f"There is no {name} “{Truncator(slug).chars(60)}”." for slug in unknown]
            )
        # A former slug and today's are one.
        return list(dict.fromkeys(option for option in found.values() if option))

    def given(self, name: str) -> Any:
        """What a filter is set to; nothing where it can't be understood."""
        return self._understood.get(name)

    @cached_property
    def _understood(self) -> dict[str, Any]:
        self.is_valid()  # reads what was asked, unless that was done before
        return self.cleaned_data if self.is_bound else {}

    @property
    def currency_given(self) -> str:
        return self.given("currency") or DEFAULT_CURRENCY

    def wanted(self) -> Wanted:
        """The filters that are on and understood."""
        chosen = {
            name: [value.pk if isinstance(value, Option) else value for value in values]
            for name in (*OF_TAXONOMY, *OF_WORDS)
            if (values := self.given(name))
        }
        posted = self.given("posted")
        return Wanted(
            words=asked(self.given("q") or ""),
            chosen=chosen,
            floor=self.given("pay_min"),
            currency=self.currency_given,
            days=int(posted) if posted else None,
        )
