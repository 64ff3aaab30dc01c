"""The parameters of a simulation’s page."""

from collections.abc import Sequence
from typing import Final

from django import forms
from django.http import QueryDict

from guides.widgets.simulation.models import SimulationOption
from guides.widgets.simulation.play import years_offered
from guides.widgets.simulation.shelf import Chosen, Shelf
from portal.addresses import AddressForm
from portal.taxonomy.former import renamed_roles

PARAMETERS: Final = ("role", "industry", "size", "years")


class SimulationForm(AddressForm):
    """What was chosen; what is left out or not understood is as the simulation is set."""

    role = forms.ChoiceField(required=False)
    industry = forms.ChoiceField(required=False)
    size = forms.ChoiceField(label="Company size", required=False)
    years = forms.ChoiceField(
        label="Years of experience", required=False, choices=[("", ""), *years_offered()]
    )

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        super().__init__(_with_todays_slugs(data))
        self.shelf = shelf
        offers = {"role": shelf.roles, "industry": shelf.industries, "size": shelf.sizes}
        for name, things in offers.items():
            field = self.fields[name]
            field.choices = [("", ""), *((thing.slug, str(thing)) for thing in things)]  # type: ignore[attr-defined]  # a choice
        for name, field in self.fields.items():
            field.error_messages["invalid_choice"] = f"There is no {name} “%(value)s” here."

    @property
    def status(self) -> int:
        """200, or 400 where part of the choice can’t be understood."""
        return 200 if self.is_valid() else 400

    @property
    def is_asked(self) -> bool:
        """Whether anything was chosen."""
        return any(name in self.data for name in PARAMETERS)

    @property
    def chosen(self) -> Chosen:
        """Call after `status`."""
        return choose(self.shelf, **{name: self.cleaned_data.get(name, "") for name in PARAMETERS})


def choose(shelf: Shelf, *, role: str, industry: str, size: str, years: str) -> Chosen:
    """The things of these slugs; for a slug that isn’t there the first, and for no years those of the form."""
    return Chosen(
        shelf=shelf,
        role=next((each for each in shelf.roles if each.slug == role), shelf.roles[0]),
        industry=_option(shelf.industries, industry),
        size=_option(shelf.sizes, size),
        start_years=int(years) if years else shelf.simulation.start_years,
    )


def _option(options: Sequence[SimulationOption], slug: str) -> SimulationOption | None:
    return next((each for each in options if each.slug == slug), options[0] if options else None)


def _with_todays_slugs(data: QueryDict) -> QueryDict:
    """The same address, former slugs of roles replaced."""
    today = renamed_roles()
    slugs = data.getlist("role")
    if not any(slug in today for slug in slugs):
        return data
    changed = data.copy()
    changed.setlist("role", [today.get(slug, slug) for slug in slugs])
    return changed
