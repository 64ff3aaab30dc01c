"""The form: what a link may fill in, and what is sent."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import QueryDict

from portal.addresses import AddressForm
from portal.taxonomy.former import renamed_roles
from portal.work import Level, Period
from salaries.checks import LARGEST
from salaries.standing.offers import Offers

LINKED: Final = ("role", "place", "level")  # what an address may say; never the pay
EXECUTIVE: Final = "executive"
LEVELS: Final = [("", "Any, or not sure"), *Level.choices, (EXECUTIVE, "Executive, director")]
UNKNOWN: Final = {"invalid_choice": "There is no such choice as “%(value)s”."}


class LinkForm(AddressForm):
    """What a link to the form may choose beforehand."""

    role = forms.ChoiceField(required=False, error_messages=UNKNOWN)
    place = forms.ChoiceField(
        label="Country you are paid in", required=False, error_messages=UNKNOWN
    )
    level = forms.ChoiceField(required=False, choices=LEVELS, error_messages=UNKNOWN)

    def __init__(self, data: QueryDict | None, *, offers: Offers, **options: Any) -> None:
        super().__init__(_with_todays_slug(data, offers) if data else data, **options)
        choices = {
            "role": [(role.slug, role.name) for role in offers.roles.values()],
            "place": [(place.slug, place.label) for place in offers.places.values()],
        }
        for name, offer in choices.items():
            self.fields[name].choices = offer  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def status(self) -> int:
        """200, or 400 where a value can't be understood."""
        return 200 if self.is_valid() else 400


class PayForm(LinkForm):
    """What is sent, never in an address: it is answered at once and forgotten."""

    field_order = ("role", "level", "place", "pay", "currency", "period")

    pay = forms.DecimalField(
        label="Base pay, before tax",
        min_value=Decimal("0.01"),
        max_value=LARGEST,
        max_digits=12,
        decimal_places=2,
        error_messages={"required": "Enter your pay as a number, such as 142000."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(error_messages=UNKNOWN)
    period = forms.ChoiceField(
        choices=[
            (value, f"a {label}".replace("a hour", "an hour")) for value, label in Period.choices
        ],
        error_messages=UNKNOWN,
    )

    def __init__(self, data: QueryDict | None, *, offers: Offers, **options: Any) -> None:
        super().__init__(data, offers=offers, **options)
        offer = [(code, code) for code in offers.currencies]
        self.fields["currency"].choices = offer  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["role"].required = self.fields["place"].required = True


def _with_todays_slug(data: QueryDict, offers: Offers) -> QueryDict:
    """A role may be named by a former slug."""
    slug = data.get("role")
    if not slug or slug in offers.roles:
        return data
    changed = data.copy()
    changed["role"] = renamed_roles().get(slug, slug)
    return changed


def commas_dropped(data: QueryDict) -> QueryDict:
    """The same, “142,000” and “$142 000” read as a number: people write what they see on a payslip."""
    changed = data.copy()
    if pay := changed.get("pay"):
        changed["pay"] = _without_thousands("".join(str(pay).split()).lstrip("$€£"))
    return changed


def _without_thousands(text: str) -> str:
    """Commas are dropped only where each parts three digits: “1,5” is not made fifteen."""
    whole, _, cents = text.partition(".")
    first, *groups = whole.split(",")
    if groups and 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups):
        return "".join((first, *groups)) + (f".{cents}" if cents else "")
    return text
