from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models


class PlaceQuerySet(models.QuerySet["Place"]):
    def world(self) -> "Place":
        """The place of figures that leave no country out; made where it is missing."""
        world, _ = self.get_or_create(
            kind=Place.Kind.WORLD, defaults={"slug": "world", "name": "Worldwide"}
        )
        return world

    def on_the_map(self) -> Self:
        """Where somebody can work."""
        return self.exclude(kind=Place.Kind.WORLD)

    def within(self, place: "Place") -> Self:
        """The place itself and all that lies inside it: a country holds regions, a region cities."""
        inside = (
            models.Q(pk=place.pk) | models.Q(parent=place.pk) | models.Q(parent__parent=place.pk)
        )
        return self.filter(inside)


class Place(models.Model):
    """A country, a region in it, or a city; the kind says how deep it lies. And once the whole world."""

    class Kind(models.TextChoices):
        WORLD = "world", "world"
        COUNTRY = "country", "country"
        REGION = "region", "region"
        CITY = "city", "city"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    country = models.CharField(
        "country code",
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", "Two capital letters, as in ISO 3166-1.")],
        help_text="ISO 3166-1 alpha-2, such as US.",
    )
    region_code = models.CharField(
        max_length=6, blank=True, help_text="ISO 3166-2 without the country, such as CA."
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("country", "name")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=("world", "country"), parent=None)
                | models.Q(kind__in=("region", "city"), parent__isnull=False),
                name="place_hierarchy",
                violation_error_message="A country has no parent; a region or a city needs one.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="world", country="")
                | (~models.Q(kind="world") & ~models.Q(country="")),
                name="place_country",
                violation_error_message="A place lies in a country; only the world does not.",
            ),
            models.UniqueConstraint(
                fields=("kind",),
                condition=models.Q(kind="world"),
                name="place_world_once",
                violation_error_message="The world is already there.",
            ),
            models.UniqueConstraint(
                fields=("country",),
                condition=models.Q(kind="country"),
                name="place_country_once",
                violation_error_message="This country is already there.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "San Jose, CA, US": short, and plain without a query."""
        if self.kind in (self.Kind.WORLD, self.Kind.COUNTRY):
            return self.name
        parts = [self.name, self.region_code if self.kind == self.Kind.CITY else "", self.country]
        return ", ".join(part for part in parts if part)

    def clean(self) -> None:
        if not self.country and self.kind != self.Kind.WORLD:
            raise ValidationError({"country": "Needed: two capital letters, as in ISO 3166-1."})
        if not self.parent:
            return
        allowed = {
            self.Kind.REGION.value: (self.Kind.COUNTRY,),
            self.Kind.CITY.value: (self.Kind.COUNTRY, self.Kind.REGION),
        }.get(self.kind, ())
        if self.parent.kind not in allowed:
            raise ValidationError(
                {"parent": f"A {self.kind} cannot lie inside a {self.parent.kind}."}
            )
        if self.parent.country != self.country:
            raise ValidationError({"country": "Differs from the country of the parent."})
