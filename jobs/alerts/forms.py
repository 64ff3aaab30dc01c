"""Asking for an alert, and how often it comes."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from jobs.alerts.models import Rhythm
from jobs.alerts.times import DEFAULT, known_zones, zones

MORNING: Final = 7
HOURS: Final = [(hour, f"{hour}:00") for hour in range(24)]
UNKNOWN: Final = {"invalid_choice": "There is no such choice as “%(value)s”."}


class ZoneSelect(forms.Select):
    """Four hundred choices, written short; a script chooses the browser's own zone where nobody has chosen."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {**self.attrs, **(attrs or {}), "name": name}
        written = " ".join(
            key if said is True else f'{key}="{escape(said)}"'
            for key, said in given.items()
            if said
        )
        chosen = str(value or DEFAULT)
        groups = "".join(
            f'<optgroup label="{area}">{"".join(_option(zone, chosen) for zone in names)}</optgroup>'
            for area, names in zones().items()
        )
        return mark_safe(f"<select {written}>{_option(DEFAULT, chosen)}{groups}</select>")


def _option(zone: str, chosen: str) -> str:
    return f"<option selected>{zone}" if zone == chosen else f"<option>{zone}"


def _known(zone: str) -> str:
    if zone not in known_zones():
        raise forms.ValidationError("Choose a time zone from the list.")
    return zone


class WhenForm(forms.Form):
    """How often, and at which hour of whose clock."""

    rhythm = forms.ChoiceField(
        label="How often", choices=Rhythm, initial=Rhythm.DAILY, error_messages=UNKNOWN
    )
    hour = forms.TypedChoiceField(
        label="At", choices=HOURS, coerce=int, initial=MORNING, error_messages=UNKNOWN
    )
    zone = forms.CharField(
        label="In the time zone", max_length=64, initial=DEFAULT, widget=ZoneSelect
    )

    def clean_zone(self) -> str:
        return _known(self.cleaned_data["zone"])


class AskForm(WhenForm):
    field_order: Sequence[str] = ("email", "rhythm", "hour", "zone")

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter the address that the letters shall go to."},
    )

    @property
    def is_trap_sprung(self) -> bool:
        """People don't see the field `website`; programs fill in whatever they find."""
        return bool(self.data.get("website"))


class ManageForm(forms.Form):
    """Which step, and for which alert; erasing needs none."""

    STEPS: Final = ("save", "pause", "resume", "leave", "erase")

    do = forms.ChoiceField(choices=[(step, step) for step in STEPS], error_messages=UNKNOWN)
    alert = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
