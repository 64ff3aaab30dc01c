"""Numbers that staff keep, and what readers are told of where they come from."""

from itertools import pairwise
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from portal.storable import storable


class Sourced(models.Model):
    """A number with its source note."""

    class Basis(models.TextChoices):
        PUBLISHED = "published", "published figures"
        ASSUMPTION = "assumption", "editorial assumption"

    basis = models.CharField(
        max_length=12,
        choices=Basis,
        default=Basis.ASSUMPTION,
        help_text="Without a public source it is an editorial assumption.",
    )
    note = models.TextField(
        "source note",
        max_length=600,
        validators=[storable],
        help_text="For readers: which figures it rests on, or the reasoning behind an assumption.",
    )
    source_url = models.URLField(
        "address of the source",
        blank=True,
        validators=[storable],
        help_text="Needed for published figures.",
    )
    effective_year = models.PositiveSmallIntegerField(
        "year of the source",
        default=2026,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text="The year that the source is about, or that the assumption was made in.",
    )

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=(Q(basis="published") & ~Q(source_url="")) | Q(basis="assumption"),
                name="%(class)s_sourced",
                violation_error_message="Published figures need the address of their source.",
            ),
        )

    # Fields whose values rise, or stay, from one to the next.
    rising: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> None:
        """Name the fields to mend; the constraints hold the same against every other way in."""
        problems = {}
        if self.basis == self.Basis.PUBLISHED and not self.source_url:
            problems["source_url"] = "Published figures need the address of their source."
        for one, next_one in pairwise(self.rising):
            low, high = getattr(self, one), getattr(self, next_one)
            if None not in (low, high) and low > high:
                fields: Any = [self._meta.get_field(name) for name in (one, next_one)]
                words = "“{}” lies above “{}”.".format(*(field.verbose_name for field in fields))
                problems |= {one: words, next_one: words}
        if problems:
            raise ValidationError(problems)
