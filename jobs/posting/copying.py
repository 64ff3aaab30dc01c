"""A listing as the beginning of another."""

from jobs.actions import create_job
from jobs.editing import CONTENT
from jobs.models import Job, JobContent, JobRevision
from portal.accounts.models import User
from portal.publishing.models import content_relations


def duplicate_job(*, job: Job, by: User) -> Job:
    """A draft of the same company with the latest content, but without its days and its reference."""
    latest: JobRevision = job.revisions.get(number=job.latest_number)
    relations = set(content_relations(JobContent))
    values = {
        name: list(getattr(latest, name).all()) if name in relations else getattr(latest, name)
        for name in CONTENT
    }
    return create_job(company=job.company, by=by, values=values | {"deadline": None})
