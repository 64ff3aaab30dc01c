"""The words that a job is found by."""

from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import QuerySet

from jobs.models import Job
from portal.search.sources import Entry, Source, register

KIND: Final = "job"
WRITTEN_ANEW: Final = (
    "jobs' words"  # a topic: other jobs are found by other words than those that changed
)
NAMES: Final = ("roles", "skills", "locations", "remote_countries")
CHUNK: Final = 1_000


def entries(keys: Collection[int] | None) -> Iterator[Entry]:
    """Of the jobs with these keys those that were published, or of every job that was."""
    rows = Job.objects.accepted().select_related("company").prefetch_related(*NAMES)
    for job in _chunks(rows if keys is None else rows.filter(pk__in=keys)):
        names = [item.name for name in NAMES for item in getattr(job, name).all()]
        kinds = (
            job.get_workplace_display(),
            job.get_level_display(),
            job.get_employment_type_display(),
        )
        texts = (job.description, job.responsibilities, job.benefits)
        body = "\n".join((job.company.name, *names, *map(str, kinds), job.place_label, *texts))
        yield Entry(job.pk, job.title, body)


def _chunks(rows: QuerySet[Job]) -> Iterator[Job]:
    """By ranges of keys rather than a cursor, which would keep a transaction open for minutes."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from found
        if len(found) < CHUNK:
            return
        last = found[-1].pk


register(
    Source(
        kind=KIND,
        entries=entries,
        count=lambda: Job.objects.accepted().count(),
        topics=("jobs", WRITTEN_ANEW),
    )
)
