from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.storable import storable
from salaries.checks import EARLIEST
from salaries.models.choices import Basis
from salaries.querysets import SourceQuerySet


class Source(models.Model):
    """Where figures come from. Shown wherever they are shown."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200, validators=[storable])
    publisher = models.CharField(max_length=200, validators=[storable])
    url = models.URLField(
        "address",
        blank=True,
        validators=[storable],
        help_text="Leave empty if it isn’t on the web.",
    )
    reference_period = models.CharField(
        max_length=60,
        validators=[storable],
        help_text="What the figures are about: “2026”, “May 2025”.",
    )
    retrieved_on = models.DateField(help_text="The day the figures were taken down.")
    license = models.CharField(
        max_length=80,
        validators=[storable],
        help_text="On what terms the figures may be passed on, such as CC BY 4.0.",
    )
    license_url = models.URLField("license address", blank=True, validators=[storable])
    basis = models.CharField(max_length=12, choices=Basis)
    method = models.TextField(
        max_length=4000,
        validators=[storable],
        help_text="How the figures came about, for readers.",
    )
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values),
                name="source_basis",
                violation_error_message="Choose one of the bases.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not isinstance(self.retrieved_on, date):
            return
        if self.retrieved_on > timezone.now().date():
            raise ValidationError({"retrieved_on": "This day is still to come."})
        if self.retrieved_on.year < EARLIEST:
            raise ValidationError({"retrieved_on": f"Nothing is kept from before {EARLIEST}."})
