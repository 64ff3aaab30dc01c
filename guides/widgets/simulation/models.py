"""What staff keep for the career growth simulation. Nothing here is pay: that comes from the benchmarks."""

from decimal import Decimal
from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from guides.widgets.simulation.sourced import Sourced
from portal.links import path_to
from portal.storable import storable
from portal.taxonomy.models import Role, SkillArea
from portal.work import Level

simulation_page = path_to("guides:simulation")

LEAST: Final = Decimal("0.50")
MOST: Final = Decimal("2.00")
MOST_YEARS: Final = 20  # of experience, at the start
LAST_STEP: Final = 40  # years of experience that a step or a stage may lie at


def _factor(
    label: str, default: str = "1.00", help_text: str = ""
) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        label,
        max_digits=3,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)],
        help_text=help_text,
    )


def _years(label: str, help_text: str = "") -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        label, validators=[MaxValueValidator(LAST_STEP)], help_text=help_text
    )


class SimulationQuerySet(models.QuerySet["Simulation"]):
    def public(self) -> Self:
        """Those on the site; one that offers no role yet is not there."""
        has_role = Simulation.roles.through.objects.filter(simulation=OuterRef("pk"))
        return self.filter(Exists(has_role), is_public=True)


class Simulation(models.Model):
    """A page to play with; guides embed it by its slug."""

    slug = models.SlugField(
        "address",
        max_length=80,
        unique=True,
        help_text="The last part of it. Guides name the simulation by it, so keep it.",
    )
    title = models.CharField(max_length=120, validators=[storable])
    intro = models.CharField(
        "introduction",
        max_length=320,
        validators=[storable],
        help_text="One or two sentences under the title.",
    )
    roles = models.ManyToManyField(
        Role,
        related_name="simulations",
        help_text="The roles that readers choose from. A role without figures is shown, and says so.",
    )
    first_year = models.PositiveSmallIntegerField(
        default=2026,
        validators=[MinValueValidator(2020), MaxValueValidator(2100)],
        help_text="The year whose pay is 100.",
    )
    length = models.PositiveSmallIntegerField(
        "years shown",
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(8)],
        help_text="The first one included: four are 2026 to 2029.",
    )
    start_years = models.PositiveSmallIntegerField(
        "years of experience at the start",
        default=0,
        validators=[MaxValueValidator(MOST_YEARS)],
        help_text="What the form is set to; readers change it.",
    )
    is_public = models.BooleanField(
        "on the site",
        default=False,
        help_text="Off: the page is not there, and guides show nothing.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                condition=Q(first_year__range=(2020, 2100), length__range=(2, 8))
                & Q(start_years__lte=MOST_YEARS),
                name="simulation_span",
                violation_error_message="A simulation shows two to eight years from 2020 on.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return simulation_page(self.slug)


class SimulationOption(models.Model):
    """An industry or a company size, offered by every simulation."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", "Industry"
        SIZE = "size", "Company size"

    kind = models.CharField(max_length=8, choices=Kind)
    slug = models.SlugField(
        max_length=60, help_text="Stands in the addresses of results, so keep it."
    )
    name = models.CharField(max_length=80, validators=[storable])
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")

    class Meta:
        verbose_name = "industry or company size"
        verbose_name_plural = "industries and company sizes"
        ordering = ("kind", "order", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "slug"),
                name="simulation_option_once",
                violation_error_message="There already is one of this kind with this slug.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("industry", "size")), name="simulation_option_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SimulationFactor(Sourced):
    """What an industry or a company size does to pay: to its level in all years, or to its growth."""

    class Aspect(models.TextChoices):
        LEVEL = "level", "Level of pay"
        GROWTH = "growth", "Growth of pay"

    option = models.ForeignKey(SimulationOption, models.CASCADE, related_name="factors")
    aspect = models.CharField(max_length=8, choices=Aspect)
    low = _factor("lowest")
    middle = _factor("middle", help_text="1.00 leaves the published figures as they are.")
    high = _factor("highest")
    rising = ("low", "middle", "high")

    class Meta:
        verbose_name = "factor"
        ordering = ("option", "-aspect")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=("option", "aspect"),
                name="simulation_factor_once",
                violation_error_message="There is one factor for the level of pay and one for its growth.",
            ),
            models.CheckConstraint(
                condition=Q(low__gte=LEAST, low__lte=F("middle"))
                & Q(high__gte=F("middle"), high__lte=MOST),
                name="simulation_factor_range",
                violation_error_message="The lowest factor comes first, the highest last, from 0.50 to 2.00.",
            ),
            models.CheckConstraint(
                condition=Q(aspect__in=("level", "growth")), name="simulation_factor_aspect"
            ),
        )

    def __str__(self) -> str:
        return f"{self.option}: {self.get_aspect_display().lower()}"


class PromotionStep(Sourced):
    """A step of a role's path, and the years of experience that it is usually taken at."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="promotion_steps")
    from_level = models.CharField("from", max_length=10, choices=Level)
    to_level = models.CharField("to", max_length=10, choices=Level)
    years = _years("usual at", "Years of experience. The simulation puts the step in that year.")
    earliest = _years("from years")
    latest = _years("to years")
    rising = ("earliest", "years", "latest")

    class Meta:
        verbose_name = "promotion"
        ordering = ("role__order", "role__name", "years", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=("role", "to_level"),
                name="promotion_step_once",
                violation_error_message="This role already has a step to this level.",
            ),
            models.CheckConstraint(
                condition=~Q(from_level=F("to_level")),
                name="promotion_step_moves",
                violation_error_message="A step leads to another level.",
            ),
            models.CheckConstraint(
                condition=Q(
                    earliest__lte=F("years"), latest__gte=F("years"), latest__lte=LAST_STEP
                ),
                name="promotion_step_years",
                violation_error_message="The usual year lies between the first and the last.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.get_from_level_display()} to {self.get_to_level_display()}"

    def clean(self) -> None:
        super().clean()
        if self.from_level and self.from_level == self.to_level:
            raise ValidationError({"to_level": "A step leads to another level."})


class SkillStage(Sourced):
    """The years of experience over which the skills of an area are learned, whatever the role."""

    area = models.CharField(max_length=8, choices=SkillArea, unique=True)
    from_years = _years("from years", "Years of experience.")
    to_years = _years("to years", "The last year included.")
    rising = ("from_years", "to_years")

    class Meta:
        verbose_name = "stage of learning"
        verbose_name_plural = "stages of learning"
        ordering = ("from_years", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_years__lte=F("to_years"), to_years__lte=LAST_STEP),
                name="skill_stage_years",
                violation_error_message="A stage begins before it ends.",
            ),
            models.CheckConstraint(condition=Q(area__in=SkillArea.values), name="skill_stage_area"),
        )

    def __str__(self) -> str:
        return str(self.get_area_display())
