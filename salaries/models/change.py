"""What became of published figures: one row for each change, never altered."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.storable import storable
from portal.taxonomy.models import Role
from salaries.models.benchmark import Benchmark
from salaries.models.source import Source


class FigureChangeQuerySet(models.QuerySet["FigureChange"]):
    def public(self, at: datetime | None = None) -> Self:
        """What has come to pass; a figure that is published for later has its row already."""
        return self.filter(at__lte=at or timezone.now())

    def newest(self) -> Self:
        """With all that an entry is shown with."""
        return self.select_related("role", "source").order_by("-at", "-pk")


class FigureChange(models.Model):
    """A published figure that came, said something else, or went.

    What it was stands here in words, which outlive the figure, its role and its source.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "published"
        CHANGED = "changed", "changed"
        WITHDRAWN = "withdrawn", "withdrawn"

    benchmark = models.ForeignKey(
        Benchmark, models.SET_NULL, null=True, editable=False, related_name="changes"
    )
    role = models.ForeignKey(
        Role, models.SET_NULL, null=True, editable=False, related_name="figure_changes"
    )
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, editable=False, related_name="changes"
    )
    role_name = models.CharField("role", max_length=120, editable=False)
    label = models.CharField("figure", max_length=160, editable=False)
    place_name = models.CharField("place", max_length=120, editable=False)
    years = models.CharField(max_length=9, editable=False)
    source_name = models.CharField("source", max_length=200, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, editable=False)
    old = models.CharField("before", max_length=500, blank=True, editable=False)
    new = models.CharField("after", max_length=500, blank=True, editable=False)
    reason = models.CharField(max_length=300, blank=True, validators=[storable], editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    is_counted = models.BooleanField(
        "counted by the portal",
        default=False,
        editable=False,
        help_text="From reports or listings, rather than entered by somebody.",
    )

    objects = FigureChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("-at", "-id"), name="figure_change_newest"),
            models.Index(fields=("role", "-at", "-id"), name="figure_change_role"),
            models.Index(fields=("source", "-at", "-id"), name="figure_change_source"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="published", old="") & ~Q(new="")
                | Q(kind="withdrawn", new="") & ~Q(old="")
                | Q(kind="changed") & ~Q(old="") & ~Q(new="") & ~Q(old=F("new")),
                name="figure_change_kind",
                violation_error_message="What is published says nothing before, what is withdrawn nothing after.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawn") | ~Q(reason=""),
                name="figure_change_reason",
                violation_error_message="A figure is withdrawn for a reason: give it.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("What is written down of a change stays as it is.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("What is written down of a change stays.")

    @property
    def what(self) -> str:
        """ "ML engineer, senior level, United States"."""
        return ", ".join(
            (self.role_name, f"{self.label[:1].lower()}{self.label[1:]}", self.place_name)
        )

    @property
    def who(self) -> str:
        """For readers, who learn no names."""
        if self.is_counted:
            return "Counted by the portal"
        return "An analyst of the portal" if self.by_id else "The portal"
