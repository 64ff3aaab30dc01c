from datetime import UTC, datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from jobs.models.choices import CloseReason
from jobs.models.company import Company
from jobs.models.content import JobContent
from jobs.models.keeping import keep_posted
from jobs.querysets import JobQuerySet, RevisionQuerySet, Stage
from portal.links import path_to
from portal.publishing.models import Event, Publishable, Revision, Status
from portal.taxonomy.models import Place

job_page = path_to("jobs:detail")
END_OF_TIME: Final = datetime(2101, 1, 1, tzinfo=UTC)


class Job(JobContent, Publishable):
    """A listing. Its address is made once and never changes."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="jobs")
    slug = models.SlugField(max_length=160, unique=True, editable=False)
    external_id = models.CharField(
        "reference",
        max_length=60,
        blank=True,
        help_text="The employer’s own number for it. Shown on the listing.",
    )
    closes_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="UTC. From this instant it is gone from the site. Needed to publish.",
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    close_reason = models.CharField(
        max_length=12, choices=CloseReason, blank=True, editable=False, default=""
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_number = models.PositiveIntegerField(
        "revision that waits for review",
        null=True,
        editable=False,
        help_text="The one handed over; empty when none waits.",
    )
    submitted_at = models.DateTimeField("handed over", null=True, editable=False)
    # The instant of closing that its people were last told of ahead.
    closing_told = models.DateTimeField(null=True, editable=False)
    # What publishing makes of the content (jobs.derive).
    description_html = models.TextField(editable=False, default="")
    lists_html = models.TextField(editable=False, default="")
    annual_min = models.DecimalField(max_digits=16, decimal_places=2, null=True, editable=False)
    annual_max = models.DecimalField(max_digits=16, decimal_places=2, null=True, editable=False)
    pay_label = models.CharField(max_length=100, editable=False, default="")
    pay_country = models.CharField(max_length=2, editable=False, default="")
    place_label = models.CharField(max_length=200, editable=False, default="")

    # What `with_stage()` adds: one of `jobs.querysets.Stage`.
    stage: str

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        permissions: ClassVar = [("publish_job", "Can approve, return, renew and close jobs")]
        indexes = (
            models.Index(fields=("status", "-published_at", "-id", "closes_at"), name="job_newest"),
            models.Index(
                fields=("primary_role", "status", "-published_at", "-id"), name="job_role"
            ),
            models.Index(
                fields=("workplace", "status", "-published_at", "-id"), name="job_workplace"
            ),
            models.Index(fields=("company", "status", "-published_at", "-id"), name="job_company"),
            models.Index(fields=("status", "currency", "annual_min"), name="job_pay"),
            models.Index(fields=("status", "closes_at"), name="job_closing"),
            models.Index(
                fields=("closed_at",), condition=Q(closed_at__isnull=False), name="job_closed_at"
            ),
            models.Index(
                fields=("submitted_at", "id"),
                condition=Q(submitted_number__isnull=False),
                name="job_waiting",
            ),
            # Joins of roles and places read this instead of the wide rows themselves.
            models.Index(
                fields=(
                    "id",
                    "status",
                    "published_at",
                    "closes_at",
                    "workplace",
                    "currency",
                    "annual_min",
                ),
                name="job_narrow",
            ),
        )
        constraints = (
            *JobContent.Meta.constraints,
            models.UniqueConstraint(
                fields=("company", "external_id"),
                condition=~Q(external_id=""),
                name="job_reference_once",
                violation_error_message="This company already has a job with this reference.",
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(
                    Q(
                        published_at__isnull=False,
                        closes_at__isnull=False,
                        closes_at__gt=F("published_at"),
                        pay_min__isnull=False,
                        pay_max__isnull=False,
                    ),
                    ~Q(description="") & ~Q(level="") & ~Q(apply_url="", apply_email=""),
                ),
                name="job_complete",
                violation_error_message="A published listing needs a description, a level, both ends of the pay, "
                "a way to apply, and an instant of closing after the one at which it goes live.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__lt=END_OF_TIME),
                name="job_closes_at",
                violation_error_message="The listing closes before the year 2101.",
            ),
            models.CheckConstraint(
                # Until it is approved again, one that was closed keeps both in whatever state.
                condition=Q(
                    ~Q(status="published"),
                    closed_at__isnull=False,
                    close_reason__in=CloseReason.values,
                    live_number__isnull=False,
                )
                | Q(~Q(status="closed"), closed_at=None, close_reason=""),
                name="job_closed",
                violation_error_message="A closed listing has a day and a reason of closing, "
                "and one that was never closed has neither.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_number=None, submitted_at=None) & ~Q(status="in_review")
                | Q(
                    submitted_number__isnull=False,
                    submitted_number__lte=F("latest_number"),
                    submitted_at__isnull=False,
                    status__in=("in_review", "published"),
                ),
                name="job_submitted",
                violation_error_message="What is in review names the revision that waits, since when.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return job_page(self.slug)

    @property
    def has_waiting_edit(self) -> bool:
        """Live, and an edit of it was handed over that nobody has decided on."""
        return self.status == Status.PUBLISHED and self.submitted_number is not None

    @property
    def stage_label(self) -> str:
        """Where it stands, in words; needs `with_stage()`."""
        label = str(Stage(self.stage).label)
        return f"{label} ({self.get_close_reason_display()})" if self.close_reason else label


class JobRevision(JobContent, Revision):
    item = models.ForeignKey(Job, keep_posted, related_name="revisions")

    objects = RevisionQuerySet.as_manager()

    class Meta(Revision.Meta):
        abstract = False
        constraints = (  # type: ignore[assignment]  # a longer tuple than that of the base
            *Revision.Meta.constraints,
            *JobContent.Meta.constraints,
        )


class JobEvent(Event):
    """Who did what to a job; besides the common steps those that only listings have."""

    RENEWED: ClassVar = "renewed"
    TAKEN_BACK: ClassVar = "taken_back"
    DISMISSED: ClassVar = "dismissed"

    item = models.ForeignKey(Job, keep_posted, related_name="events")
    kind = models.CharField(
        max_length=16,
        choices=[
            *Event.Kind.choices,
            (RENEWED, "given a new day of closing"),
            (TAKEN_BACK, "taken back"),
            (DISMISSED, "reports dismissed"),
        ],
        editable=False,
    )

    class Meta(Event.Meta):
        abstract = False


class JobPlace(models.Model):
    """A place under which a live job is found: its locations, the countries that remote applicants
    may live in, and every place that one of these lies in. Written by publishing."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="found_under")
    place = models.ForeignKey(Place, models.PROTECT, related_name="listings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("job", "place"), name="job_place_once"),)
        indexes = (models.Index(fields=("place", "job"), name="job_place"),)

    def __str__(self) -> str:
        return f"{self.job} in {self.place}"
