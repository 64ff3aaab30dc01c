"""Companies and the jobs that they list. The row holds what is public, revisions what people saved."""

from jobs.alerts.models import Alert, Rhythm, SavedSearch, Subscriber, Told
from jobs.models.choices import CloseReason, EmploymentType, ExistingVacancy
from jobs.models.company import Company, Membership
from jobs.models.content import JobContent
from jobs.models.job import Job, JobEvent, JobPlace, JobRevision
from jobs.models.people import CompanyEvent, Invitation
from jobs.models.token import CompanyToken
from jobs.models.unsaved import UnsavedListing
from jobs.models.webhook import Delivery, Webhook
from jobs.moderation.models import (
    Inspection,
    Likeness,
    OutsideLink,
    Report,
    ReturnReason,
    TextMark,
)
from jobs.stats.models import JobDay

__all__ = [
    "Alert",
    "CloseReason",
    "Company",
    "CompanyEvent",
    "CompanyToken",
    "Delivery",
    "EmploymentType",
    "ExistingVacancy",
    "Inspection",
    "Invitation",
    "Job",
    "JobContent",
    "JobDay",
    "JobEvent",
    "JobPlace",
    "JobRevision",
    "Likeness",
    "Membership",
    "OutsideLink",
    "Report",
    "ReturnReason",
    "Rhythm",
    "SavedSearch",
    "Subscriber",
    "TextMark",
    "Told",
    "UnsavedListing",
    "Webhook",
]
