"""One listing as its own people see it: where it stands, what to do next, its figures and its past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jobs.models import Job, JobDay, JobEvent, Membership
from jobs.posting.figures import figures_of
from jobs.posting.forms import last_day_before
from jobs.posting.steps import has_news, offered
from jobs.querysets import Stage
from portal.publishing.models import Event

PAST: Final = 50  # events shown
STAFF: Final = "Our staff"
# What to do next, by where a listing stands.
NEXT: Final = {
    Stage.RETURNED: "Change it as the reason asks, then submit it again.",
    Stage.DRAFT: "Finish it, then submit it for review.",
    Stage.IN_REVIEW: "A moderator reads it. There is nothing to do for you.",
    Stage.SCHEDULED: "It is approved. Readers see it from the day given.",
    Stage.OPEN: "Readers see it. Close it when the position is filled.",
    Stage.EXPIRED: "Its last day has passed. Give it another one if you still hire.",
    Stage.CLOSED: "It is off the site. Reopen it if you hire again.",
}


# What ends the time in which the reason of a return counts.
DECIDED: Final = (
    Event.Kind.RETURNED,
    Event.Kind.SUBMITTED,
    Event.Kind.PUBLISHED,
    Event.Kind.CLOSED,
)


@dataclass(frozen=True)
class Entry:
    """What happened to a listing. Staff have no names here."""

    at: datetime
    what: str
    who: str
    note: str


def page_of(job: Job) -> dict[str, Any]:
    """The context of its page; needs `with_stage()`."""
    past = history(job)
    return {
        "job": job,
        "next": NEXT[Stage(job.stage)],
        "steps": offered(job),
        "has_news": has_news(job),
        "reason": reason(job),
        "figures": figures_of(JobDay.objects.filter(job=job)),
        "history": past,
        "last_day": last_day_before(job.closes_at),
    }


def reason(job: Job) -> str:
    """Why it, or a change of it while it is live, was returned; empty once something else was decided."""
    last = job.events.filter(kind__in=DECIDED).first()
    return last.note if last and last.kind == Event.Kind.RETURNED else ""


def history(job: Job) -> Sequence[Entry]:
    """The newest first, with two queries."""
    colleagues = set(
        Membership.objects.filter(company=job.company_id).values_list("user", flat=True)
    )
    events = job.events.exclude(kind=JobEvent.DISMISSED).select_related("by")[:PAST]
    return [_entry(event, colleagues) for event in events]


def _entry(event: JobEvent, colleagues: set[int]) -> Entry:
    by = event.by
    is_ours = by is not None and (by.pk in colleagues or not by.is_staff)
    # What a moderator notes beside an approval is for moderators.
    is_kept = event.kind == Event.Kind.PUBLISHED and by is not None and not is_ours
    return Entry(
        at=event.at,
        what=event.get_kind_display(),
        who=str(by) if is_ours else STAFF if by else "The site",
        note="" if is_kept else event.note,
    )
