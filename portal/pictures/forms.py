from typing import Any, ClassVar

from django import forms

from portal.pictures.models import Picture
from portal.pictures.uploads import Upload, taken_in
from portal.stale_forms import SeenForm

FOCAL: dict[str, str] = {"min": "0", "max": "100", "inputmode": "numeric"}


class PictureForm(SeenForm):
    """A file is chosen once, when the picture is added; `upload` is what it holds."""

    upload: Upload | None = None

    class Meta:
        model = Picture
        fields = ("title", "slug", "file", "alt", "credit", "focal_x", "focal_y")
        widgets: ClassVar = {
            "alt": forms.Textarea(attrs={"rows": 3, "cols": 60}),
            "focal_x": forms.NumberInput(attrs=FOCAL),
            "focal_y": forms.NumberInput(attrs=FOCAL),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = forms.FileField(
                label="Picture",
                widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
                help_text="JPEG, PNG or WebP, at most 10 MB. Where and by whom it was taken is removed.",
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.upload = taken_in(file)
        file.name = f"picture.{self.upload.ending}"  # the one it came with counts for nothing
        return file
