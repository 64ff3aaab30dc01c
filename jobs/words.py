"""The words that a job is found by."""

from collections.abc import Collection, Iterator
from typing import Final

from jobs.models import Job
from portal.search.sources import Entry, Source, by_ranges, register

KIND: Final = "job"
WRITTEN_ANEW: Final = (
    "jobs' words"  # a topic: other jobs are found by other words than those that changed
)
NAMES: Final = ("roles", "skills", "locations", "remote_countries")


def entries(keys: Collection[int] | None) -> Iterator[Entry]:
    """Of the jobs with these keys those that were published, or of every job that was."""
    rows = Job.objects.accepted().select_related("company").prefetch_related(*NAMES)
    for job in by_ranges(rows if keys is None else rows.filter(pk__in=keys)):
        names = [item.name for name in NAMES for item in getattr(job, name).all()]
        kinds = (
            job.get_workplace_display(),
            job.get_level_display(),
            job.get_employment_type_display(),
        )
        texts = (job.description, job.responsibilities, job.benefits)
        body = "\n".join((job.company.name, *names, *map(str, kinds), job.place_label, *texts))
        yield Entry(job.pk, job.title, body)


register(
    Source(
        kind=KIND,
        entries=entries,
        rows=Job.objects.accepted,
        topics=("jobs", WRITTEN_ANEW),
    )
)
