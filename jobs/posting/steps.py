"""What a company's people do with a listing besides writing it: one page each, offered where it can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from jobs.actions import close_job, renew_job, reopen_job, submit_job, take_back_job
from jobs.holding import looked_at
from jobs.models import CloseReason, Job
from jobs.posting.forms import ASKED, USUAL_RUN, DayField, end_of, last_day_before
from jobs.querysets import Stage
from portal.accounts.models import User
from portal.publishing.errors import StaleRevision, WrongState
from portal.storable import storable

REFUSALS: Final = (WrongState, StaleRevision, ValidationError)
UNCONFIRMED: Final = "Confirm your e-mail address first, so that the decision can reach you."
LIVE: Final = (Stage.OPEN, Stage.SCHEDULED, Stage.EXPIRED)


class StepForm(forms.Form):
    """`initial_of` says what stands in it for a listing."""

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        return {}


class SubmitForm(StepForm):
    note = forms.CharField(
        label="Note to the moderator",
        required=False,
        max_length=500,
        validators=[storable],
        widget=forms.Textarea({"rows": 3}),
        help_text="Only if something needs to be explained.",
    )

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        """A place that was asked for since the last approval is asked for here."""
        since = job.revisions.filter(number__gt=job.live_number or 0, comment__startswith=ASKED)
        return {"note": since.values_list("comment", flat=True).first() or ""}


class SubmitAgainForm(SubmitForm):
    """Of a listing that was closed or has run out: it needs another day."""

    closes_on = DayField(label="Last day on the site")

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        return super().initial_of(job) | _another_day(job)


class CloseForm(StepForm):
    reason = forms.ChoiceField(
        label="Why",
        choices=[
            (CloseReason.FILLED, "The position is filled"),
            (CloseReason.WITHDRAWN, "It is withdrawn"),
        ],
        widget=forms.RadioSelect,
        help_text="Readers who come by the old address see it.",
    )


class DayForm(StepForm):
    closes_on = DayField(label="Last day on the site")

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        return _another_day(job)


def _another_day(job: Job) -> dict[str, date]:
    """Two months from now, or from the day that it closes."""
    today = timezone.now().date()
    start = max(today, last_day_before(job.closes_at) or today)
    return {"closes_on": min(start + USUAL_RUN, DayField.latest())}


@dataclass(frozen=True)
class Step:
    """`name` stands in the address. `heading`, `effect` and `button` are read; `done` is said afterwards."""

    name: str
    heading: str
    effect: str
    button: str
    done: str
    is_offered: Callable[[Job], bool]
    take: Callable[[Job, User, dict[str, Any]], None]
    form: type[StepForm] = StepForm
    is_grave: bool = False

    def form_for(self, job: Job) -> type[StepForm]:
        return self.form

    def told(self, job: Job) -> str:
        """What is said once it is done."""
        return self.done.format(job.title)


@dataclass(frozen=True)
class Submitting(Step):
    """Asks for another day where the one that the listing has is over."""

    form: type[StepForm] = SubmitForm

    def form_for(self, job: Job) -> type[StepForm]:
        return SubmitAgainForm if job.stage == Stage.CLOSED else SubmitForm

    def told(self, job: Job) -> str:
        """What needs no review is live already."""
        is_live = job.submitted_number is None
        return f"The change of “{job.title}” is live." if is_live else super().told(job)


def _submit(job: Job, by: User, given: dict[str, Any]) -> None:
    if not by.has_verified_address:
        raise ValidationError(UNCONFIRMED)
    day = given.get("closes_on")
    closes_at = end_of(day) if day else None
    submit_job(job=job, by=by, note=given["note"], closes_at=closes_at)


def _renew(job: Job, by: User, given: dict[str, Any]) -> None:
    renew_job(job=job, by=by, closes_at=end_of(given["closes_on"]))


def _reopen(job: Job, by: User, given: dict[str, Any]) -> None:
    reopen_job(job=job, by=by, closes_at=end_of(given["closes_on"]), seen=job.latest_number)


def has_news(job: Job) -> bool:
    """Whether something was saved that was given to nobody yet, neither to readers nor to moderators."""
    if job.stage == Stage.CLOSED and job.latest_number == job.live_number:
        return False  # it is reopened as it was
    return job.latest_number not in looked_at(job)


STEPS: Final[dict[str, Step]] = {
    step.name: step
    for step in (
        Submitting(
            name="submit",
            heading="Submit for review",
            effect="A moderator reads it and approves it, or returns it and says what to change. "
            "You get a letter either way.",
            button="Submit for review",
            done="“{}” is submitted. A moderator reads it next.",
            is_offered=has_news,
            take=_submit,
        ),
        Step(
            name="take-back",
            heading="Take it back",
            effect="It no longer waits for review. What you wrote stays, and you submit it again when you like.",
            button="Take it back",
            done="“{}” no longer waits for review.",
            is_offered=lambda job: job.submitted_number is not None,
            take=lambda job, by, given: take_back_job(job=job, by=by),
        ),
        Step(
            name="renew",
            heading="Give it another last day",
            effect="Readers see it up to the end of that day, UTC, or of its last day to apply if that comes first.",
            button="Set this day",
            done="“{}” has a new last day.",
            is_offered=lambda job: job.stage in LIVE,
            take=_renew,
            form=DayForm,
        ),
        Step(
            name="close",
            heading="Close it",
            effect="It leaves the site at once. You can reopen it.",
            button="Close it",
            done="“{}” is off the site.",
            is_offered=lambda job: job.stage in LIVE,
            take=lambda job, by, given: close_job(
                job=job, by=by, reason=CloseReason(given["reason"])
            ),
            form=CloseForm,
            is_grave=True,
        ),
        Step(
            name="reopen",
            heading="Reopen it",
            effect="It is back on the site at once, dated today, as it was approved. If title, pay, place, text or "
            "the way to apply changed since, submit it for review instead.",
            button="Reopen it",
            done="“{}” is on the site again.",
            is_offered=lambda job: job.stage == Stage.CLOSED,
            take=_reopen,
            form=DayForm,
        ),
    )
}


def offered(job: Job) -> list[Step]:
    """What can be done with a listing where it stands; needs `with_stage()`."""
    return [step for step in STEPS.values() if step.is_offered(job)]


def put_on(form: forms.Form, refused: Exception) -> None:
    """Say a refusal in the form: beside its field where that is there, else above."""
    if not isinstance(refused, ValidationError):
        form.add_error(None, str(refused))
        return
    errors = getattr(refused, "error_dict", {NON_FIELD_ERRORS: [refused]})
    for name, found in errors.items():
        field = "closes_on" if name == "closes_at" else name
        for error in found:
            form.add_error(field if field in form.fields else None, error.messages)
