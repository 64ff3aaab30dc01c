"""What people do to jobs. Each step is one conditional change: of many at once, one wins."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from jobs.checks import cleaned, refuse_distant, refuse_early, refuse_unstorable
from jobs.derive import closing, derived
from jobs.events import Happened, tell
from jobs.holding import (
    NOTHING_WAITS,
    NeedsReview,
    as_seen,
    change,
    handed_over,
    hold,
    latest,
    live,
    looked_at,
    may_approve,
    publish,
    refuse_incomplete,
)
from jobs.material import material_changes
from jobs.models import CloseReason, Company, Job, JobContent, JobEvent, JobRevision
from jobs.words import KIND
from portal.accounts.models import User
from portal.freshness import changed
from portal.publishing import actions as steps
from portal.publishing.errors import WrongState
from portal.publishing.models import Event, Status, content_fields
from portal.search.indexing import remove


def address(*, title: str, company: str, key: str = "") -> str:
    """The slug that a job keeps for good; a key of one's own makes it repeatable."""
    short = hashlib.blake2s(key.encode()).hexdigest()[:8] if key else secrets.token_hex(4)
    return f"{slugify(title)[:80].strip('-') or 'job'}-{slugify(company)[:40].strip('-')}-{short}"


@transaction.atomic
def create_job(
    *,
    company: Company,
    by: User | None,
    values: Mapping[str, Any],
    external_id: str = "",
    closes_at: datetime | None = None,
    key: str = "",
) -> Job:
    """Start a draft with its first revision; raises `ValidationError` that names each wrong field."""
    content = cleaned(values)
    job = Job(
        company=company,
        slug=address(title=content["title"], company=company.name, key=key),
        external_id=external_id,
        closes_at=closes_at,
        title=content["title"],
        primary_role=content["primary_role"],
    )
    refuse_unstorable("external_id", external_id)
    refuse_distant(closes_at)
    refuse_early(closes_at, content["deadline"])
    job.full_clean(validate_constraints=False)
    job.validate_constraints(exclude={*content_fields(JobContent), "status"})
    job.save(force_insert=True)
    _mirror(job, steps.save_revision(item=job, values=content, by=by, base=0))
    steps.record(job, Event.Kind.CREATED, by=by, revision=job.latest_number)
    return job


@transaction.atomic
def save_job(
    *, job: Job, by: User | None, values: Mapping[str, Any], base: int, comment: str = ""
) -> JobRevision:
    """Save a revision; what is live stays as it is until it is approved.

    Raises `ValidationError`, or `StaleRevision` if somebody saved after revision `base`.
    """
    revision: JobRevision = steps.save_revision(
        item=job, values=cleaned(values), by=by, base=base, comment=comment
    )
    _mirror(job, revision)
    return revision


@transaction.atomic
def submit_job(
    *,
    job: Job,
    by: User | None,
    at: datetime | None = None,
    closes_at: datetime | None = None,
    note: str = "",
) -> None:
    """Hand the latest revision over for review; `ValidationError` says what it lacks.

    Of a live listing the approved text stays live meanwhile; where nothing differs that a review looks
    at (`jobs.material`), the edit is applied at once instead. A listing that was closed takes a new
    instant of closing with `closes_at`. `at` is the instant from which it is meant to be live: now, if
    not given. Raises `WrongState` where there is nothing new to hand over.
    """
    held = hold(job, "submitted")
    if held.latest_number in looked_at(held):
        raise WrongState(job, "submitted")
    if closes_at is not None and held.status != Status.PUBLISHED:
        refuse_distant(closes_at)
        held.closes_at = closes_at
    revision = latest(held)
    refuse_incomplete(held, revision, at)
    if held.status == Status.PUBLISHED and not material_changes(live(held), revision):
        note = note or "Applied without review: nothing differs that a review looks at."
        publish(job, held, revision, by=by, allowed=(Status.PUBLISHED,), note=note)
        tell(job, Happened.UPDATED)
        return
    status = Status.PUBLISHED if held.status == Status.PUBLISHED else Status.IN_REVIEW
    columns = {"submitted_number": revision.number, "submitted_at": timezone.now()}
    change(job, held, "submitted", status=status, closes_at=held.closes_at, **columns)
    steps.record(job, Event.Kind.SUBMITTED, by=by, revision=revision.number, note=note)
    tell(job, Happened.SUBMITTED)


@transaction.atomic
def take_back_job(*, job: Job, by: User | None, note: str = "") -> None:
    """Take back what was handed over and not decided: a draft again, closed again, or live as approved."""
    held = hold(job, "taken back", waiting=True)
    left = Status.CLOSED if held.closed_at else Status.DRAFT
    status = Status.PUBLISHED if held.status == Status.PUBLISHED else left
    change(job, held, "taken back", status=status, **NOTHING_WAITS)
    number = held.submitted_number
    steps.record(job, JobEvent.TAKEN_BACK, by=by, revision=number, note=note)
    tell(job, Happened.TAKEN_BACK)


@transaction.atomic
def approve_job(
    *,
    job: Job,
    by: User | None,
    at: datetime | None = None,
    seen: int | None = None,
    note: str = "",
) -> None:
    """Make the revision that was handed over public, at once or from `at`.

    Later ones that nobody handed over stay where they are. Raises `WrongState` if none waits,
    `StaleRevision` if another one than the moderator has `seen` was handed over since, and
    `ValidationError` that says what the listing lacks.
    """
    held = hold(job, "approved", waiting=True)
    revision = handed_over(held, seen)
    refuse_incomplete(held, revision, at)
    allowed = (Status.IN_REVIEW, Status.PUBLISHED)
    publish(job, held, revision, by=by, at=at, allowed=allowed, note=note)
    tell(job, Happened.APPROVED)


@transaction.atomic
def return_job(*, job: Job, by: User | None, reason: str, seen: int | None = None) -> None:
    """Give what was handed over back with a reason that its people read; `ValueError` without one.

    A live listing stays live with its approved text. Raises `WrongState` and `StaleRevision` as
    `approve_job`.
    """
    if not reason.strip():
        raise ValueError("A reason is needed.")
    held = hold(job, "returned", waiting=True)
    number = handed_over(held, seen).number
    status = Status.PUBLISHED if held.status == Status.PUBLISHED else Status.RETURNED
    change(job, held, "returned", status=status, **NOTHING_WAITS)
    steps.record(job, Event.Kind.RETURNED, by=by, revision=number, note=reason)
    tell(job, Happened.RETURNED)


@transaction.atomic
def pull_job(*, job: Job, by: User | None, reason: str) -> None:
    """Take a live listing off the site and give it back with a reason; `ValueError` without one.

    Its people change it and submit it again. Raises `WrongState` for one that isn't live.
    """
    if not reason.strip():
        raise ValueError("A reason is needed.")
    held = hold(job, "taken off the site")
    if held.status != Status.PUBLISHED:
        raise WrongState(job, "taken off the site")
    columns = {"closed_at": timezone.now(), "close_reason": CloseReason.WITHDRAWN, **NOTHING_WAITS}
    change(job, held, "taken off the site", status=Status.RETURNED, **columns)
    steps.record(job, Event.Kind.RETURNED, by=by, revision=held.live_number, note=reason)
    remove(KIND, [job.pk])
    changed("jobs", f"job:{job.pk}")
    tell(job, Happened.RETURNED)


@transaction.atomic
def close_job(
    *,
    job: Job,
    by: User | None,
    reason: CloseReason,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Take a published job off the site, filled or withdrawn; `WrongState` if it is closed already.

    An edit of it that waits for review waits no longer: it is handed over again to reopen the job.
    `at` is the day to write down where it was closed earlier, elsewhere.
    """
    columns = {"close_reason": CloseReason(reason), "closed_at": at or timezone.now()}
    label = str(CloseReason(reason).label)
    steps.close(item=job, by=by, note=note or label, columns={**columns, **NOTHING_WAITS})
    remove(KIND, [job.pk])
    changed("jobs", f"job:{job.pk}")
    tell(job, Happened.CLOSED)


@transaction.atomic
def renew_job(*, job: Job, by: User | None, closes_at: datetime | None) -> None:
    """Give a job that isn't closed another instant of closing, sooner or later, past its deadline never.

    A draft may be left without one. Raises `WrongState` for a closed job, `ValidationError` for an
    instant before the job went live, before its deadline or too far ahead, and for none where readers
    know one.
    """
    held = hold(job, "renewed")
    if held.status == Status.CLOSED:
        raise WrongState(job, "renewed")
    if closes_at is None and held.live_number is not None:
        raise ValidationError("Give the instant at which it closes.")
    refuse_distant(closes_at, held.published_at)
    refuse_early(closes_at, (latest(held) if held.live_number is None else held).deadline)
    held.closes_at = closing(held, closes_at)
    held.full_clean(exclude=("primary_role", "company"))
    columns = {"closes_at": held.closes_at}
    if held.published_at and held.status == Status.PUBLISHED:
        # Readers see the day, so programs that follow changes are to hear of it.
        columns["changed_at"] = max(timezone.now(), held.published_at)
    Job.objects.filter(pk=job.pk).update(**columns)
    job.closes_at = held.closes_at
    if held.live_number is not None:
        note = f"Closes {held.closes_at:%Y-%m-%d %H:%M} UTC"
        JobEvent.objects.create(item=job, kind=JobEvent.RENEWED, by=by, note=note)
        changed("jobs", f"job:{job.pk}")
        tell(job, Happened.RENEWED)


@transaction.atomic
def reopen_job(
    *, job: Job, by: User | None, closes_at: datetime, seen: int | None = None, note: str = ""
) -> None:
    """Put a closed job back on the site with its latest revision, dated today.

    To reopen is to approve. Those who may not approve reopen only what reads as it was approved, apart
    from what a review doesn’t look at; they get `NeedsReview` for anything else, and submit it.
    Raises `WrongState`, `StaleRevision` and `ValidationError` as `approve_job`.
    """
    held = hold(job, "reopened")
    if held.status != Status.CLOSED:
        raise WrongState(job, "reopened")
    revision = as_seen(held, seen)
    if not may_approve(by) and material_changes(live(held), revision):
        raise NeedsReview(job)
    refuse_distant(closes_at)
    held.closes_at = closes_at
    refuse_incomplete(held, revision)
    held.full_clean(exclude=("primary_role", "company"))
    publish(job, held, revision, by=by, allowed=(Status.CLOSED,), note=note)
    tell(job, Happened.REOPENED)


def _mirror(job: Job, revision: JobRevision) -> None:
    """While it has never been public, the row says what was last saved: pay and place for the desk."""
    if job.live_number is None:
        Job.objects.filter(pk=job.pk).update(**derived(revision))
