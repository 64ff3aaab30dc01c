"""Where a listing may stand, and people of every kind around it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from jobs import actions
from jobs.models import Company, Job
from tests.factories import jobs as made
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory

KINDS = (
    *("anonymous", "stranger", "foreign recruiter", "own recruiter", "owner"),
    *("moderator", "other staff", "superuser"),
)
MEMBERS = ("own recruiter", "owner")
MODERATORS = ("moderator", "superuser")


def people(company: Company) -> dict[str, Any]:
    crowd: dict[str, Any] = {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory(),
        "foreign recruiter": UserFactory(),
        "own recruiter": UserFactory(),
        "owner": UserFactory(),
        "moderator": StaffFactory(groups=("moderator",)),
        "other staff": StaffFactory(groups=("editor",)),
        "superuser": SuperuserFactory(),
    }
    made.MembershipFactory(user=crowd["foreign recruiter"])
    made.MembershipFactory(user=crowd["own recruiter"], company=company)
    made.MembershipFactory(user=crowd["owner"], company=company, role="owner")
    return crowd


def _saved(job: Job, **given: Any) -> Job:
    actions.save_job(job=job, by=None, values=made.content(**given), base=1)
    return job


def _handed_over_again(job: Job) -> Job:
    actions.submit_job(job=job, by=None, closes_at=timezone.now() + timedelta(days=30))
    return job


def _pulled(job: Job) -> Job:
    actions.pull_job(job=job, by=None, reason="Is this real?")
    return job


def _states() -> dict[str, Callable[[Company], Job]]:
    return {
        "draft": lambda own: made.DraftJobFactory(company=own),
        "in review": lambda own: made.InReviewJobFactory(company=own),
        "returned": lambda own: made.ReturnedJobFactory(company=own),
        "scheduled": lambda own: made.ScheduledJobFactory(company=own),
        "open": lambda own: made.OpenJobFactory(company=own),
        "open, edited": lambda own: _saved(made.OpenJobFactory(company=own), title="Another"),
        "open, touched": lambda own: _saved(made.OpenJobFactory(company=own), bonus="Some"),
        "open, edit waits": lambda own: made.hand_over(
            made.OpenJobFactory(company=own), title="Another"
        ),
        "expired": lambda own: made.ExpiredJobFactory(company=own),
        "closed": lambda own: made.ClosedJobFactory(company=own),
        "closed, edited": lambda own: _saved(made.ClosedJobFactory(company=own), title="Another"),
        "closed, in review": lambda own: _handed_over_again(made.ClosedJobFactory(company=own)),
        "pulled": lambda own: _pulled(made.OpenJobFactory(company=own)),
    }


STATES = _states()


def standing(job: Job) -> tuple[str, str]:
    """Its status, and what of its revisions is live, waits, or is only saved."""
    row = Job.objects.get(pk=job.pk)
    texts = f"live {row.live_number}, waits {row.submitted_number}, latest {row.latest_number}"
    return row.status, texts
