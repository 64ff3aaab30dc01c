"""The address of the site's search."""

from django import forms

from portal.paging import PageForm
from portal.search.questions import question
from portal.search.sections import all_sections


def kinds() -> list[tuple[str, str]]:
    return [(section.name, section.label) for section in all_sections()]


class SearchForm(PageForm):
    q = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        help_text="Words that stand in what is looked for, all of them. Where nothing is written so, those "
        "nearest in spelling are looked for.",
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=kinds,
        help_text="Of which all results are wanted, by pages; without it a few of every kind are given.",
        error_messages={"invalid_choice": "There is no kind of results called “%(value)s”."},
    )

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if text and not question(text):
            raise forms.ValidationError("Write a word or a number: signs alone find nothing.")
        return text

    def given(self, name: str) -> str:
        """What is asked; empty where it can't be understood."""
        self.is_valid()  # reads the address, unless that was done before
        return str(self.cleaned_data.get(name) or "")
