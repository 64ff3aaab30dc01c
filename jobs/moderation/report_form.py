"""What a reader fills in to report a listing."""

from typing import Final

from django import forms

from jobs.moderation.models import Report

LONGEST: Final = 2_000


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong with it.",
            "invalid_choice": "Choose one of these.",
        },
    )
    words = forms.CharField(
        label="In your words (optional)",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"What we should look at. At most {LONGEST:,} characters.",
    )
    address = forms.EmailField(
        label="Your e-mail address (optional)",
        required=False,
        help_text="If we may ask you back. The company never sees it; we forget it once we have decided, "
        "at the latest after 90 days.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
