"""The letter with which somebody applies by way of us."""

from typing import Final

from django import forms
from django.core.validators import URLValidator

LONGEST: Final = 4_000  # characters of the message


class LetterForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=100,
        error_messages={"required": "Enter the name that the employer should use."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="The employer answers to this address.",
        error_messages={"required": "Enter the address that the employer should answer to."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    link = forms.URLField(
        label="Link to your CV or work",
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=("http", "https"))],
        help_text="If you like. Files can’t be attached: the employer will ask for what is needed.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    message = forms.CharField(
        label="Your message",
        max_length=LONGEST,
        help_text=f"Plain text, {LONGEST:,} characters at most.",
        error_messages={"required": "Write to the employer why you apply."},
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())
