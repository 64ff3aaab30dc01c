"""A roadmap: steps that build on each other, and the goals that need some of them."""

from typing import ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Prefetch, Q

from portal.links import path_to
from portal.taxonomy.models import Role, Skill

MOST_STEPS: Final = 40  # as many skills fit into an address
LONGEST_STEP: Final = 52  # weeks
MOST_HOURS: Final = 40  # a week

roadmap_page = path_to("guides:roadmap")


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def whole(self) -> Self:
        """With all that is planned from, in a fixed number of queries."""
        needed = Step.objects.order_by().only("pk")
        return self.prefetch_related(
            Prefetch("steps", Step.objects.select_related("skill")),
            "steps__prerequisite_links",
            Prefetch("goals", Goal.objects.select_related("role")),
            Prefetch("goals__steps", needed),
        )


class Roadmap(models.Model):
    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="The address. Readers share it, so it stays once the roadmap is public.",
    )
    title = models.CharField(max_length=120, help_text="“What would you learn next?”")
    intro = models.CharField(
        max_length=400, help_text="One to three sentences that say what readers get."
    )
    hours_per_week = models.PositiveSmallIntegerField(
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text="The weeks of all steps reckon with so many hours of learning.",
    )
    is_public = models.BooleanField(
        "public", default=False, help_text="Readers see it, and guides can show it."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        ordering = ("title", "slug")
        permissions: ClassVar = [
            ("publish_roadmap", "Can put roadmaps on the site and change public ones")
        ]
        constraints = (
            models.CheckConstraint(
                condition=Q(hours_per_week__range=(1, MOST_HOURS)),
                name="roadmap_hours",
                violation_error_message=f"Learning takes 1 to {MOST_HOURS} hours a week.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return roadmap_page(self.slug)


class Step(models.Model):
    """A skill to learn: why, how long it takes, from what, and how one shows that one has it."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="steps")
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        related_name="roadmap_steps",
        help_text="Readers who tick it leave this step out.",
    )
    title = models.CharField(max_length=120, help_text="What one does: “Ship a service in Python”.")
    why = models.TextField(max_length=600, help_text="One to three sentences: what it is good for.")
    weeks = models.PositiveSmallIntegerField(
        "effort in weeks",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_STEP)],
        help_text="Whole weeks, at the roadmap’s hours a week, for somebody who has what it builds on.",
    )
    resource_title = models.CharField(
        "resource", max_length=120, help_text="What to learn from, by name."
    )
    resource_url = models.URLField(
        "address of the resource",
        max_length=300,
        validators=[
            URLValidator(
                schemes=["https"],
                message="Give a full address that starts with https://.",
                code="not_https",
            )
        ],
        help_text="With https:// in front; the maker’s own documentation where there is one.",
    )
    proof = models.CharField(
        "proof of learning", max_length=300, help_text="What one can show afterwards."
    )
    order = models.PositiveSmallIntegerField(
        default=100, help_text="Low numbers stand first, as far as what a step builds on allows."
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("roadmap", "order", "skill__slug")
        verbose_name = "roadmap step"
        constraints = (
            models.UniqueConstraint(
                fields=("roadmap", "skill"),
                name="step_skill_once",
                violation_error_message="This roadmap already has a step for this skill.",
            ),
            models.CheckConstraint(
                condition=Q(weeks__range=(1, LONGEST_STEP)),
                name="step_weeks",
                violation_error_message=f"A step takes 1 to {LONGEST_STEP} weeks.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        others = Step.objects.filter(roadmap=self.roadmap_id).exclude(pk=self.pk)
        if others.count() >= MOST_STEPS:
            raise ValidationError({"roadmap": f"A roadmap holds at most {MOST_STEPS} steps."})


class StepPrerequisite(models.Model):
    """That a step builds on another of the same roadmap."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="prerequisite_links")
    needs = models.ForeignKey(
        Step, models.RESTRICT, related_name="needed_by_links", verbose_name="builds on"
    )

    class Meta:
        ordering = ("needs__order", "needs__skill__slug")
        verbose_name = "prerequisite"
        constraints = (
            models.UniqueConstraint(
                fields=("step", "needs"),
                name="step_prerequisite_once",
                violation_error_message="The step builds on this one already.",
            ),
            models.CheckConstraint(
                condition=~Q(step=F("needs")),
                name="step_prerequisite_other",
                violation_error_message="A step can’t build on itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} builds on {self.needs}"


class Goal(models.Model):
    """Where somebody wants to get; what its steps build on need not be named."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="goals")
    slug = models.SlugField(
        max_length=80, help_text="Part of addresses that readers share, such as ai-engineer."
    )
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, help_text="One or two sentences for readers.")
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roadmap_goals",
        help_text="Its page, pay and open jobs are shown beside the goal.",
    )
    steps = models.ManyToManyField(
        Step,
        blank=True,
        related_name="goals",
        help_text="What the goal asks for. What these steps build on comes in by itself.",
    )
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("roadmap", "order", "name")
        verbose_name = "roadmap goal"
        constraints = (
            models.UniqueConstraint(
                fields=("roadmap", "slug"),
                name="goal_slug_once",
                violation_error_message="This roadmap already has a goal with this slug.",
            ),
            models.UniqueConstraint(
                fields=("roadmap", "name"),
                name="goal_name_once",
                violation_error_message="This roadmap already has a goal of this name.",
            ),
        )

    def __str__(self) -> str:
        return self.name
