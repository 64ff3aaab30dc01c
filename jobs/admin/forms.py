"""Forms of the desk: a listing as a revision of it, and the decisions of a review."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from jobs.checks import LONGEST_RUN, refuse_distant, refuse_early
from jobs.editing import CONTENT, ContentForm, WebAddress
from jobs.models import CloseReason, Company
from jobs.recruiting.company_forms import SeenCompanyForm
from portal.instants import near

IDENTITY: Final = ("company", "external_id")


class Instant(forms.SplitDateTimeField):
    """A day and a time, typed apart, that can be meant."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": f"{label}, day"},
            date_format="%Y-%m-%d",
            time_attrs={"type": "time", "step": "1", "aria-label": f"{label}, time"},
        )
        super().__init__(label=label, widget=widget, validators=[near], **kwargs)


class CompanyForm(SeenCompanyForm):
    class Meta:
        model = Company
        fields = ("name", "slug", "website", "about", "size", "headquarters")
        field_classes: ClassVar = {"website": WebAddress}


class JobForm(ContentForm):
    comment = forms.CharField(
        label="What changed",
        max_length=200,
        required=False,
        help_text="For colleagues. Kept with the revision.",
    )

    class Meta(ContentForm.Meta):
        fields = (*IDENTITY, *CONTENT, "closes_at")

    def clean_closes_at(self) -> datetime | None:
        wanted: datetime | None = self.cleaned_data["closes_at"]
        if "closes_at" not in self.changed_data:
            return wanted
        if self.instance.closed_at:
            raise ValidationError(
                "The listing is closed. Reopen it on its review page to give it another day."
            )
        refuse_distant(wanted, self.instance.published_at)
        has_been_live = self.instance.live_number is not None
        if has_been_live and (wanted is None or wanted <= self.instance.published_at):
            raise ValidationError(
                "A listing that was live closes after the day on which it went live."
            )
        return wanted

    def clean(self) -> dict[str, Any]:
        """A day of closing takes effect at once, beside the deadline that readers know."""
        given = super().clean()
        has_been_live = self.instance.live_number is not None
        if "closes_at" in self.changed_data or not has_been_live:
            told = self.instance.deadline if has_been_live else given.get("deadline")
            try:
                refuse_early(given.get("closes_at"), told)
            except ValidationError as refused:
                self.add_error(None, refused)
        return given


class StepForm(forms.Form):
    """One step of a listing: under which heading it stands, what it does, and what its button says."""

    heading: ClassVar[str]
    effect: ClassVar[str]
    button: ClassVar[str]


class SubmitForm(StepForm):
    heading = "Submit it for review"
    effect = (
        "Its latest revision joins what waits for review. An edit of a live listing that changes "
        "nothing a review looks at is applied at once."
    )
    button = "Submit for review"


class ReturnForm(StepForm):
    heading = "Return it"
    effect = (
        "It stays off the site until it has been changed and submitted again; "
        "a live listing stays live with the text that was approved."
    )
    button = "Return with this reason"

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    reason = forms.CharField(
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
        help_text="The company’s people read it. Say what to change.",
    )


class CloseForm(StepForm):
    heading = "Close it"
    effect = "It leaves the site at once. It can be reopened."
    button = "Close"

    reason = forms.ChoiceField(choices=CloseReason, help_text="Readers see it.")


class ApproveForm(StepForm):
    heading = "Approve"
    effect = "Readers see the text above from the instant that you give."
    button = "Approve"

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    at = Instant(
        label="Live from",
        required=False,
        help_text="UTC. Empty: at once, or for a listing approved before, as it was.",
    )


class ReopenForm(StepForm):
    heading = "Reopen it"
    effect = "Readers see the text above at once, dated today, until the instant that you give."
    button = "Reopen"

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    closes_at = Instant(
        label="Closes at",
        help_text=f"UTC, within {LONGEST_RUN.days} days. From this instant it is gone again.",
    )


def messages_of(refused: Exception) -> list[str]:
    """What to tell a person about a refused step."""
    if isinstance(refused, ValidationError):
        return [
            message if name == NON_FIELD_ERRORS else f"{name}: {message}"
            for name, found in getattr(refused, "error_dict", {NON_FIELD_ERRORS: [refused]}).items()
            for error in found
            for message in error.messages
        ]
    return [str(refused)]
