"""What a company's own people see of their listings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from jobs.models import Job, JobEvent
from jobs.querysets import Stage
from portal.publishing.models import Event

LIMIT: Final = 200

# What needs somebody first stands first.
NEXT: Final = {
    Stage.RETURNED: "Tell us what to change, as the reason asks, and we submit it again.",
    Stage.DRAFT: "Not submitted yet. Tell us what it still lacks, and we submit it for review.",
    Stage.IN_REVIEW: "We are looking at it. There is nothing to do for you.",
    Stage.SCHEDULED: "Approved. Readers see it from the day given.",
    Stage.OPEN: "Readers see it. Tell us when the position is filled.",
    Stage.EXPIRED: "Its day of closing has passed. Tell us a new one if you still hire.",
    Stage.CLOSED: "Off the site. Tell us a new day of closing if you hire again, and we reopen it.",
}
ORDER: Final = {stage: place for place, stage in enumerate(NEXT)}


@dataclass(frozen=True)
class Group:
    stage: Stage
    hint: str
    jobs: list[Job]


def listings(user: Any) -> list[Group]:
    """All listings of a person's companies, grouped by where they stand, the newest first in each."""
    returned = JobEvent.objects.filter(item=OuterRef("pk"), kind=Event.Kind.RETURNED)
    jobs = (
        Job.objects.of(user)
        .with_stage()
        .select_related("company")
        .annotate(reason=Subquery(returned.values("note")[:1]))
        .order_by("-created_at", "-pk")[:LIMIT]
    )
    return list(_grouped(sorted(jobs, key=lambda job: ORDER[Stage(job.stage)])))


def _grouped(jobs: list[Any]) -> Iterator[Group]:
    for stage, group in groupby(jobs, key=lambda job: Stage(job.stage)):
        yield Group(stage, NEXT[stage], list(group))
