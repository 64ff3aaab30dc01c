"""How often a listing was looked at and applied to, by day: sums, and nothing about anybody."""

from datetime import date, timedelta
from typing import Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from jobs.models.job import Job
from portal.accounts.models import User

# For so long the sums of a day are kept: a year and a month, so that a month can be set beside last year's.
KEPT: Final = timedelta(days=400)


def today() -> date:
    return timezone.now().date()


class JobDayQuerySet(models.QuerySet["JobDay"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """Days of the listings of the companies that a person belongs to."""
        return self.filter(job__in=Job.objects.of(user).order_by().values("pk"))

    def past(self, days: int) -> Self:
        """The last so many days, today among them."""
        return self.filter(day__gt=today() - timedelta(days=days))

    def outdated(self) -> Self:
        return self.filter(day__lt=today() - KEPT)


class JobDay(models.Model):
    """The sums of a listing on one day of UTC; a day without any has no row."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="days")
    day = models.DateField(default=today, editable=False)
    views = models.PositiveIntegerField(
        default=0, editable=False, help_text="Readers who opened the listing’s page."
    )
    clicks = models.PositiveIntegerField(
        default=0, editable=False, help_text="Readers who went on to apply."
    )

    objects = JobDayQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "job")
        constraints = (models.UniqueConstraint(fields=("job", "day"), name="job_day_once"),)
        indexes = (models.Index(fields=("day",), name="job_day"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.views} views, {self.clicks} clicks"
