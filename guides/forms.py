"""The desk's form for a guide: it edits the latest revision, never the public row."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from guides.actions import ENDS_TOO_SOON
from guides.models import Author, Guide, GuideContent, GuideRevision, Topic
from guides.querysets import GuideQuerySet
from guides.rendering import render_guide
from portal.editor import MarkdownEditor
from portal.instants import near
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import SUBMITTABLE, Status, content_fields, content_relations
from portal.taxonomy.models import Role

COLUMNS = tuple(content_fields(GuideContent))
RELATIONS = tuple(content_relations(GuideContent))


# What browsers draw; Pillow would take EPS and the like too.
PICTURES: Final = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
LARGEST_PICTURE: Final = 5_000_000  # bytes
MOST_PIXELS: Final = 40_000_000


def _check_picture(upload: Any) -> None:
    """`upload` is what an image field let through, with its `image`."""
    width, height = upload.image.size
    if not upload.name.lower().endswith(PICTURES.get(upload.image.format, ())):
        raise ValidationError("Choose a JPEG, PNG or WebP picture whose name says so.")
    if upload.size > LARGEST_PICTURE or width * height > MOST_PIXELS:
        raise ValidationError("Choose a picture of at most 5 MB and 40 million pixels.")


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


class GuideForm(forms.ModelForm[Guide]):
    """`conflict` holds the revision that somebody else saved meanwhile, if any."""

    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    comment = forms.CharField(
        required=False, max_length=200, help_text="What you changed, for the history."
    )
    publish_at = forms.SplitDateTimeField(
        required=False,
        label="Live from",
        validators=[near],
        show_hidden_initial=True,  # so that only what this editor changed counts
        help_text="UTC. Left as it is, the day holds. Empty: at once; what is live keeps its day.",
    )
    publish_until = forms.SplitDateTimeField(
        required=False,
        label="Live until",
        validators=[near],
        help_text="UTC. Empty: for good.",
    )
    conflict: GuideRevision | None = None
    step = ""  # what follows the save: "publish", "submit" or nothing

    class Meta:
        model = Guide
        fields = (*COLUMNS, *RELATIONS)
        widgets = {"body": MarkdownEditor(preview="admin:guides_guide_preview")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = self.instance.revisions.first() if self.instance.pk else None
        if self.latest:
            columns = {name: getattr(self.latest, name) for name in COLUMNS}
            relations = {name: list(getattr(self.latest, name).all()) for name in RELATIONS}
            self.initial = {**self.initial, **columns, **relations, "base": self.latest.number}
        if self.instance.status == Status.PUBLISHED:
            self.initial["publish_at"] = self.instance.published_at
        self.initial["publish_until"] = self.instance.unpublish_at

    @property
    def values(self) -> dict[str, Any]:
        """What was written, ready for the actions."""
        return {name: self.cleaned_data[name] for name in (*COLUMNS, *RELATIONS)}

    def clean_cover(self) -> Any:
        """Django says None for no picture and False for one taken away; the column holds neither."""
        cover = self.cleaned_data["cover"] or ""
        if isinstance(cover, UploadedFile):
            _check_picture(cover)
        return cover

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            self._refuse_stale()
        return cleaned

    @property
    def live_from(self) -> datetime | None:
        """The instant that was asked for; None where the guide keeps the one it has, or has none."""
        if "publish_at" not in self.changed_data:
            return None
        at: datetime | None = self.cleaned_data.get("publish_at")
        return at or (None if self.instance.is_live else timezone.now())

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.step == "publish" and not self.errors:
            self._check_publishable()

    def _check_publishable(self) -> None:
        """Put what stands against publishing beside the text."""
        until, now = self.cleaned_data.get("publish_until"), timezone.now()
        start = self.live_from or self.initial.get("publish_at") or now
        if until and until <= max(start, now):
            self.add_error("publish_until", ENDS_TOO_SOON)
        content = GuideRevision(**{name: self.cleaned_data[name] for name in COLUMNS})
        for problem in render_guide(content).problems:
            if problem.level == "error":
                self.add_error("body", str(problem))

    def _refuse_stale(self) -> None:
        """Compare with the database under a lock, so that of two editors only one saves."""
        row = Guide.objects.select_for_update().get(pk=self.instance.pk)
        if self.step == "submit" and row.status not in SUBMITTABLE:
            raise ValidationError(str(WrongState(row, "submitted")), code="state")
        base = self.cleaned_data.get("base")
        if base != row.latest_number:
            self.conflict = self.instance.revisions.select_related("created_by").first()
            raise ValidationError(str(StaleRevision(self.instance, base or 0)), code="stale")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text="The author reads this: say what is missing and what would make it right.",
    )
