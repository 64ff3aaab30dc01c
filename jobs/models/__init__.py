"""Companies and the jobs that they list. The row holds what is public, revisions what people saved."""

from jobs.models.choices import CloseReason, EmploymentType, ExistingVacancy
from jobs.models.company import Company, Membership
from jobs.models.content import JobContent
from jobs.models.job import Job, JobEvent, JobPlace, JobRevision

__all__ = [
    "CloseReason",
    "Company",
    "EmploymentType",
    "ExistingVacancy",
    "Job",
    "JobContent",
    "JobEvent",
    "JobPlace",
    "JobRevision",
    "Membership",
]
