"""Pictures and the sizes that are made of them."""

import hashlib
from typing import Final, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

FOLDER: Final = "pictures"


def digest(content: bytes) -> str:
    """Part of a file's name, so that no address ever leads to another picture than before."""
    return hashlib.blake2b(content, digest_size=5).hexdigest()


class Shape(models.TextChoices):
    """What a rendition shows of the picture; a part lies around the focal point."""

    WHOLE = "whole", "whole"
    WIDE = "wide", "16:9"
    SQUARE = "square", "1:1"


class Format(models.TextChoices):
    AVIF = "avif", "AVIF"
    WEBP = "webp", "WebP"


class PictureQuerySet(models.QuerySet["Picture"]):
    def unfinished(self) -> Self:
        """Those of which some rendition is still to be made."""
        return self.filter(made_at=None)

    def failed(self) -> Self:
        return self.unfinished().exclude(problem="")

    def matching(self, words: str) -> Self:
        """Those with all of the words in their title, name or description, newest first."""
        found = self
        for word in words.split():
            said = Q(title__icontains=word) | Q(slug__icontains=word) | Q(alt__icontains=word)
            found = found.filter(said)
        return found


def says_something(text: str) -> None:
    """A validator. Dots and blanks are no description."""
    if not any(char.isalnum() for char in text):
        raise ValidationError("Say in words what the picture shows.", code="wordless")


class Picture(models.Model):
    """The file never changes: another picture is another row, so that addresses may be kept for good."""

    title = models.CharField(max_length=120, help_text="For staff: how you will find it again.")
    slug = models.SlugField(
        "name",
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(?:[-_][a-z0-9]+)*\Z",
                "Use lower-case letters, digits and single hyphens.",
            )
        ],
        help_text="How texts ask for it: {{ picture name=… }}. It can’t be changed later.",
        error_messages={"unique": "Another picture has this name."},
    )
    alt = models.CharField(
        "in words",
        max_length=300,
        validators=[says_something],
        help_text="What it shows, for those who can’t see it. One or two plain sentences.",
    )
    credit = models.CharField(
        max_length=160, blank=True, help_text="Who made it, where readers should be told."
    )
    file = models.FileField("picture", upload_to=f"{FOLDER}/%Y/%m/", max_length=200)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    focal_x = models.PositiveSmallIntegerField(
        "focal point, from the left",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Percent. What must stay in sight where only a part is shown.",
    )
    focal_y = models.PositiveSmallIntegerField(
        "focal point, from the top",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Percent.",
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="pictures",
    )
    made_at = models.DateTimeField("sizes made at", null=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100),
                name="picture_focal_point",
                violation_error_message="The focal point lies from 0 to 100 percent.",
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0),
                name="picture_size",
                violation_error_message="A picture is at least one pixel wide and high.",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="picture_alt",
                violation_error_message="Say in words what the picture shows.",
            ),
        )
        indexes = (
            models.Index(fields=("-uploaded_at", "-id"), name="picture_newest"),
            models.Index(fields=("id",), condition=Q(made_at=None), name="picture_unfinished"),
        )

    def __str__(self) -> str:
        return self.title


class Rendition(models.Model):
    """A size of a picture; made once, and again where the focal point moved."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    shape = models.CharField(max_length=8, choices=Shape)
    format = models.CharField(max_length=8, choices=Format)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to=f"{FOLDER}/sizes/%Y/%m/", max_length=200)

    class Meta:
        ordering = ("picture", "shape", "format", "width")
        constraints = (
            models.UniqueConstraint(
                fields=("picture", "shape", "format", "width"), name="rendition_once"
            ),
        )

    def __str__(self) -> str:
        return (
            f"{self.get_shape_display()}, {self.width} × {self.height}, {self.get_format_display()}"
        )
