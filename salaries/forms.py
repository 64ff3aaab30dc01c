"""The parameters of the figures' pages, their CSV and JSON, and the API."""

from collections.abc import Container, Iterable
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import Value
from django.http import QueryDict
from django.utils.http import urlencode

from portal.addresses import AddressForm
from portal.api.problems import FieldProblem
from portal.taxonomy.former import renamed_roles
from portal.taxonomy.models import Place, Role
from salaries.checks import EARLIEST, LATEST
from salaries.models import Measure, Workplace
from salaries.querysets import BenchmarkQuerySet

ROLES: Final = 2  # stand side by side


class Parameters(AddressForm):
    """An address that pages and files share."""

    @property
    def problems(self) -> list[FieldProblem]:
        """All that is amiss, for an answer to a program: it gets exactly what it asked for, or nothing."""
        found = [(name, self._unknown(name)) for name in self.unknown_parameters]
        found += [(name, "Give this parameter once.") for name in self.repeated_parameters]
        found += [(name, str(error)) for name, errors in self.errors.items() for error in errors]
        return [FieldProblem(field=field, message=message) for field, message in found]

    def _unknown(self, name: str) -> str:
        if not name:
            return "The query holds a parameter without a name."
        listed = ", ".join(sorted(self.fields))
        hint = f"Known here: {listed}." if listed else "This address takes none."
        return f"There is no such parameter. {hint}"

    def apply(self, benchmarks: BenchmarkQuerySet) -> BenchmarkQuerySet:
        """The figures that the parameters choose: all of them, as there are none."""
        return benchmarks


class BenchmarkFilter(Parameters):
    """Narrows the figures; names a slug that leads nowhere rather than finding nothing."""

    role = forms.CharField(
        required=False, max_length=80, help_text="A role’s slug, such as ml-engineer."
    )
    measure = forms.ChoiceField(
        required=False,
        choices=[("", "Every measure"), *Measure.choices],
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
    year = forms.IntegerField(
        required=False,
        min_value=EARLIEST,
        max_value=LATEST,
        help_text="The year that the figures are about.",
    )

    @cached_property
    def _known(self) -> set[tuple[str, str]]:
        """Which of the slugs asked for exist, with one query for both kinds."""
        role, place = (self.cleaned_data.get(name) or "" for name in ("role", "place"))
        roles = Role.objects.public().filter(slug=role).values_list(Value("role"), "slug")
        places = Place.objects.filter(slug=place).values_list(Value("place"), "slug")
        return set(roles.order_by().union(places.order_by(), all=True).order_by())

    def clean(self) -> dict[str, Any]:
        """A role may be asked for by a former slug; what is found then is today’s."""
        for name in ("role", "place"):
            slug = self.cleaned_data.get(name)
            if not slug or (name, slug) in self._known:
                continue
            if name == "role" and slug in (today := renamed_roles()):
                self.cleaned_data[name] = today[slug]
            else:
                self.add_error(name, f"There is no {name} “{slug}”.")
        return self.cleaned_data

    def apply(self, benchmarks: BenchmarkQuerySet) -> BenchmarkQuerySet:
        """Narrow the figures to what was asked for and understood; call after `is_valid()`."""
        lookups = {"role": "role__slug", "place": "place__slug"}
        given = {lookups.get(name, name): value for name, value in self.cleaned_data.items()}
        return benchmarks.filter(**{name: value for name, value in given.items() if value})


class FigureListForm(BenchmarkFilter):
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
    """The same address, former slugs of roles replaced."""
    slugs = data.getlist("role")
    if all(slug in known for slug in slugs):
        return data
    today, changed = renamed_roles(), data.copy()
    changed.setlist("role", [today.get(slug, slug) for slug in slugs])
    return changed


class CompareForm(Parameters):
    """Two of the given roles; the address repeats `role`. Without any, nothing is chosen yet."""

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
        if slugs and (len(slugs) != ROLES or len(set(slugs)) != ROLES):
            raise forms.ValidationError("Choose two different roles.")
        return [self.roles[slug] for slug in slugs]

    @property
    def status(self) -> int:
        """200, or 400 where the choice can't be understood."""
        return 200 if self.is_valid() else 400

    @property
    def selected(self) -> list[Role]:
        """What the two lists show: what was chosen, right or wrong, and else the first two roles."""
        slugs = [slug for slug in self.data.getlist("role") if slug in self.roles]
        chosen = dict.fromkeys((*slugs, *self.roles))
        return [self.roles[slug] for slug in list(chosen)[:ROLES]]
