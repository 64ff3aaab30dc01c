"""What differs between two versions of a listing, field by field."""

from jobs.models import Job, JobContent, JobRevision
from portal.publishing.diff import Change, compare, values_of


def shown(content: JobContent, name: str) -> str:
    """A field of a listing as a person reads it."""
    field = type(content)._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(sorted(str(item) for item in getattr(content, name).all()))
    if getattr(field, "choices", None):
        return str(getattr(content, f"get_{name}_display")())
    value = getattr(content, name)
    return "" if value is None else str(value)


def changes(before: JobRevision | None, after: JobRevision) -> list[Change]:
    """Empty where there was nothing before."""
    if before is None:
        return []
    return compare(JobContent, values_of(before, JobContent), values_of(after, JobContent))


def since_approval(job: Job) -> list[Change]:
    """What the revision that waits, or else the latest, changes in what was last approved.

    Empty for what never was.
    """
    number = job.submitted_number or job.latest_number
    if job.live_number in (None, number):
        return []
    saved = {
        revision.number: revision
        for revision in job.revisions.filter(number__in=(job.live_number, number))
    }
    return changes(saved[job.live_number], saved[number])
