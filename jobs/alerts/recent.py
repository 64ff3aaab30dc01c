"""What is new: the jobs that changed for readers since a moment, in an index of their own.

It is as large as what is new, not as the board; equal searches ask it once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Max, Min, Q

from jobs.finding.index import JobIndex
from jobs.finding.search import Search, Sort
from jobs.forms import JobListForm
from jobs.models import Job
from jobs.models.job import JobEvent

CHUNK: Final = 5_000
CLOSED: Final = Q(events__kind=JobEvent.Kind.CLOSED)
PUBLISHED: Final = Q(events__kind=JobEvent.Kind.PUBLISHED)


class New(NamedTuple):
    """`first_at` is when readers could see the job for the first time."""

    key: int
    first_at: datetime
    changed_at: datetime


@dataclass
class Recent:
    """Jobs that are public at a moment and changed for readers after another."""

    index: JobIndex
    jobs: dict[int, New]

    @classmethod
    def between(cls, since: datetime, at: datetime) -> "Recent":
        """Two queries for the index, and one for when each job was first seen."""
        rows: Any = (
            Job.objects.public(at)
            .filter(changed_at__gte=since)
            .annotate(
                first=Min("events__at", filter=PUBLISHED), closed=Max("events__at", filter=CLOSED)
            )
            .order_by()
            .values_list("pk", "published_at", "changed_at", "first", "closed")
        )
        jobs = {
            pk: New(pk, _first_seen(published_at, first, closed), changed_at)
            for pk, published_at, changed_at, first, closed in rows.iterator(CHUNK)
        }
        return cls(JobIndex.made(at, since), jobs)

    def fitting(self, form: JobListForm) -> list[New]:
        """Newest first."""
        search = Search(form.wanted(), among=self.index)
        keys = search.keys(Sort.DATE, "", 0, search.total)
        return [self.jobs[key] for key in keys if key in self.jobs]


def _first_seen(
    published_at: datetime, first: datetime | None, closed: datetime | None
) -> datetime:
    """A job is approved and goes live, then or later. One that was closed meanwhile has today's day as the one
    on which it went live."""
    if first is None:
        return published_at
    return first if closed else max(first, published_at)
