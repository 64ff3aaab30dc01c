"""Companies, and jobs in every state."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from jobs import actions, places
from jobs.checks import cleaned
from jobs.derive import closing, derived
from jobs.models import (
    CloseReason,
    Company,
    Inspection,
    Job,
    JobContent,
    JobDay,
    JobEvent,
    JobRevision,
    Membership,
)
from jobs.words import KIND
from portal.accounts.models import User
from portal.freshness import changed
from portal.publishing.models import Status, content_relations
from portal.search.indexing import index
from portal.taxonomy.models import Place
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
        "pay_min": Decimal(150_000),
        "pay_max": Decimal(180_000),
        "currency": "USD",
        "period": "year",
        "benefits": "Health insurance\nA desk by the window",
        "apply_url": "https://company.example/apply",
    } | given
    if not values.get("primary_role"):
        values["primary_role"] = RoleFactory(slug="ml-engineer")
    is_remote = workplace == "remote"
    if "locations" not in given:
        values["locations"] = [] if is_remote else [san_jose()]
    if "remote_countries" not in given:
        values["remote_countries"] = [CountryFactory()] if is_remote else []
    return values


def san_jose() -> Place:
    """As it is, without a look at what it lies in."""
    return Place.objects.filter(slug="san-jose-ca").first() or CityFactory()


def create(company: Company | None = None, **given: Any) -> Job:
    """A draft made by the action, which refuses what doesn't fit; takes what `DraftJobFactory` takes."""
    own = {name: given.pop(name) for name in ("closes_at", "external_id", "key") if name in given}
    return actions.create_job(
        company=company or CompanyFactory(), by=None, values=content(**given), **own
    )


def hand_over(job: Job, **given: Any) -> Job:
    """Save other content on top of the latest revision, and submit it."""
    job.refresh_from_db()
    actions.save_job(job=job, by=None, values=content(**given), base=job.latest_number)
    actions.submit_job(job=job, by=None)
    return job


def write_down(
    *,
    company: Company,
    values: dict[str, Any],
    stands: Status,
    closes_at: datetime | None,
    by: User | None,
    external_id: str,
    key: str,
    at: datetime | None,
) -> Job:
    """The rows that the actions would leave, up to where the listing stands; `at` is when it goes live."""
    values, now = cleaned(values), timezone.now()
    relations = {name: values.pop(name) for name in content_relations(JobContent)}
    said = JobRevision(pk=0, **values)
    said._prefetched_objects_cache = relations  # type: ignore[attr-defined]  # as if they had been read
    job = Job(
        company=company,
        slug=actions.address(title=values["title"], company=company.name, key=key),
        external_id=external_id,
        closes_at=closes_at,
        latest_number=1,
        **values,
        **derived(said),
    )
    kinds = [JobEvent.Kind.CREATED]
    if stands == Status.IN_REVIEW:
        kinds += [JobEvent.Kind.SUBMITTED]
        job.status, job.submitted_number, job.submitted_at = stands, 1, now
    elif stands == Status.PUBLISHED:
        kinds += [JobEvent.Kind.SUBMITTED, JobEvent.Kind.PUBLISHED]
        job.status, job.live_number, job.published_at = stands, 1, at or now
        job.changed_at, job.closes_at = max(now, at or now), closing(said, closes_at)
    with transaction.atomic():
        Job.objects.bulk_create([job])
        revision = JobRevision(item=job, number=1, created_by=by, **values)
        JobRevision.objects.bulk_create([revision])
        for thing, (name, objects) in product((job, revision), relations.items()):
            if objects:
                getattr(thing, name).add(*objects)
        JobEvent.objects.bulk_create(
            JobEvent(item=job, kind=kind, by=who, revision=1, at=now)
            for kind, who in zip(kinds, (by, None, None), strict=False)
        )
        if stands != Status.DRAFT:
            Inspection.objects.bulk_create([Inspection(job_id=job.pk, number=1)])
        if stands == Status.PUBLISHED:
            places.index(job)
            index(KIND, [job.pk])
            changed("jobs", f"job:{job.pk}")
    return job


class DraftJobFactory(DjangoModelFactory[Job]):
    """A draft with its first revision; takes every field of the content, and what `create_job` takes.

    Up to the published ones they write what the actions would write, in a third of the queries and without
    letters: tests/jobs/test_factories.py holds each against the actions, row by row.
    """

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
        job = write_down(**own, values=content(**given), stands=cls.stands(), at=steps.get("at"))
        cls.advance(job, **steps)
        return job

    @classmethod
    def stands(cls) -> Status:
        """Where it is written down as standing; a classmethod, as attributes are fields."""
        return Status.DRAFT

    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        """What is done with it from there, through the actions."""


class InReviewJobFactory(DraftJobFactory):
    @classmethod
    def stands(cls) -> Status:
        return Status.IN_REVIEW


class ReturnedJobFactory(InReviewJobFactory):
    reason = "Say what the job is."

    @classmethod
    def advance(cls, job: Job, **steps: Any) -> None:
        actions.return_job(job=job, by=None, reason=steps["reason"])


class OpenJobFactory(DraftJobFactory):
    """`at` is the instant from which it is live: an hour ago if not given."""

    at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))

    @classmethod
    def stands(cls) -> Status:
        return Status.PUBLISHED


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
        actions.close_job(job=job, by=None, reason=steps["closed"])


class JobDayFactory(DjangoModelFactory[JobDay]):
    """Today of an open job, with a few views and a click."""

    class Meta:
        model = JobDay

    job = factory.SubFactory(OpenJobFactory)
    day = factory.LazyFunction(lambda: timezone.now().date())
    views = 7
    clicks = 1
