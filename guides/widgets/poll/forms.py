"""Answers as they come in: in an address, which can be shared, and from the form, to be counted."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from guides.widgets.poll.data import Answers, PollData
from guides.widgets.poll.models import Choice
from portal.addresses import AddressForm

LONGEST: Final = 3_000  # characters of one parameter
SHOWN: Final = 60
_TASKS: Final = re.compile(r"[-\w]+(?:,[-\w]+)*", re.ASCII)
NOT_TASKS: Final = "Write tasks as in the address of a result, separated by commas."
TOO_LONG: Final = "This names more tasks than a poll has."


class Tasks(forms.CharField):
    """Slugs of tasks, separated by commas."""

    def __init__(self, label: str) -> None:
        super().__init__(required=False, max_length=LONGEST, label=label)
        self.error_messages["max_length"] = TOO_LONG

    def clean(self, value: str) -> list[str]:
        text = super().clean(value)
        if text and not _TASKS.fullmatch(text):
            raise forms.ValidationError(NOT_TASKS)
        return text.split(",") if text else []


class AnswersForm(AddressForm):
    """`first`, `second` and `both` name the tasks that somebody gave to each; `vote` says what became of it.

    What isn't asked any more, or stands under two answers, is named and left out.
    """

    first = Tasks("first")
    second = Tasks("second")
    both = Tasks("both")
    vote = forms.ChoiceField(
        required=False, choices=[(word, word) for word in ("counted", "again", "enough")]
    )

    def __init__(self, data: QueryDict, *, poll: PollData) -> None:
        super().__init__(data)
        self._asked = {question.slug for question in poll.questions}
        self.status = 200 if self.is_valid() else 400
        self._given = [
            (slug, Choice(choice))
            for choice in Choice.values
            for slug in dict.fromkeys(self.cleaned_data.get(choice, ()))
        ]

    @property
    def answers(self) -> Answers:
        twice = set(self.repeated)
        return {
            slug: choice
            for slug, choice in self._given
            if slug in self._asked and slug not in twice
        }

    @property
    def repeated(self) -> list[str]:
        slugs = [slug for slug, _ in self._given]
        return [slug[:SHOWN] for slug in dict.fromkeys(slugs) if slugs.count(slug) > 1]

    @property
    def unasked(self) -> list[str]:
        """Tasks that the poll doesn't have."""
        return [slug[:SHOWN] for slug, _ in self._given if slug not in self._asked]

    @property
    def problems(self) -> list[str]:
        """What of the address could not be used, in sentences."""
        return [
            *(f"{field.label}: {error}" for field in self for error in field.errors),
            *(f"“{slug}” is no task of this poll." for slug in self.unasked),
            *(f"“{slug}” stands under two answers, so none counts." for slug in self.repeated),
            *(
                f"“{name}” stands in it more than once; the last one counts."
                for name in self.repeated_parameters
            ),
            *(f"“{name[:SHOWN]}” means nothing here." for name in self.unknown_parameters),
        ]

    @property
    def outcome(self) -> str:
        """What became of the vote, where every task has its answer."""
        is_whole = len(self.answers) == len(self._asked)
        return str(self.cleaned_data.get("vote", "")) if is_whole else ""


def address_of(poll: PollData, answers: Answers, *, outcome: str = "") -> str:
    """Where the result of these answers stands, and with `outcome` what became of the vote."""
    parts = {
        choice: ",".join(slug for slug in _in_order(poll, answers) if answers[slug] == choice)
        for choice in Choice.values
    }
    query = urlencode(
        {name: part for name, part in {**parts, "vote": outcome}.items() if part}, safe=","
    )
    return f"{poll.url}?{query}" if query else poll.url


def _in_order(poll: PollData, answers: Answers) -> Iterable[str]:
    return (question.slug for question in poll.questions if question.slug in answers)


def answers_in(sent: QueryDict, poll: PollData) -> Answers:
    """What a sent form answers; what it doesn't, or not in words of ours, stays open."""
    return {
        question.slug: Choice(value)
        for question in poll.questions
        if (value := sent.get(question.slug, "")) in Choice.values
    }
