"""Who hears of which jobs, and what they were told."""

import secrets
from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.mail.models import Mail

UNCONFIRMED_FOR: Final = timedelta(days=7)


def new_key() -> str:
    """128 random bits; goes out only inside signed links."""
    return secrets.token_urlsafe(16)


class Rhythm(models.TextChoices):
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every Monday"


class SavedSearch(models.Model):
    """A search of the list of jobs by its address, in one form; everybody who asks for it shares the row."""

    query = models.TextField(blank=True)
    digest = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.query or "every job"


class Subscriber(models.Model):
    """An address, for as long as an alert of its is there."""

    email = models.EmailField(unique=True)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """As staff see it: the first letter, and where the mailbox is."""
        return f"{self.email[:1]}…@{self.email.rpartition('@')[2]}"


class AlertQuerySet(models.QuerySet["Alert"]):
    def due(self, at: datetime) -> Self:
        """Those whose hour has come; what is unconfirmed, paused or lapsed is never due."""
        return self.filter(due_at__lte=at)

    def with_words(self) -> Self:
        return self.select_related("subscriber", "search")

    def unconfirmed_too_long(self) -> Self:
        return self.filter(confirmed_at=None, asked_at__lt=timezone.now() - UNCONFIRMED_FOR)


class Alert(models.Model):
    """A search that an address hears of. `checked_at` is when it was last looked for."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts")
    search = models.ForeignKey(SavedSearch, models.PROTECT, related_name="alerts")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    rhythm = models.CharField("how often", max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    zone = models.CharField("time zone", max_length=64, default="UTC")
    hour = models.PositiveSmallIntegerField(default=7)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    lapsed_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "job alert"
        constraints = (
            models.UniqueConstraint(fields=("subscriber", "search"), name="alert_once"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="alert_rhythm"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="alert_hour"),
            models.CheckConstraint(
                condition=Q(due_at=None)
                | Q(
                    confirmed_at__isnull=False,
                    checked_at__isnull=False,
                    paused_at=None,
                    lapsed_at=None,
                ),
                name="alert_due",
            ),
        )
        indexes = (
            models.Index(
                fields=("search", "due_at"), condition=Q(due_at__isnull=False), name="alert_due_at"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.search}"

    @property
    def state(self) -> str:
        """In words: confirmed, paused …"""
        if self.confirmed_at is None:
            return "waits to be confirmed"
        if self.lapsed_at is not None:
            return "stopped: what it looked for is gone"
        return "paused" if self.paused_at else "on"


class Told(models.Model):
    """That a subscriber was told of a job, and by which letter. Once, whatever becomes of the job."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="told")
    job = models.ForeignKey("jobs.Job", models.CASCADE, related_name="told")
    alert = models.ForeignKey(Alert, models.SET_NULL, null=True, related_name="told")
    letter = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-told_at", "-pk")
        verbose_name = "job told of"
        verbose_name_plural = "jobs told of"
        constraints = (models.UniqueConstraint(fields=("subscriber", "job"), name="told_once"),)
        indexes = (models.Index(fields=("-told_at", "-id"), name="told_newest"),)

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.job}"
