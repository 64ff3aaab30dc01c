"""What moderators work with: reports by readers, reasons to choose from, what was found out beforehand."""

from datetime import timedelta
from typing import Final, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobs.models.job import Job

ADDRESS_KEPT: Final = timedelta(days=90)


class ReturnReason(models.Model):
    """A reason that moderators choose, and change to fit, when they return a listing."""

    name = models.CharField(max_length=80, unique=True, help_text="What moderators choose by.")
    text = models.TextField(
        validators=[MaxLengthValidator(1_000)],
        help_text="What the company’s people read. Say what to change.",
    )

    class Meta:
        ordering = ("name",)
        verbose_name = "reason for returning"
        verbose_name_plural = "reasons for returning"

    def __str__(self) -> str:
        return self.name


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def with_old_address(self) -> Self:
        """Those whose reader’s address has been kept for long enough."""
        return self.filter(sent_at__lt=timezone.now() - ADDRESS_KEPT).exclude(address="")


class Report(models.Model):
    """A reader says that something is wrong with a listing. Its company never sees who."""

    class Reason(models.TextChoices):
        FRAUD = "fraud", "It asks for money or personal data, or it is a fraud"
        NOT_REAL = "not_real", "The job does not exist, or is filled"
        PAY = "pay", "The pay is not what it says"
        UNFAIR = "unfair", "It shuts people out unfairly"
        COPY = "copy", "It is a copy of another listing"
        OTHER = "other", "Something else"

    class Decision(models.TextChoices):
        DISMISSED = "dismissed", "dismissed"
        RETURNED = "returned", "taken off the site and returned"
        CLOSED = "closed", "taken off the site"
        SUSPENDED = "suspended", "company suspended"

    job = models.ForeignKey(Job, models.CASCADE, related_name="reports", editable=False)
    reason = models.CharField(max_length=12, choices=Reason, editable=False)
    words = models.TextField(blank=True, editable=False)
    address = models.EmailField(blank=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    decision = models.CharField(max_length=12, choices=Decision, blank=True, editable=False)
    note = models.CharField(max_length=1_000, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("sent_at", "pk")
        indexes = (
            models.Index(
                fields=("job", "sent_at"), condition=Q(decided_at=None), name="report_open"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | (Q(decided_at__isnull=False, address="") & ~Q(decision="")),
                name="report_decided",
                violation_error_message="A report that is decided says how, and no longer by whom it was sent.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.job}"


class OutsideLink(models.Model):
    """What another site answered to a link of the text that was handed over."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="outside_links")
    field = models.CharField(max_length=20)
    address = models.TextField()
    state = models.CharField(max_length=12)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("job", "field", "address"), name="outside_link_once"),
        )

    def __str__(self) -> str:
        return self.address


class Likeness(models.Model):
    """Another listing that reads much like this one."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Job, models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("-percent", "pk")
        constraints = (models.UniqueConstraint(fields=("job", "other"), name="likeness_once"),)

    def __str__(self) -> str:
        return f"{self.percent}% like {self.other}"


class TextMark(models.Model):
    """One of the marks by which listings of like texts are found (`jobs.moderation.likeness`)."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="marks", db_index=False)
    mark = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("job", "mark"), name="text_mark_once"),)
        indexes = (models.Index(fields=("mark", "-job"), name="text_mark"),)

    def __str__(self) -> str:
        return f"{self.mark:x}"


class Inspection(models.Model):
    """Which revision the program looked over, and when; what it found stands in the two above."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="inspection")
    number = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Revision {self.number}"
