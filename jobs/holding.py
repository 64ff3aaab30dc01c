"""A listing as a step finds it: held until the step is over, and changed only from where it stands."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from jobs import places
from jobs.checks import closing_of, lacking
from jobs.derive import derived
from jobs.models import Company, Job, JobContent, JobRevision
from jobs.words import KIND
from portal.accounts.models import User
from portal.freshness import changed
from portal.publishing import actions as steps
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status, content_relations
from portal.search.indexing import index

NOTHING_WAITS: Final[dict[str, Any]] = {"submitted_number": None, "submitted_at": None}


class NeedsReview(WrongState):
    """What differs from the approved text has to be looked at first: submit it."""

    def __init__(self, job: Job) -> None:
        super().__init__(job, "reopened without a review")


def may_approve(by: User | None) -> bool:
    """Whether somebody may make text public that no moderator has seen; the program itself may."""
    return by is None or (by.is_staff and by.has_perm("jobs.publish_job"))


def latest(job: Job) -> JobRevision:
    return job.revisions.get(number=job.latest_number)


def live(job: Job) -> JobRevision:
    return job.revisions.get(number=job.live_number or 0)


def looked_at(job: Job) -> set[int | None]:
    """Revisions that needn't be handed over where the job stands: the one that waits, the live one."""
    live = {job.live_number} if job.status == Status.PUBLISHED else set()
    return live | {job.submitted_number}


def as_seen(held: Job, seen: int | None) -> JobRevision:
    """The latest revision; `StaleRevision` if that isn't the one that somebody has seen."""
    if seen is not None and seen != held.latest_number:
        raise StaleRevision(held, seen)
    return latest(held)


def handed_over(held: Job, seen: int | None) -> JobRevision:
    """The revision that waits; `StaleRevision` if that isn't the one that somebody has seen."""
    if seen is not None and seen != held.submitted_number:
        raise StaleRevision(held, seen)
    rows = held.revisions.select_related("primary_role")
    return rows.get(number=held.submitted_number or 0)


def hold(job: Job, step: str, *, waiting: bool = False) -> Job:
    """The row as it is now, held until the transaction ends; those who wait for it look again.

    The company is held first, as by a suspension: after it nothing of theirs goes live.
    """
    works = Company.objects.select_for_update(no_key=True).filter(pk=job.company_id)
    if not works.filter(suspended_at=None).values_list("pk").first():
        raise WrongState(job, step)
    rows = Job.objects.to_review() if waiting else Job.objects.all()
    row = rows.select_for_update(of=("self",)).filter(pk=job.pk).first()
    if row is None:
        raise WrongState(job, step)
    return row


def change(job: Job, held: Job, step: str, **columns: Any) -> None:
    """From where the row stands and to nowhere else: of many at once one wins, with a lock or without."""
    rows = Job.objects.filter(pk=job.pk, status=held.status, submitted_number=held.submitted_number)
    if not rows.update(**columns):
        raise WrongState(job, step)
    for name, value in columns.items():
        setattr(job, name, value)


def publish(
    job: Job,
    held: Job,
    revision: JobRevision,
    *,
    by: User | None,
    allowed: Collection[Status],
    at: datetime | None = None,
    note: str = "",
) -> None:
    """Copy a revision to the row, where readers see it; then nothing waits and nothing is closed."""
    prefetch_related_objects([revision], *content_relations(JobContent))
    columns = {
        **derived(revision),
        **NOTHING_WAITS,
        "closes_at": closing_of(held, revision),
        "closed_at": None,
        "close_reason": "",
    }
    steps.publish_revision(
        item=job, revision=revision, by=by, at=at, allowed=allowed, derived=columns, note=note
    )
    places.index(job)
    index(KIND, [job.pk])
    changed("jobs", f"job:{job.pk}")


def refuse_incomplete(job: Job, revision: JobRevision, at: datetime | None = None) -> None:
    if wanted := lacking(job, revision, at=at):
        raise ValidationError([f"The listing lacks: {sentence}" for sentence in wanted])
