"""A listing's content as a form: it shows the latest revision, and nobody overwrites what they have not seen."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from jobs.changes import shown
from jobs.checks import cleaned
from jobs.models import Job, JobContent, JobRevision
from portal.numbers import FiniteDecimalField
from portal.publishing.models import content_fields, content_relations

CONTENT: Final = (*content_fields(JobContent), *content_relations(JobContent))


class WebAddress(forms.URLField):
    """An address as people type it; what begins with two slashes is no address of its own."""

    def to_python(self, value: Any) -> str | None:
        if isinstance(value, str) and value.strip().startswith("//"):
            raise ValidationError("Begin with https://.")
        return super().to_python(value)


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic only for the checker
    """`conflicts` holds what somebody else saved meanwhile, field by field."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    is_saving = True  # else it is read as it stands, and never saved

    class Meta:
        model = Job
        fields: tuple[str, ...] = CONTENT
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "apply_url": WebAddress,
            "pay_min": FiniteDecimalField,
            "pay_max": FiniteDecimalField,
        }

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        job = kwargs.get("instance")
        latest = content_of(job) if job and job.pk else {}
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
        if self.instance.pk and self.is_saving and "base" not in self.errors:
            self._refuse_stale(given.get("base"))
        return given

    def saver(self, theirs: JobRevision) -> str:
        """Who saved a revision, as it is told to who writes here."""
        return str(theirs.created_by or "Somebody")

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
            f"{self.saver(theirs)} saved revision {theirs.number} while you worked on revision "
            f"{base}. Nothing was overwritten: what you typed stands below, theirs is listed above it. "
            "Saving again puts yours on top."
        )

    def _differences(self, theirs: JobRevision) -> list[tuple[str, str]]:
        """What they saved, field by field, where it isn't what stands in this form."""
        saved = content_of(theirs.item)
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


def content_of(job: Job) -> dict[str, Any]:
    """The latest revision as a form's initial values, with its number."""
    latest = job.revisions.get(number=job.latest_number)
    return {"base": latest.number, **forms.model_to_dict(latest, fields=CONTENT)}
