"""Companies, and jobs in every state. Published ones go through the actions, as in life."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jobs import actions
from jobs.models import CloseReason, Company, Job, JobDay, Membership
from tests.factories.accounts import UserFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory


class CompanyFactory(DjangoModelFactory[Company]):
    class Meta:
        model = Company
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"company-{n}")
    name = factory.LazyAttribute(lambda company: company.slug.replace("-", " ").title())
    website = factory.LazyAttribute(lambda company: f"https://{company.slug}.example")
    about = "Makes things that last."
    size = Company.Size.UP_TO_50


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    company = factory.SubFactory(CompanyFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.RECRUITER


def content(**given: Any) -> dict[str, Any]:
    """A complete listing’s content; what is given stands instead."""
    workplace = given.get("workplace", "hybrid")
    values: dict[str, Any] = {
        "title": "Machine Learning Engineer",
        "description": "Train models, and keep them honest.",
        "responsibilities": "Train models\nWatch them",
        "employment_type": "full_time",
        "level": "mid",
        "workplace": workplace,
        "locations": [] if workplace == "remote" else [CityFactory()],
        "remote_countries": [CountryFactory()] if workplace == "remote" else [],
        "pay_min": Decimal(150_000),
        "pay_max": Decimal(180_000),
        "currency": "USD",
        "period": "year",
        "benefits": "Health insurance\nA desk by the window",
        "apply_url": "https://company.example/apply",
    } | given
    values.setdefault("primary_role", None)
    values["primary_role"] = values["primary_role"] or RoleFactory(slug="ml-engineer")
    return values


def hand_over(job: Job, **given: Any) -> Job:
    """Save other content on top of the latest revision, and submit it."""
    job.refresh_from_db()
    actions.save_job(job=job, by=None, values=content(**given), base=job.latest_number)
    actions.submit_job(job=job, by=None)
    return job


class DraftJobFactory(DjangoModelFactory[Job]):
    """A draft with its first revision; takes every field of the content, and what `create_job` takes."""

    class Meta:
        model = Job

    company = factory.SubFactory(CompanyFactory)
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    by = None
    external_id = ""
    key = ""

    @classmethod
    def _create(cls, model_class: type[Job], *args: Any, **given: Any) -> Job:
        own = {
            name: given.pop(name) for name in ("company", "closes_at", "by", "external_id", "key")
        }
        steps = {name: given.pop(name) for name in ("at", "reason", "closed") if name in given}
        job = actions.create_job(**own, values=content(**given))
        cls.advance(job, **steps)
        job.refresh_from_db()
        return job

    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        """Nothing more for a draft."""


class InReviewJobFactory(DraftJobFactory):
    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        actions.submit_job(job=job, by=None, at=steps.get("at"))


class ReturnedJobFactory(InReviewJobFactory):
    reason = "Say what the job is."

    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        super().advance(job)
        actions.return_job(job=job, by=None, reason=steps["reason"])


class OpenJobFactory(InReviewJobFactory):
    """`at` is the instant from which it is live: an hour ago if not given."""

    at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))

    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        super().advance(job, **steps)
        actions.approve_job(job=job, by=None, at=steps["at"])


class ScheduledJobFactory(OpenJobFactory):
    at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))


class ExpiredJobFactory(OpenJobFactory):
    """Live for nine days, until yesterday."""

    at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class ClosedJobFactory(OpenJobFactory):
    closed = CloseReason.FILLED

    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        super().advance(job, **steps)
        actions.close_job(job=job, by=None, reason=steps["closed"])


class JobDayFactory(DjangoModelFactory[JobDay]):
    """Today of an open job, with a few views and a click."""

    class Meta:
        model = JobDay

    job = factory.SubFactory(OpenJobFactory)
    day = factory.LazyFunction(lambda: timezone.now().date())
    views = 7
    clicks = 1
