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

from jobs import places
from jobs.checks import cleaned, lacking, refuse_distant, refuse_unstorable
from jobs.derive import closing, derived
from jobs.models import CloseReason, Company, Job, JobContent, JobEvent, JobRevision
from portal.accounts.models import User
from portal.freshness import changed
from portal.publishing import actions as steps
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Event, Status, content_fields


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
def submit_job(*, job: Job, by: User | None, at: datetime | None = None, note: str = "") -> None:
    """Hand a draft or a returned listing over for review; `ValidationError` says what it lacks.

    `at` is the instant from which it is meant to be live: now, if not given.
    """
    _refuse_incomplete(job, _latest(job), at)
    steps.submit(item=job, by=by, note=note)


@transaction.atomic
def approve_job(
    *,
    job: Job,
    by: User | None,
    at: datetime | None = None,
    seen: int | None = None,
    note: str = "",
) -> None:
    """Make the latest revision public, at once or from `at`.

    For what was submitted, and for a live job with a later revision. Raises `WrongState`,
    `StaleRevision` if a revision after the one that the moderator has `seen` was saved, and
    `ValidationError` that says what the listing lacks.
    """
    locked = _locked(job, "approved", waiting=True)
    revision = _as_seen(locked, seen)
    _refuse_incomplete(locked, revision, at)
    columns = derived(revision) | {"closes_at": closing(revision, locked.closes_at)}
    steps.publish_revision(
        item=job,
        revision=revision,
        by=by,
        at=at,
        allowed=(Status.IN_REVIEW, Status.PUBLISHED),
        derived=columns,
        note=note,
    )
    places.index(job)
    changed("jobs", f"job:{job.pk}")


@transaction.atomic
def return_job(*, job: Job, by: User | None, reason: str) -> None:
    """Give a submitted listing back with a reason that its people read; `ValueError` without one."""
    steps.send_back(item=job, by=by, reason=reason)


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

    `at` is the day to write down where it was closed earlier, elsewhere.
    """
    columns = {"close_reason": CloseReason(reason), "closed_at": at or timezone.now()}
    steps.close(item=job, by=by, note=note or str(CloseReason(reason).label), columns=columns)
    changed("jobs", f"job:{job.pk}")


@transaction.atomic
def renew_job(*, job: Job, by: User | None, closes_at: datetime | None) -> None:
    """Give a job that isn't closed another instant of closing, sooner or later, past its deadline never.

    A draft may be left without one. Raises `WrongState` for a closed job, `ValidationError` for an
    instant before the job went live or too far ahead.
    """
    locked = _locked(job, "renewed")
    if locked.status == Status.CLOSED:
        raise WrongState(job, "renewed")
    refuse_distant(closes_at, locked.published_at)
    locked.closes_at = closing(locked, closes_at)
    locked.full_clean(exclude=("primary_role", "company"))
    Job.objects.filter(pk=job.pk).update(closes_at=locked.closes_at)
    job.closes_at = locked.closes_at
    if locked.live_number is not None:
        note = f"Closes {locked.closes_at:%Y-%m-%d %H:%M} UTC"
        JobEvent.objects.create(item=job, kind=JobEvent.RENEWED, by=by, note=note)
        changed("jobs", f"job:{job.pk}")


@transaction.atomic
def reopen_job(
    *, job: Job, by: User | None, closes_at: datetime, seen: int | None = None, note: str = ""
) -> None:
    """Put a closed job back on the site with its latest revision, dated today.

    To reopen is to approve: raises `WrongState`, `StaleRevision` and `ValidationError` as `approve_job`.
    """
    locked = _locked(job, "reopened")
    if locked.status != Status.CLOSED:
        raise WrongState(job, "reopened")
    revision = _as_seen(locked, seen)
    refuse_distant(closes_at)
    locked.closes_at = closes_at
    _refuse_incomplete(locked, revision)
    locked.full_clean(exclude=("primary_role", "company"))
    columns = derived(revision) | {
        "closes_at": closing(revision, closes_at),
        "closed_at": None,
        "close_reason": "",
    }
    steps.publish_revision(
        item=job, revision=revision, by=by, allowed=(Status.CLOSED,), derived=columns, note=note
    )
    places.index(job)
    changed("jobs", f"job:{job.pk}")


def _mirror(job: Job, revision: JobRevision) -> None:
    """While it has never been public, the row says what was last saved: pay and place for the desk."""
    if job.live_number is None:
        Job.objects.filter(pk=job.pk).update(**derived(revision))


def _latest(job: Job) -> JobRevision:
    return job.revisions.get(number=job.latest_number)


def _as_seen(locked: Job, seen: int | None) -> JobRevision:
    """The latest revision; `StaleRevision` if that isn't the one that somebody has seen."""
    if seen is not None and seen != locked.latest_number:
        raise StaleRevision(locked, seen)
    return _latest(locked)


def _locked(job: Job, step: str, *, waiting: bool = False) -> Job:
    """The row as it is now, held until the transaction ends; those who wait for it look again."""
    rows = Job.objects.to_review() if waiting else Job.objects.all()
    row = rows.select_for_update().filter(pk=job.pk).first()
    if row is None:
        raise WrongState(job, step)
    return row


def _refuse_incomplete(job: Job, revision: JobRevision, at: datetime | None = None) -> None:
    if wanted := lacking(job, revision, at=at):
        raise ValidationError([f"The listing lacks: {sentence}" for sentence in wanted])
