from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.instants import near
from portal.links import link
from portal.money import PERIOD_WORDS, Shape, money, span
from portal.publishing.models import Status
from portal.storable import storable
from portal.taxonomy.models import Place, Role
from portal.work import Period
from salaries.addresses import ALL, explorer_at
from salaries.checks import EARLIEST, LARGEST, LATEST, problems_of
from salaries.models.choices import (
    PERIODS,
    SHAPES,
    STATES,
    Component,
    Measure,
    SurveyLevel,
    Workplace,
)
from salaries.models.constraints import CONSTRAINTS
from salaries.models.source import Source
from salaries.querysets import BenchmarkQuerySet
from salaries.years import Years


def percentile_field(
    name: str, help_text: str
) -> models.DecimalField[Decimal | None, Decimal | None]:
    """An amount that so many reports in a hundred lie below."""
    return models.DecimalField(
        name,
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(LARGEST)],
        help_text=help_text,
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
    level = models.CharField(
        max_length=12,
        choices=SurveyLevel,
        blank=True,
        help_text="Only for a distribution. Empty: all levels.",
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="benchmarks")
    workplace = models.CharField(max_length=8, choices=Workplace, default=Workplace.ANY)
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        help_text="The year that the figure is about.",
    )
    first_year = models.PositiveSmallIntegerField(
        "from the year",
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        help_text="Only for a distribution of several years together: the first of them.",
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
        max_length=12,
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
    p10 = percentile_field("10th percentile", "Only for percentiles: one report in ten lies below.")
    p25 = percentile_field("25th percentile", "One report in four lies below.")
    p50 = percentile_field("median", "Half of the reports lie below.")
    p75 = percentile_field("75th percentile", "Three reports in four lie below.")
    p90 = percentile_field("90th percentile", "Nine reports in ten lie below.")
    sample_size = models.PositiveIntegerField(
        "reports", null=True, blank=True, help_text="How many reports the percentiles rest on."
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
            models.Index(
                fields=("role", "place", "level", "workplace", "year"),
                condition=Q(shape=Shape.PERCENTILES.value),
                name="benchmark_distribution",
            ),
        )
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.role.name}, {self.label}"

    def get_absolute_url(self) -> str:
        """Its row: on the role's page, or of a distribution, of which there may be many, in the explorer."""
        if self.measure == Measure.DISTRIBUTION:
            choice = explorer_at(
                role=self.role.slug,
                level=self.level or ALL,
                place=self.place.slug,
                workplace=self.workplace,
                year=Years(self.first_year, self.year),
            )
            return f"{choice}#{self.anchor}"
        return f"{link('salaries:role', self.role.slug)}#{self.anchor}"

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
        if self.measure == Measure.DISTRIBUTION:
            return self.level_label
        return self.specialism or str(Measure(self.measure).label)

    @property
    def level_label(self) -> str:
        """ "Senior level", "All levels": of a distribution."""
        return str(SurveyLevel(self.level).label) if self.level else "All levels"

    @property
    def years(self) -> str:
        """ "2026", or "2020–2023" where the reports of several years stand together."""
        return f"{self.first_year}–{self.year}" if self.first_year else str(self.year)

    @property
    def phrase(self) -> str:
        """What is measured, as it stands in a sentence: "the figure for 0–1 years of experience"."""
        words = {
            Measure.NATIONAL_MEDIAN: "the national median",
            Measure.REMOTE_AVERAGE: "the remote average",
            Measure.EXPERIENCE: f"the figure for {self.years_label} of experience",
            Measure.SPECIALISM: f"the figure for {self.specialism}",
            Measure.DISTRIBUTION: f"the median of {self.sample_size} reports",
        }
        return words.get(Measure(self.measure), f"the {self.label.lower()} figure")

    @property
    def figure(self) -> str:
        """The figure in words, without its period: "$134,023 to $145,080", "$142,000 median"."""
        if self.p50 is not None:
            return f"{money(self.p50, self.currency)} median"
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
