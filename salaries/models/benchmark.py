from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.instants import near
from portal.money import PERIOD_WORDS, Shape, span
from portal.publishing.models import Status
from portal.storable import storable
from portal.taxonomy.models import Place, Role
from portal.work import Period
from salaries.checks import EARLIEST, LARGEST, LATEST, problems_of
from salaries.models.choices import PERIODS, SHAPES, STATES, Component, Measure, Workplace
from salaries.models.source import Source
from salaries.querysets import BenchmarkQuerySet

# What makes two published figures of one source the same figure.
SAME_FIGURE: Final = (
    F("role"),
    F("measure"),
    F("specialism"),
    Coalesce(F("min_years"), -1),
    Coalesce(F("max_years"), -1),
    F("place"),
    F("workplace"),
    F("year"),
    F("component"),
    F("currency"),
    F("period"),
    F("source"),
)


class Benchmark(models.Model):
    """One figure of pay for one role, in the currency and for the period it was published in."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="benchmarks")
    measure = models.CharField(max_length=16, choices=Measure)
    specialism = models.CharField(
        max_length=80,
        blank=True,
        validators=[storable],
        help_text="Only for the measure “Specialism”: which one.",
    )
    min_years = models.PositiveSmallIntegerField(
        "from years",
        null=True,
        blank=True,
        validators=[MaxValueValidator(60)],
        help_text="Only for “By experience”.",
    )
    max_years = models.PositiveSmallIntegerField(
        "to years",
        null=True,
        blank=True,
        validators=[MaxValueValidator(60)],
        help_text="Empty: and more.",
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="benchmarks")
    workplace = models.CharField(max_length=8, choices=Workplace, default=Workplace.ANY)
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        help_text="The year that the figure is about.",
    )
    component = models.CharField(
        "pay component", max_length=8, choices=Component, default=Component.BASE
    )
    currency = models.CharField(
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "Three capital letters, such as USD.")],
    )
    period = models.CharField(max_length=8, choices=PERIODS, default=Period.YEAR)
    shape = models.CharField(
        max_length=8,
        choices=SHAPES,
        help_text="As published. A bound has one end only.",
    )
    low = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(LARGEST)],
        help_text="The figure itself, the lower end, or the least.",
    )
    high = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(LARGEST)],
        help_text="The upper end, or the most. For one figure the same as the lower end, or empty.",
    )
    open_ended = models.BooleanField(
        "upper end is itself a floor",
        default=False,
        help_text="Only for a range: “$187,000 to $260,000 or more”.",
    )
    note = models.CharField(
        max_length=200, blank=True, validators=[storable], help_text="Shown beside the figure."
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="benchmarks",
        help_text="A figure can’t be published without one.",
    )
    status = models.CharField(
        max_length=12,
        choices=STATES,
        default=Status.DRAFT,
    )
    published_at = models.DateTimeField(
        "public from",
        null=True,
        blank=True,
        validators=[near],
        help_text="UTC. In the future: readers see it from then. Empty: from the moment of publishing.",
    )
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ("role__order", "measure", "min_years", "-year", "place", "pk")
        indexes = (
            models.Index(fields=("role", "status", "measure"), name="benchmark_role"),
            models.Index(fields=("status", "published_at"), name="benchmark_public"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    shape=Shape.RANGE.value,
                    low__isnull=False,
                    high__isnull=False,
                    low__lt=F("high"),
                )
                | Q(shape=Shape.SINGLE.value, low__isnull=False, high=F("low"))
                | Q(shape=Shape.AT_LEAST.value, low__isnull=False, high=None)
                | Q(shape=Shape.AT_MOST.value, low=None, high__isnull=False),
                name="benchmark_shape",
                violation_error_message="The ends don’t fit the shape: a range has two, the lower one first; "
                "one figure has one; “at least” has the lower end only; “at most” the upper end only.",
            ),
            models.CheckConstraint(
                condition=(Q(low=None) | Q(low__gt=0, low__lte=LARGEST))
                & (Q(high=None) | Q(high__gt=0, high__lte=LARGEST)),
                name="benchmark_amount",
                violation_error_message="Pay lies above 0 and below 1,000,000,000.",
            ),
            models.CheckConstraint(
                condition=Q(open_ended=False) | Q(shape=Shape.RANGE.value),
                name="benchmark_open_range",
                violation_error_message="Only the upper end of a range can be a floor.",
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.EXPERIENCE, min_years__isnull=False)
                | (~Q(measure=Measure.EXPERIENCE) & Q(min_years=None, max_years=None)),
                name="benchmark_years",
                violation_error_message="Years of experience belong to the measure “By experience”, which needs them.",
            ),
            models.CheckConstraint(
                condition=Q(max_years=None) | Q(max_years__gt=F("min_years")),
                name="benchmark_years_order",
                violation_error_message="“To years” lies above “from years”.",
            ),
            models.CheckConstraint(
                condition=(Q(measure=Measure.SPECIALISM) & ~Q(specialism=""))
                | (~Q(measure=Measure.SPECIALISM) & Q(specialism="")),
                name="benchmark_specialism",
                violation_error_message="A specialism belongs to the measure “Specialism”, which needs one.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(source__isnull=False, published_at__isnull=False),
                name="benchmark_sourced",
                violation_error_message="A published figure needs a source and the instant from which it is public.",
            ),
            models.UniqueConstraint(
                *SAME_FIGURE,
                condition=Q(status=Status.PUBLISHED),
                name="benchmark_once",
                violation_error_message="This source already has a published figure for exactly this.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role.name}, {self.label}"

    def get_absolute_url(self) -> str:
        return f"{reverse('salaries:role', args=[self.role.slug])}#{self.anchor}"

    def clean(self) -> None:
        """Name the field to mend; the constraints hold the same against every other way in."""
        if self.shape == Shape.SINGLE and self.high is None:
            self.high = self.low
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        problems = problems_of(self)
        if self.status == Status.PUBLISHED and self.source_id is None:
            problems["source"] = "A figure can’t be published without a source."
        if problems:
            raise ValidationError(problems)

    @property
    def anchor(self) -> str:
        return f"figure-{self.pk}"

    @property
    def years_label(self) -> str:
        """ "0–1 years", "10 years or more"; empty for other measures."""
        if self.min_years is None:
            return ""
        if self.max_years is None:
            return f"{self.min_years} {'year' if self.min_years == 1 else 'years'} or more"
        return f"{self.min_years}–{self.max_years} years"

    @property
    def label(self) -> str:
        """What is measured, in a few words: "Mid-level", "0–1 years", "Robotics"."""
        if self.measure == Measure.EXPERIENCE:
            return self.years_label
        return self.specialism or str(Measure(self.measure).label)

    @property
    def phrase(self) -> str:
        """What is measured, as it stands in a sentence: "the figure for 0–1 years of experience"."""
        words = {
            Measure.NATIONAL_MEDIAN: "the national median",
            Measure.REMOTE_AVERAGE: "the remote average",
            Measure.EXPERIENCE: f"the figure for {self.years_label} of experience",
            Measure.SPECIALISM: f"the figure for {self.specialism}",
        }
        return words.get(Measure(self.measure), f"the {self.label.lower()} figure")

    @property
    def figure(self) -> str:
        """The figure in words, without its period: "$134,023 to $145,080"."""
        return span(self.low, self.high, self.currency, open_ended=self.open_ended)

    @property
    def period_words(self) -> str:
        return PERIOD_WORDS[self.period]

    @property
    def unusual(self) -> str:
        """What a table that promises base pay a year has to say of this figure: "total pay an hour"."""
        if self.component == Component.BASE and self.period == Period.YEAR:
            return ""
        return f"{Component(self.component).label} {self.period_words}"
