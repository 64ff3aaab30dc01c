"""The shared words that guides, benchmarks and jobs hang on: roles, skills and places."""

import unicodedata
from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from portal.links import path_to

role_page = path_to("site:role")


def normalize(title: str) -> str:
    """A job title as it is compared: case, width, punctuation and repeated spaces make no difference.

    >>> normalize("  Sr. AI/ML–Engineer ")
    'sr ai ml engineer'
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join("".join(c if c.isalnum() or c in "+#" else " " for c in folded).split())


class RoleQuerySet(models.QuerySet["Role"]):
    def public(self) -> Self:
        """Every role is public; the method keeps one name for what strangers may see."""
        return self.all()

    def with_profile(self) -> Self:
        """Everything that describes a role, in a fixed number of queries."""
        return self.prefetch_related(
            "synonyms",
            "skill_links__skill",
            "responsibility_links__responsibility",
            "neighbor_links__neighbor",
        )

    def named(self, slugs: Collection[str]) -> dict[str, "Role"]:
        """The roles by the slugs asked for, today's or former ones; slugs that lead nowhere are left out.

        One query. Where a merged role's slug was given to another role since, that one has it.
        """
        asked = models.FilteredRelation(
            "former_slugs", condition=models.Q(former_slugs__slug__in=slugs)
        )
        known = self.annotate(asked=asked, former=models.F("asked__slug")).filter(
            models.Q(slug__in=slugs) | models.Q(former__isnull=False)
        )
        roles = list(known)
        former = {role.former: role for role in roles if role.former}
        return former | {role.slug: role for role in roles if role.slug in slugs}


class Role(models.Model):
    """What somebody does for a living, as the portal's guides, figures and listings name it."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)
    plural = models.CharField(max_length=90, help_text="For headings: “AI engineers”.")
    family = models.CharField(
        max_length=60, help_text="The wider field, for grouping: “AI and machine learning”."
    )
    definition = models.TextField(help_text="Two or three sentences that say what the role is.")
    focus = models.CharField(max_length=200, help_text="The primary focus, as half a sentence.")
    deliverables = models.TextField(
        blank=True, help_text="What the role typically delivers, one to a line."
    )
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return role_page(self.slug)

    @property
    def deliverable_list(self) -> list[str]:
        return [line.strip() for line in self.deliverables.splitlines() if line.strip()]


class FormerRoleSlug(models.Model):
    """An address that a role had before it was merged into another; it redirects for good."""

    slug = models.SlugField(max_length=80, unique=True)
    role = models.ForeignKey(Role, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class RoleSynonym(models.Model):
    """Another title that postings use for a role; a title belongs to one role only."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="synonyms")
    title = models.CharField(max_length=120)
    normalized = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.normalized = normalize(self.title)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.normalized = normalize(self.title)
        if not self.normalized:
            raise ValidationError({"title": "A title needs at least one letter or digit."})
        if len(self.normalized) > 120:  # some characters stand for whole phrases
            raise ValidationError({"title": "Written out, this title is too long."})
        taken = RoleSynonym.objects.filter(normalized=self.normalized).exclude(pk=self.pk)
        if other := taken.select_related("role").first():
            raise ValidationError({"title": f"“{self.title}” already stands for {other.role}."})


class Responsibility(models.Model):
    """A task that roles own, do, or leave to others."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")

    class Meta:
        ordering = ("order", "name")
        verbose_name_plural = "responsibilities"

    def __str__(self) -> str:
        return self.name


class Degree(models.TextChoices):
    OWNS = "owns", "owns it"
    DOES = "does", "does it"
    LIMITED = "limited", "to a limited extent"
    RARELY = "rarely", "rarely"
    NO = "no", "no"


class RoleResponsibility(models.Model):
    role = models.ForeignKey(Role, models.CASCADE, related_name="responsibility_links")
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="role_links")
    degree = models.CharField(max_length=8, choices=Degree)

    class Meta:
        ordering = ("responsibility__order", "responsibility__name")
        verbose_name = "role’s responsibility"
        verbose_name_plural = "role’s responsibilities"
        constraints = (
            models.UniqueConstraint(
                fields=("role", "responsibility"),
                name="role_responsibility_once",
                violation_error_message="This role already has a degree for this responsibility.",
            ),
            models.CheckConstraint(
                condition=models.Q(degree__in=Degree.values), name="role_responsibility_degree"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.get_degree_display()}: {self.responsibility}"


class Skill(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SkillArea(models.TextChoices):
    CORE = "core", "Core technical"
    AI = "ai", "AI specialized"
    MLOPS = "mlops", "ML and operations"
    CROSS = "cross", "Cross-disciplinary"


class RoleSkill(models.Model):
    role = models.ForeignKey(Role, models.CASCADE, related_name="skill_links")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="role_links")
    area = models.CharField(max_length=8, choices=SkillArea)
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")

    class Meta:
        ordering = ("order", "skill__name")
        constraints = (
            models.UniqueConstraint(
                fields=("role", "skill"),
                name="role_skill_once",
                violation_error_message="This role already lists this skill.",
            ),
            models.CheckConstraint(
                condition=models.Q(area__in=SkillArea.values), name="role_skill_area"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.skill}"


class RoleNeighbor(models.Model):
    """A role next door, and the sentence that tells the two apart."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="neighbor_links")
    neighbor = models.ForeignKey(Role, models.CASCADE, related_name="neighbor_of_links")
    difference = models.CharField(max_length=300, help_text="How the neighbor differs.")

    class Meta:
        ordering = ("neighbor__order", "neighbor__name")
        constraints = (
            models.UniqueConstraint(
                fields=("role", "neighbor"),
                name="role_neighbor_once",
                violation_error_message="This role already lists this neighbor.",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=models.F("neighbor")),
                name="role_neighbor_other",
                violation_error_message="A role is not its own neighbor.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} – {self.neighbor}"


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, place: "Place") -> Self:
        """The place itself and all that lies inside it: a country holds regions, a region cities."""
        inside = (
            models.Q(pk=place.pk) | models.Q(parent=place.pk) | models.Q(parent__parent=place.pk)
        )
        return self.filter(inside)


class Place(models.Model):
    """A country, a region in it, or a city; the kind says how deep it lies."""

    class Kind(models.TextChoices):
        COUNTRY = "country", "country"
        REGION = "region", "region"
        CITY = "city", "city"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    country = models.CharField(
        "country code",
        max_length=2,
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
                condition=models.Q(kind="country", parent=None)
                | models.Q(kind__in=("region", "city"), parent__isnull=False),
                name="place_hierarchy",
                violation_error_message="A country has no parent; a region or a city needs one.",
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
        if self.kind == self.Kind.COUNTRY:
            return self.name
        parts = [self.name, self.region_code if self.kind == self.Kind.CITY else "", self.country]
        return ", ".join(part for part in parts if part)

    def clean(self) -> None:
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
