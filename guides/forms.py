"""The desk's form for a guide: it edits the latest revision, never the public row."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone

from guides.actions import ENDS_TOO_SOON, IS_LIVE
from guides.checks import check_guide, errors_in
from guides.conflicts import merged
from guides.models import (
    SUBMITTABLE,
    Author,
    Guide,
    GuideContent,
    GuideRevision,
    Topic,
    UnsavedText,
)
from guides.querysets import GuideQuerySet
from portal.editor import MarkdownEditor
from portal.instants import near
from portal.publishing.errors import WrongState
from portal.publishing.models import Status, content_fields, content_relations
from portal.shown_instants import ShownInstantField
from portal.taxonomy.models import Role

COLUMNS = tuple(content_fields(GuideContent))
RELATIONS = tuple(content_relations(GuideContent))


STALE: Final = "Somebody saved this guide while you wrote. Choose between their text and yours."
LOOK: Final = "look"  # the step of a form that is read as it stands, and never saved


class GuideFilter(forms.Form):
    """The parameters of the list in the API; a slug that leads nowhere is named."""

    topic = forms.SlugField(required=False, max_length=60, help_text="Slug of a topic.")
    role = forms.SlugField(required=False, max_length=80, help_text="Slug of a role.")
    author = forms.SlugField(required=False, max_length=60, help_text="Slug of an author.")

    def clean_topic(self) -> Topic | None:
        return self._found("topic", Topic.objects.filter(slug=self.cleaned_data["topic"]).first)

    def clean_role(self) -> Role | None:
        """Former slugs lead to the role too."""
        slug = self.cleaned_data["role"]
        return self._found("role", lambda: Role.objects.public().named([slug]).get(slug))

    def clean_author(self) -> Author | None:
        return self._found("author", Author.objects.filter(slug=self.cleaned_data["author"]).first)

    def _found[Thing](self, name: str, find: Callable[[], Thing | None]) -> Thing | None:
        slug = self.cleaned_data[name]
        found = find() if slug else None
        if slug and found is None:
            raise ValidationError(f"There is no {name} “{slug}”.")
        return found

    def apply(self, guides: GuideQuerySet) -> GuideQuerySet:
        """Narrow the guides to what was asked for; call after `is_valid()`."""
        asked = {name: found for name, found in self.cleaned_data.items() if found}
        if role := asked.pop("role", None):
            guides = guides.for_roles([role.slug])
        return guides.filter(**asked)


class DeskGuideFilter(GuideFilter):
    """The same for those who see more than what is public."""

    status = forms.ChoiceField(
        required=False, choices=[("", "Any"), *Status.choices], help_text="Where it stands."
    )
    archived = forms.ChoiceField(
        required=False,
        choices=[("", "Any"), ("yes", "Yes"), ("no", "No")],
        help_text="Whether it is put away.",
    )

    def apply(self, guides: GuideQuerySet) -> GuideQuerySet:
        match self.cleaned_data.pop("archived"):
            case "yes":
                guides = guides.archived()
            case "no":
                guides = guides.at_work()
        return super().apply(guides)


class GuideForm(forms.ModelForm[Guide]):
    """`conflict` holds the revision that somebody else saved meanwhile, if any."""

    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    comment = forms.CharField(
        required=False, max_length=200, help_text="What you changed, for the history."
    )
    publish_at = ShownInstantField(
        required=False,
        label="Live from",
        validators=[near],
        help_text="UTC. Left as it is, the day holds. Empty: at once; what is live keeps its day.",
    )
    publish_until = ShownInstantField(
        required=False,
        label="Live until",
        validators=[near],
        help_text="UTC. Empty: for good.",
    )
    conflict: GuideRevision | None = None
    # Brought back: shown as it was typed, and checked when it is saved.
    unsaved: UnsavedText | None = None
    step = ""  # what follows the save: "publish", "submit" or nothing; or LOOK

    class Meta:
        model = Guide
        fields = (*COLUMNS, *RELATIONS)
        widgets = {
            "standfirst": forms.Textarea({"rows": 2}),
            "body": MarkdownEditor(preview="admin:guides_guide_preview"),
        }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        guide = kwargs.get("instance")
        if self.unsaved:
            data = self.unsaved.data
        elif data and guide:
            data = merged(data, guide)
        super().__init__(data, *args, **kwargs)
        self.latest = self._latest()
        if self.unsaved and self.latest and data["base"] != str(self.latest.number):
            self.conflict = self.latest
        if self.latest:
            columns = {name: getattr(self.latest, name) for name in COLUMNS}
            relations = {name: list(getattr(self.latest, name).all()) for name in RELATIONS}
            self.initial = {**self.initial, **columns, **relations, "base": self.latest.number}
        if self.instance.status == Status.PUBLISHED:
            self.initial["publish_at"] = self.instance.published_at
        self.initial["publish_until"] = self.instance.unpublish_at
        for name in ("publish_at", "publish_until"):
            if name in self.fields:
                self._label_both_boxes(name)

    def _latest(self) -> GuideRevision | None:
        if self.instance.pk is None:
            return None
        return self.instance.revisions.select_related("created_by").first()

    def _label_both_boxes(self, name: str) -> None:
        """A day and a time stand under one label, which says for neither what it takes."""
        widget: Any = self.fields[name].widget
        for box, part in zip(widget.widgets, ("day", "time"), strict=True):
            box.attrs["aria-label"] = f"{self.fields[name].label}: {part}"

    @property
    def values(self) -> dict[str, Any]:
        """What was written, ready for the actions."""
        return {name: self.cleaned_data[name] for name in (*COLUMNS, *RELATIONS)}

    def full_clean(self) -> None:
        if self.unsaved is None:
            super().full_clean()
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and self.step != LOOK:
            self._refuse_stale()
        return cleaned

    @property
    def live_from(self) -> datetime | None:
        """The instant that was asked for; None where the guide keeps the one it has, or has none."""
        if "publish_at" not in self.changed_data:
            return None
        at: datetime | None = self.cleaned_data.get("publish_at")
        return at or (None if self.instance.is_live else timezone.now())

    @property
    def live_until(self) -> datetime | None:
        """The end that was asked for, else the one that the guide has."""
        asked = "publish_until" in self.changed_data or self.instance.pk is None
        end = self.cleaned_data.get("publish_until") if asked else self.initial["publish_until"]
        return cast("datetime | None", end)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.step == "publish" and not self.errors:
            self._check_publishable()

    def _check_publishable(self) -> None:
        """Put what stands against publishing beside the text."""
        until, now = self.live_until, timezone.now()
        start = self.live_from or self.initial.get("publish_at") or now
        if start > now and Guide.objects.public(now).filter(pk=self.instance.pk).exists():
            self.add_error("publish_at", IS_LIVE)
        if until and until <= max(start, now):
            self.add_error("publish_until", ENDS_TOO_SOON)
        content = GuideRevision(**{name: self.cleaned_data[name] for name in COLUMNS})
        for problem in errors_in(check_guide(content, self.cleaned_data["roles"])):
            self.add_error(problem.field, str(problem))

    def _refuse_stale(self) -> None:
        """Compare with the database under a lock, so that of two editors only one saves."""
        row = Guide.objects.select_for_update().get(pk=self.instance.pk)
        if row.is_archived:
            raise ValidationError(str(WrongState(row, "saved")), code="state")
        if self.step == "submit" and row.status not in SUBMITTABLE:
            raise ValidationError(str(WrongState(row, "submitted")), code="state")
        base = self.cleaned_data.get("base")
        if base != row.latest_number:
            self.conflict = self._latest()
            raise ValidationError(STALE, code="stale")
