"""Which figures a guide rests on, what became of them, and what they were on a day."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guides.models.guide import Guide
from portal.panels import Cited


class GuideCitation(models.Model):
    """An entry that the guide rested on when somebody last published or reviewed it, as it was then."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    text = models.CharField(max_length=300)
    place = models.PositiveSmallIntegerField(help_text="In the order of the text.")

    class Meta:
        ordering = ("place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("guide", "kind", "key"), name="guide_citation_once"),
        )
        indexes = (models.Index(fields=("kind", "key"), name="guide_citation_key"),)

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"

    @property
    def cited(self) -> Cited:
        return Cited(self.kind, self.key)


class ReviewReason(models.Model):
    """Why a guide needs to be read again: a figure under it moved. Kept when it is settled."""

    class Kind(models.TextChoices):
        CHANGED = "changed", "figure changed"
        WITHDRAWN = "withdrawn", "figure withdrawn"
        DROPPED = "dropped", "figure no longer shown"

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="review_reasons")
    kind = models.CharField(max_length=12, choices=Kind)
    cited_kind = models.CharField(max_length=20)
    cited_key = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    before = models.CharField(max_length=300)
    after = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("found_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("guide", "cited_kind", "cited_key"),
                condition=Q(resolved_at=None),
                name="review_reason_once",
            ),
        )

    def __str__(self) -> str:
        """In words, for the desk and for letters."""
        was = f"{self.label}: was {self.before}"
        ends = {
            self.Kind.CHANGED: f"now {self.after}",
            self.Kind.WITHDRAWN: "now withdrawn",
            self.Kind.DROPPED: "no longer shown",
        }
        return f"{was}; {ends[self.Kind(self.kind)]}"

    @property
    def cited(self) -> Cited:
        return Cited(self.cited_kind, self.cited_key)


class FigureBundle(models.Model):
    """The rows that a guide rested on, as CSV: what was once given out under an address never changes."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="bundles")
    name = models.SlugField(max_length=40, help_text="The day and the start of the digest.")
    csv = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("guide", "name"), name="figure_bundle_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A bundle is never changed: make a new one.")
        super().save(*args, **kwargs)


def day_of(name: str) -> date | None:
    """The day that the name of a bundle begins with; None where there is no bundle."""
    return date.fromisoformat(name[:10]) if name else None
