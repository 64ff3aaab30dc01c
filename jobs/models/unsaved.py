"""What recruiters typed and have not saved."""

from typing import Self

from django.conf import settings
from django.db import models

from jobs.models.job import Job
from portal.accounts.models import User
from portal.publishing.unsaved import UnsavedCopy


class UnsavedListingQuerySet(models.QuerySet["UnsavedListing"]):
    def of(self, person: User, job: Job) -> Self:
        """The copy of one person and one listing."""
        return self.filter(by=person, job=job)


class UnsavedListing(UnsavedCopy):
    """A raw copy of somebody's form of a listing: no revision, and seen by them alone, not by colleagues."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved_jobs")
    job = models.ForeignKey(Job, models.CASCADE, related_name="unsaved_texts")

    objects = UnsavedListingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("by", "job"), name="unsaved_of_listing"),)

    def __str__(self) -> str:
        return f"Unsaved text of {self.by}"
