"""What differs between two versions of a listing, field by field."""

from dataclasses import dataclass

from jobs.models import Job, JobContent
from portal.publishing.models import content_fields, content_relations


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def shown(content: JobContent, name: str) -> str:
    """A field of a listing as a person reads it."""
    field = type(content)._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(sorted(str(item) for item in getattr(content, name).all()))
    if getattr(field, "choices", None):
        return str(getattr(content, f"get_{name}_display")())
    value = getattr(content, name)
    return "" if value is None else str(value)


def differences(before: JobContent, after: JobContent) -> list[Change]:
    names = (*content_fields(JobContent), *content_relations(JobContent))
    pairs = ((name, shown(before, name), shown(after, name)) for name in names)
    return [
        Change(str(type(after)._meta.get_field(name).verbose_name).capitalize(), old, new)  # type: ignore[union-attr]
        for name, old, new in pairs
        if old != new
    ]


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
    return differences(saved[job.live_number], saved[number])
