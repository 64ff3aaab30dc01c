"""Surveys as they come in: a file, its reports, what is wrong in it, and the titles that it names."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.storable import storable
from portal.taxonomy.models import Role
from salaries.models.source import Source
from salaries.survey.schema import LONGEST_TITLE, Employment, Level, Remote, Size
from salaries.survey.states import LEASE, State


class SurveyImportQuerySet(models.QuerySet["SurveyImport"]):
    def abandoned(self, now: datetime) -> Self:
        """Those at which somebody should be at work, and nobody is."""
        return self.filter(
            state__in=(State.UPLOADED, State.CHECKING, State.APPLYING), active_at__lt=now - LEASE
        )

    def applied(self) -> Self:
        return self.filter(state=State.APPLIED)


class SurveyImport(models.Model):
    """One file of reports of one source. Its reports count while it is applied, all of them or none."""

    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="imports",
        limit_choices_to={"basis": "survey"},
        help_text="The survey that the reports come from. Its terms and method stand with every figure.",
    )
    file_name = models.CharField(max_length=200, validators=[storable], editable=False)
    size = models.PositiveBigIntegerField("bytes", default=0, editable=False)
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    state = models.CharField(
        max_length=12, choices=State, default=State.UPLOADED, editable=False, db_index=True
    )
    is_partial = models.BooleanField("without its bad lines", default=False, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("uploaded", default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField("decided", null=True, editable=False)
    applied_at = models.DateTimeField("applied", null=True, editable=False)
    ended_at = models.DateTimeField("ended", null=True, editable=False)
    good = models.PositiveIntegerField("good lines", default=0, editable=False)
    bad = models.PositiveIntegerField("bad lines", default=0, editable=False)
    unmapped = models.PositiveIntegerField("reports of no role", default=0, editable=False)
    known = models.PositiveIntegerField("already there", default=0, editable=False)
    figures = models.PositiveIntegerField(
        "groups with a figure",
        default=0,
        editable=False,
        help_text="Of the source, with this file.",
    )
    suppressed = models.PositiveIntegerField(
        "groups with too few reports",
        default=0,
        editable=False,
        help_text="They are shown nowhere.",
    )
    withdrawn = models.PositiveIntegerField(
        "published figures withdrawn",
        default=0,
        editable=False,
        help_text="Of the source, by what is counted with this file.",
    )
    read = models.PositiveBigIntegerField("bytes read", default=0, editable=False)
    # Each taking up of the work has a number: who was taken for dead and is not finds it moved.
    attempt = models.PositiveIntegerField(default=0, editable=False)
    active_at = models.DateTimeField(default=timezone.now, editable=False)
    failure = models.CharField(max_length=300, blank=True, editable=False)

    objects = SurveyImportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "survey import"
        permissions = (("apply_surveyimport", "Can apply, refuse and undo survey imports"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="survey_import_state"),
            models.CheckConstraint(
                condition=~Q(state__in=("applying", "applied")) | Q(bad=0) | Q(is_partial=True),
                name="survey_import_whole",
                violation_error_message="A file with bad lines is applied only where that was asked for.",
            ),
        )

    def __str__(self) -> str:
        return f"Import {self.pk}: {self.file_name}"

    @property
    def rows(self) -> int:
        """Lines that hold something, below the header."""
        return self.good + self.bad

    @property
    def new(self) -> int:
        """Reports that this import adds to those of its source."""
        return self.good - self.known

    @property
    def percent(self) -> int:
        return min(100, 100 * self.read // self.size) if self.size else 100

    @property
    def is_working(self) -> bool:
        return self.state in (State.UPLOADED, State.CHECKING, State.APPLYING)


class SurveyImportPart(models.Model):
    """A piece of an uploaded file, packed by gzip. In the database a worker on any machine can read it."""

    survey_import = models.ForeignKey(SurveyImport, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("survey_import", "number"), name="survey_import_part_once"
            ),
        )

    def __str__(self) -> str:
        return f"Part {self.number} of {self.survey_import_id}"


class SurveyProblem(models.Model):
    """What is wrong in a line of a file. A line may have several; each column is named."""

    survey_import = models.ForeignKey(SurveyImport, models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("line", "pk")
        indexes = (models.Index(fields=("survey_import", "line"), name="survey_problem_line"),)

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


class SurveyTitleQuerySet(models.QuerySet["SurveyTitle"]):
    def with_reports(self) -> Self:
        """With the number of reports that count, and of those that would if a waiting file were applied."""
        counted = (
            SurveyReport.objects.counted_or_waiting()
            .filter(title=OuterRef("pk"))
            .order_by()
            .values("title")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return self.annotate(reports=Coalesce(Subquery(counted), 0))

    def open(self) -> Self:
        """Of no role, and nobody has said that it shall be so."""
        return self.filter(role=None, is_none=False)


class SurveyTitle(models.Model):
    """A job title of reports, and the role that it stands for: what staff chose, else the roles’ own words."""

    title = models.CharField(max_length=LONGEST_TITLE, help_text="As it was first written.")
    normalized = models.CharField(max_length=LONGEST_TITLE, unique=True, editable=False)
    chosen = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chosen role",
        help_text="Only where the title means this role and no other; else it belongs to no role.",
    )
    is_none = models.BooleanField(
        "belongs to no role",
        default=False,
        help_text="Looked at and set aside: its reports count for no role.",
    )
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="survey_titles",
        help_text="The role that its reports count for now.",
    )

    objects = SurveyTitleQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        verbose_name = "survey title"
        constraints = (
            models.CheckConstraint(
                condition=Q(is_none=False) | Q(chosen=None, role=None),
                name="survey_title_one_answer",
                violation_error_message="A title belongs to a role or to none.",
            ),
        )

    def __str__(self) -> str:
        return self.title


class SurveyReportQuerySet(models.QuerySet["SurveyReport"]):
    def counted(self) -> Self:
        """Those that figures rest on: of imports that are applied."""
        return self.filter(survey_import__state=State.APPLIED)

    def counted_or_waiting(self) -> Self:
        """Those, and what files that wait for a decision would add to them."""
        waits = Q(survey_import__state__in=(State.CHECKED, State.APPLYING), is_known=False)
        return self.filter(Q(survey_import__state=State.APPLIED) | waits)

    def of(self, source: int) -> Self:
        return self.filter(survey_import__source=source)


class SurveyReport(models.Model):
    """What one person reported: pay for a year, in the currency it was paid in and in US dollars."""

    survey_import = models.ForeignKey(SurveyImport, models.CASCADE, related_name="reports")
    line = models.PositiveIntegerField()
    work_year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=2, choices=Level)
    employment = models.CharField(max_length=2, choices=Employment)
    written = models.CharField("title as written", max_length=LONGEST_TITLE)
    title = models.ForeignKey(SurveyTitle, models.PROTECT, related_name="report_rows")
    pay = models.DecimalField(
        max_digits=14, decimal_places=2, validators=[MinValueValidator(0)], help_text="As reported."
    )
    currency = models.CharField(max_length=3)
    usd = models.DecimalField(
        "pay in US dollars",
        max_digits=12,
        decimal_places=2,
        help_text="As the survey itself converted it.",
    )
    residence = models.CharField("country of residence", max_length=2)
    remote = models.PositiveSmallIntegerField("remote share", choices=Remote)
    company_country = models.CharField(max_length=2)
    company_size = models.CharField(max_length=1, choices=Size)
    # The same for identical rows, and for these only.
    digest = models.UUIDField()
    is_known = models.BooleanField(
        default=False,
        help_text="The source has this row already: it is left out when this is applied.",
    )

    objects = SurveyReportQuerySet.as_manager()

    class Meta:
        ordering = ("survey_import", "line")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    level__in=Level.values,
                    employment__in=Employment.values,
                    remote__in=Remote.values,
                    company_size__in=Size.values,
                    pay__gt=0,
                    usd__gt=0,
                ),
                name="survey_report_sound",
            ),
        )

    def __str__(self) -> str:
        return f"{self.written}, {self.work_year}"


class SurveyTally(models.Model):
    """How current the percentiles of a source are; moves with every import that is applied or undone."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="survey_tally")
    version = models.PositiveIntegerField(default=0)
    computed = models.PositiveIntegerField(default=0, help_text="The version that figures rest on.")
    titles = models.CharField(
        max_length=64, blank=True, help_text="A digest of which title counted for which role."
    )
    computed_at = models.DateTimeField(null=True)
    published = models.PositiveIntegerField(default=0, help_text="Groups with a figure.")
    suppressed = models.PositiveIntegerField(default=0, help_text="Groups with too few reports.")

    class Meta:
        verbose_name_plural = "survey tallies"

    def __str__(self) -> str:
        return f"Figures of {self.source_id}"

    @property
    def is_stale(self) -> bool:
        return self.version != self.computed
