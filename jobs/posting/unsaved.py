"""Keeping what a recruiter types before they save it."""

from django.db import transaction
from django.http import QueryDict

from jobs.models import Job, UnsavedListing
from portal.accounts.models import User
from portal.publishing.unsaved import drop_abandoned, keep_copy


def keep(*, by: User, job: Job, data: QueryDict, seen: int) -> UnsavedListing:
    """As `portal.publishing.unsaved.keep_copy`: raises `NotKept`."""
    mine = UnsavedListing.objects.of(by, job)
    kept: UnsavedListing = keep_copy(mine, data=data, seen=seen, of={"by": by, "job": job})
    return kept


@transaction.atomic
def discard(*, by: User, job: Job) -> None:
    """Drop what was kept: it was saved, or is wanted no more."""
    UnsavedListing.objects.of(by, job).delete()


def forget_abandoned() -> int:
    """Delete what nobody came back to; how many texts that were."""
    return drop_abandoned([UnsavedListing])
