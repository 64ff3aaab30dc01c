"""The parameters of the figures' pages, their CSV and JSON, and the API."""

from collections.abc import Container, Iterable
from functools import cached_property, reduce
from operator import and_
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import QueryDict
from django.utils.http import urlencode

from portal.api.parameters import Parameters as DataParameters
from portal.taxonomy.former import renamed_roles
from portal.taxonomy.models import Place, Role
from salaries.checks import EARLIEST, LATEST
from salaries.models import Basis, Benchmark, Measure, Source, SurveyLevel, Workplace
from salaries.models.choices import SHAPES
from salaries.querysets import BenchmarkQuerySet
from salaries.slugs import SlugParameters
from salaries.years import Years

FEWEST: Final = 2  # roles stand side by side
MOST: Final = 4
ALL_LEVELS: Final = "all"
# A level of the surveys, and the stated measure that says the same.
STATED_LEVELS: Final = {
    SurveyLevel.MID.value: Measure.MID_LEVEL.value,
    SurveyLevel.SENIOR.value: Measure.SENIOR_LEVEL.value,
}
# Stated figures of one part of those who do the work; the others are about all of them.
OF_A_PART: Final = (*STATED_LEVELS.values(), Measure.EXPERIENCE.value)
LOOKUPS: Final = {
    "role": "role__slug",
    "place": "place__slug",
    "source": "source__slug",
    "basis": "source__basis",
}


class Parameters(DataParameters):
    """An address that pages and files share."""

    def apply(self, benchmarks: BenchmarkQuerySet) -> BenchmarkQuerySet:
        """The figures that the parameters choose: all of them, as there are none."""
        return benchmarks


class StatedFilter(SlugParameters, Parameters):
    """Narrows the stated figures; names a slug that leads nowhere rather than finding nothing."""

    slugs: ClassVar[tuple[str, ...]] = ("role", "place")
    narrowing: ClassVar[tuple[str, ...]] = ("role", "measure", "place", "workplace", "year")

    role = forms.CharField(
        required=False, max_length=80, help_text="A role’s slug, such as ml-engineer."
    )
    measure = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Every measure"),
            *(choice for choice in Measure.choices if choice[0] != Measure.DISTRIBUTION),
        ],
        help_text="What is measured.",
    )
    place = forms.CharField(
        required=False,
        max_length=80,
        help_text="A place’s slug, such as us: finds figures for exactly this place.",
    )
    workplace = forms.ChoiceField(
        required=False,
        choices=[("", "Every workplace"), *Workplace.choices],
        help_text="Where the work is done; “any” finds the figures that make no difference.",
    )
    year: forms.Field = forms.IntegerField(
        required=False,
        min_value=EARLIEST,
        max_value=LATEST,
        help_text="The year that the figures are about.",
    )

    @cached_property
    def known(self) -> set[tuple[str, str]]:
        """Which of the slugs asked for exist, with one query for all kinds."""
        asked = {name: self.cleaned_data.get(name) or "" for name in self.slugs}
        roles = Role.objects.public().filter(slug=asked["role"])
        others: list[QuerySet[Any]] = [Place.objects.filter(slug=asked["place"])]
        if asked.get("source"):
            others.append(public_sources().filter(slug=asked["source"]))
        named = [
            rows.order_by().values_list(Value(name), "slug")
            for name, rows in zip(self.slugs, (roles, *others), strict=False)
        ]
        return set(named[0].union(*named[1:], all=True).order_by())

    def apply(self, benchmarks: BenchmarkQuerySet) -> BenchmarkQuerySet:
        """Narrow the figures to what was asked for and understood; call after `is_valid()`."""
        return benchmarks.filter(self.chosen())

    def chosen(self) -> Q:
        """All that was asked for, as one condition."""
        given = {name: self.cleaned_data.get(name) for name in self.narrowing}
        choices = (self.choice(name, value) for name, value in given.items() if value)
        return reduce(and_, choices, Q())

    def choice(self, name: str, value: Any) -> Q:
        return Q(**{LOOKUPS.get(name, name): value})


def public_sources() -> QuerySet[Source]:
    """Those that a public figure names."""
    return Source.objects.filter(Exists(Benchmark.objects.public().filter(source=OuterRef("pk"))))


class YearsField(forms.CharField):
    """ "2023", or "2020-2023" for figures of several years together."""

    default_error_messages = {"invalid": "Enter a year, or two years as in 2020-2023."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=9, **options)

    def clean(self, value: Any) -> Years | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            years = Years.read(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"]) from None
        if not all(EARLIEST <= year <= LATEST for year in years if year is not None):
            raise forms.ValidationError(f"Years lie between {EARLIEST} and {LATEST}.")
        return years


class BenchmarkFilter(StatedFilter):
    """Narrows all figures, stated ones and distributions."""

    slugs = ("role", "place", "source")
    narrowing = (*StatedFilter.narrowing, "level", "shape", "basis", "source")

    level = forms.ChoiceField(
        required=False,
        choices=[("", "Every level"), (ALL_LEVELS, "All levels together"), *SurveyLevel.choices],
        help_text="Level of those who are paid, in distributions; finds the stated mid-level and senior "
        "figures too. “all” finds the figures that are about all levels together.",
    )
    measure = forms.ChoiceField(
        required=False,
        choices=[("", "Every measure"), *Measure.choices],
        help_text="What is measured.",
    )
    year = YearsField(
        required=False,
        help_text="The year that the figures are about; 2020-2023 finds those of these years together.",
    )
    shape = forms.ChoiceField(
        required=False,
        choices=[("", "Every shape"), *SHAPES],
        help_text="What is known of a figure.",
    )
    basis = forms.ChoiceField(
        required=False,
        choices=[("", "Every basis"), *Basis.choices],
        help_text="What kind of evidence the source is.",
    )
    source = forms.CharField(
        required=False, max_length=80, help_text="A source’s slug, as in its address on the pages."
    )

    def choice(self, name: str, value: Any) -> Q:
        if name == "level":
            return at_level(value)
        if name == "year":
            return Q(year=value.last, first_year=value.first)
        return super().choice(name, value)


def at_level(level: str) -> Q:
    """The distributions of a level, and the stated figure that is about the same."""
    if level == ALL_LEVELS:
        return Q(level="") & ~Q(measure__in=OF_A_PART)
    stated = STATED_LEVELS.get(level)
    return Q(level=level) | Q(measure=stated) if stated else Q(level=level)


class FigureListForm(StatedFilter):
    """The filter as it stands on the page, offering the roles and places that have figures."""

    def __init__(self, data: QueryDict, *, roles: Iterable[Role], places: Iterable[Place]) -> None:
        super().__init__(data)
        offers = {
            "role": [("", "Every role"), *((role.slug, role.name) for role in roles)],
            "place": [("", "Every place"), *((place.slug, place.label) for place in places)],
        }
        for name, offer in offers.items():
            self.fields[name].widget = forms.Select(choices=offer)
        for field in self.fields.values():
            field.help_text = ""

    @cached_property
    def given(self) -> dict[str, Any]:
        """What is set and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The address’s query for what is given; empty, or with a question mark."""
        return _query(self.given)

    @property
    def active(self) -> list[tuple[str, str]]:
        """Each filter that is on, in words, and the query without it."""
        return [
            (self._words(name), _query({key: self.given[key] for key in self.given if key != name}))
            for name in self.given
        ]

    def _words(self, name: str) -> str:
        offers = dict(getattr(self.fields[name].widget, "choices", ()))
        return str(offers.get(self.given[name], self.given[name]))


def _query(given: dict[str, Any]) -> str:
    return f"?{urlencode(given)}" if given else ""


def _with_todays_slugs(data: QueryDict, known: Container[str]) -> QueryDict:
    """The same address, former slugs of roles replaced; a list of the form may be left empty."""
    slugs = data.getlist("role")
    if all(slug in known for slug in slugs):
        return data
    today, changed = renamed_roles(), data.copy()
    changed.setlist("role", [today.get(slug, slug) for slug in slugs if slug])
    return changed


class CompareForm(Parameters):
    """Two to four of the given roles; the address repeats `role`. Without any, nothing is chosen yet."""

    role = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        error_messages={"invalid_choice": "There is no role “%(value)s”."},
    )

    def __init__(self, data: QueryDict, *, roles: Iterable[Role]) -> None:
        self.roles = {role.slug: role for role in roles}
        super().__init__(_with_todays_slugs(data, self.roles))
        choices = [(role.slug, role.name) for role in self.roles.values()]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField

    def clean_role(self) -> list[Role]:
        """The roles in the order of the address."""
        slugs = self.cleaned_data["role"]
        if slugs and not FEWEST <= len(set(slugs)) == len(slugs) <= MOST:
            raise forms.ValidationError("Choose two, three or four different roles.")
        return [self.roles[slug] for slug in slugs]

    @property
    def status(self) -> int:
        """200, or 400 where the choice can't be understood."""
        return 200 if self.is_valid() else 400

    @property
    def selected(self) -> list[Role | None]:
        """What the four lists show: what was chosen, right or wrong, and else the first two roles."""
        slugs = dict.fromkeys(slug for slug in self.data.getlist("role") if slug in self.roles)
        chosen = list(slugs) or list(self.roles)[:FEWEST]
        if len(chosen) < FEWEST:
            chosen = list(dict.fromkeys((*chosen, *self.roles)))[:FEWEST]
        roles: list[Role | None] = [self.roles[slug] for slug in chosen[:MOST]]
        return [*roles, *[None] * (MOST - len(roles))]
