"""What is said before a listing is submitted."""

from typing import Any

from jobs.holding import live
from jobs.material import material_changes
from jobs.models import Job, JobRevision
from jobs.posting.draft import saved
from jobs.posting.market import warnings_of
from jobs.posting.sections import section_of
from jobs.transparency import RULES_OF
from portal.accounts.models import User
from portal.publishing.models import Status


def before_submitting(job: Job, by: User) -> dict[str, Any]:
    """What keeps it back, what laws ask for besides, and what is odd about its pay."""
    draft = saved(job)
    return {
        "needs_address": not by.has_verified_address,
        "is_direct": is_direct(job, draft.content),
        "lacking": draft.lacking,
        "gaps": [(item, section_of(item.field)) for item in draft.gaps],
        "warnings": warnings_of(draft),
        "rules_of": RULES_OF,
    }


def is_direct(job: Job, latest: JobRevision) -> bool:
    """Whether readers see it at once: of a live listing nothing changed that a review looks at."""
    if job.status != Status.PUBLISHED or job.live_number == latest.number:
        return False
    return not material_changes(live(job), latest)
