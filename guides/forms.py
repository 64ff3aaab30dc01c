"""The desk's form for a guide: it edits the latest revision, never the public row."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from guides.models import Guide, GuideContent, GuideRevision
from guides.querysets import GuideQuerySet
from guides.rendering import render_guide
from portal.editor import MarkdownEditor
from portal.publishing.errors import StaleRevision
from portal.publishing.models import content_fields, content_relations

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
    """The parameters of the list in the API."""

    topic = forms.SlugField(required=False, max_length=60, help_text="Slug of a topic.")
    role = forms.SlugField(required=False, max_length=80, help_text="Slug of a role.")
    author = forms.SlugField(required=False, max_length=60, help_text="Slug of an author.")

    def apply(self, guides: GuideQuerySet) -> GuideQuerySet:
        """Narrow the guides to what was asked for; call after `is_valid()`."""
        asked = {name: slug for name, slug in self.cleaned_data.items() if slug}
        if role := asked.pop("role", None):
            guides = guides.for_roles([role])
        return guides.filter(**{f"{name}__slug": slug for name, slug in asked.items()})


class GuideForm(forms.ModelForm[Guide]):
    """`conflict` holds the revision that somebody else saved meanwhile, if any."""

    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    comment = forms.CharField(
        required=False, max_length=200, help_text="What you changed, for the history."
    )
    publish_at = forms.SplitDateTimeField(
        required=False,
        label="Live from",
        help_text="UTC. Empty: at once, or as before if it is live.",
    )
    publish_until = forms.SplitDateTimeField(
        required=False, label="Live until", help_text="UTC. Empty: for good."
    )
    conflict: GuideRevision | None = None

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
            own = {"base": self.latest.number, "publish_until": self.instance.unpublish_at}
            self.initial = {**self.initial, **columns, **relations, **own}

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
        self._refuse_stale()
        until = cleaned.get("publish_until")
        if until and until <= (cleaned.get("publish_at") or timezone.now()):
            self.add_error("publish_until", "This lies before the guide goes live.")
        return cleaned

    def check_publishable(self) -> None:
        """Put what stands against publishing beside the text."""
        if self.errors:
            return
        content = GuideRevision(**{name: self.cleaned_data[name] for name in COLUMNS})
        for problem in render_guide(content).problems:
            if problem.level == "error":
                self.add_error("body", str(problem))

    def _refuse_stale(self) -> None:
        """Compare with the database under a lock, so that of two editors only one saves."""
        if not self.instance.pk:
            return
        row = Guide.objects.select_for_update().only("latest_number").get(pk=self.instance.pk)
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
