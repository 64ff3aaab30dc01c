import unicodedata
from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from portal.links import path_to
from portal.redirects import FormerSlug

role_page = path_to("site:role")

# Addresses beside those of roles that other pages answer.
TAKEN = "benchmarks|changes|compare|snapshots"


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
        found = {str(getattr(role, "former", "")): role for role in roles}
        found |= {role.slug: role for role in roles}
        return {slug: found[slug] for slug in slugs if slug in found}


class Role(models.Model):
    """What somebody does for a living, as the portal's guides, figures and listings name it."""

    slug = models.SlugField(
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(
                rf"^(?:{TAKEN})\Z",
                "This address belongs to another part of the site.",
                inverse_match=True,
            )
        ],
        help_text="The address. After a change the one before goes on leading here.",
    )
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


class FormerRoleSlug(FormerSlug):
    """A slug that a role had before a change, or before it was merged into another; it leads here for good."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="former_slugs")
    target = "role"

    class Meta(FormerSlug.Meta):
        abstract = False
        verbose_name = "redirect to a role"
        verbose_name_plural = "redirects to roles"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(slug__in=TAKEN.split("|")),
                name="former_role_slug_free",
                violation_error_message="This address belongs to another part of the site.",
            ),
        )

    @classmethod
    def in_use(cls) -> RoleQuerySet:
        return Role.objects.public()


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
