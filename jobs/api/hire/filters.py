"""What the list of a company's own listings can be narrowed by."""

from typing import Any

from django import forms

from jobs.querysets import Stage


class HireFilter(forms.Form):
    status = forms.ChoiceField(
        required=False, choices=Stage.choices, help_text="Where it stands at this moment."
    )
    external_id = forms.CharField(
        required=False, max_length=60, help_text="Your own number, exactly."
    )

    def apply(self, listings: Any) -> Any:
        given = self.cleaned_data
        if given["status"]:
            listings = listings.filter(stage=given["status"])
        if given["external_id"]:
            listings = listings.filter(external_id=given["external_id"])
        return listings
