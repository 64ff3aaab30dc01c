"""Forms of the desk: a listing as a revision of it, and the decisions of a review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from jobs.changes import shown
from jobs.checks import LONGEST_RUN, cleaned, refuse_distant
from jobs.models import CloseReason, Company, Job, JobContent, JobRevision
from portal.instants import near
from portal.publishing.models import content_fields, content_relations

CONTENT: Final = (*content_fields(JobContent), *content_relations(JobContent))
IDENTITY: Final = ("company", "external_id")


class FiniteDecimalField(forms.DecimalField):
    """Django compares before it checks, and to compare with a signaling NaN is an error."""

    def to_python(self, value: Any) -> Any:
        number = super().to_python(value)
        if number is not None and not number.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class WebAddress(forms.URLField):
    """An address as people type it; what begins with two slashes is no address of its own."""

    def to_python(self, value: Any) -> str | None:
        if isinstance(value, str) and value.strip().startswith("//"):
            raise ValidationError("Begin with https://.")
        return super().to_python(value)


class Instant(forms.SplitDateTimeField):
    """A day and a time, typed apart, that can be meant."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": f"{label}, day"},
            date_format="%Y-%m-%d",
            time_attrs={"type": "time", "aria-label": f"{label}, time"},
        )
        super().__init__(label=label, widget=widget, validators=[near], **kwargs)


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the checker only
    class Meta:
        model = Company
        fields = ("name", "slug", "website", "about", "size", "headquarters")
        field_classes: ClassVar = {"website": WebAddress}


class JobForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic only for the checker
    """Shows the latest revision. Knows which one, so that nobody overwrites what they have not seen."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    comment = forms.CharField(
        label="What changed",
        max_length=200,
        required=False,
        help_text="For colleagues. Kept with the revision.",
    )

    class Meta:
        model = Job
        fields = (*IDENTITY, *CONTENT, "closes_at")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "apply_url": WebAddress,
            "pay_min": FiniteDecimalField,
            "pay_max": FiniteDecimalField,
        }

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        job = kwargs.get("instance")
        latest = _content_of(job) if job and job.pk else {}
        super().__init__(*args, **{**kwargs, "initial": {**latest, **(initial or {})}})
        self.conflicts: list[tuple[str, str]] = []

    @property
    def content(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CONTENT}

    @property
    def content_changed(self) -> bool:
        return bool(set(self.changed_data) & set(CONTENT))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.instance.pk and "base" not in self.errors:
            self._refuse_stale(given.get("base"))
        return given

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

    def _refuse_stale(self, base: int | None) -> None:
        """Holds the row until the request ends, so that nobody saves between this check and the save."""
        if base is None:
            raise ValidationError(
                "Which revision this was written on is not known. Load the page again."
            )
        row = Job.objects.select_for_update().get(pk=self.instance.pk)
        if row.latest_number == base:
            return
        theirs = row.revisions.select_related("created_by").get(number=row.latest_number)
        self.conflicts = self._differences(theirs)
        sent = cast("QueryDict", self.data).copy()
        sent[self.add_prefix("base")] = str(row.latest_number)
        self.data = sent
        raise ValidationError(
            f"{theirs.created_by or 'Somebody'} saved revision {theirs.number} while you worked on revision "
            f"{base}. Nothing was overwritten: what you typed stands below, theirs is listed above it. "
            "Saving again puts yours on top."
        )

    def _differences(self, theirs: JobRevision) -> list[tuple[str, str]]:
        """What they saved, field by field, where it isn't what stands in this form."""
        saved = _content_of(theirs.item)
        return [
            (str(self.fields[name].label or name), shown(theirs, name))
            for name in CONTENT
            if self.fields[name].has_changed(saved[name], self[name].data)
        ]

    def _post_clean(self) -> None:
        """Besides the row's own rules those of a revision, which the actions would refuse later."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook
        if self.errors:
            return
        try:
            cleaned(self.content)
        except ValidationError as refused:
            self.add_error(None, refused)


def _content_of(job: Job) -> dict[str, Any]:
    latest = job.revisions.get(number=job.latest_number)
    return {"base": latest.number, **forms.model_to_dict(latest, fields=CONTENT)}


class StepForm(forms.Form):
    """One step of a listing: under which heading it stands, what it does, and what its button says."""

    heading: ClassVar[str]
    effect: ClassVar[str]
    button: ClassVar[str]


class SubmitForm(StepForm):
    heading = "Submit it for review"
    effect = "It joins the listings that wait for review. Readers see it once it is approved."
    button = "Submit for review"


class ReturnForm(StepForm):
    heading = "Return it"
    effect = "It stays off the site until it has been changed and submitted again."
    button = "Return with this reason"

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
