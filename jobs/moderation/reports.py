"""What readers report, and what moderators decide about it."""

from django.db import transaction
from django.utils import timezone

from jobs.actions import close_job, pull_job
from jobs.models import CloseReason, Job, JobEvent
from jobs.moderation.models import Report
from jobs.recruiting.actions import suspend_company
from portal.accounts.models import User
from portal.publishing.errors import WrongState

Decision = Report.Decision


def report_job(*, job: Job, reason: str, words: str = "", address: str = "") -> Report:
    """Keep what a reader says of a listing; nobody is told who."""
    return Report.objects.create(job=job, reason=reason, words=words, address=address)


@transaction.atomic
def decide_reports(
    *, job: Job, by: User, decision: str, note: str, seen: int | None = None
) -> None:
    """Decide on all open reports of a listing up to the last that was `seen`, and act accordingly.

    The readers' addresses are forgotten. Raises `ValueError` without a note, `WrongState` if somebody
    decided before, or if the listing isn't live any more that is to be taken off the site.
    """
    if not note.strip():
        raise ValueError("Say why.")
    rows = Report.objects.open().filter(job=job)
    rows = rows if seen is None else rows.filter(pk__lte=seen)
    choice = Decision(decision)
    columns = {"decision": choice, "decided_by": by, "decided_at": timezone.now(), "address": ""}
    if not rows.update(note=note[:1_000], **columns):
        raise WrongState(job, "decided on")
    match choice:
        case Decision.DISMISSED:
            JobEvent.objects.create(item=job, kind=JobEvent.DISMISSED, by=by, note=note[:1_000])
        case Decision.RETURNED:
            pull_job(job=job, by=by, reason=note)
        case Decision.CLOSED:
            close_job(job=job, by=by, reason=CloseReason.WITHDRAWN, note=note)
        case Decision.SUSPENDED:
            suspend_company(company=job.company, by=by, reason=note)


def forget_addresses() -> int:
    """Upkeep: readers' addresses that were kept for 90 days; how many were forgotten."""
    return Report.objects.with_old_address().update(address="")
