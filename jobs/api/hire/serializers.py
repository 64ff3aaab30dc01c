"""How a company's listing reads as data, and what may be sent of it: by the names of the public list."""

from typing import Any, Final

from rest_framework import serializers

from jobs.checks import lacking
from jobs.models import (
    EmploymentType,
    ExistingVacancy,
    Job,
    JobContent,
    JobRevision,
)
from jobs.querysets import Stage
from portal.api.rows import RowSerializer
from portal.links import absolute
from portal.work import Level, Period, Workplace

page = absolute("jobs:detail")
item = absolute("hire-api:detail")

# Our name of a column → the name by which it is sent and answered.
NAMES: Final = {
    "primary_role": "role",
    "workplace": "workplace_type",
    "pay_min": "salary_range.min",
    "pay_max": "salary_range.max",
    "currency": "salary_range.currency",
    "period": "salary_range.interval",
}
LISTS: Final = ("responsibilities", "benefits")  # a text of one item to a line
RELATIONS: Final = {
    "roles": "role",
    "skills": "skill",
    "locations": "place",
    "remote_countries": "country",
}


def text(name: str, *, required: bool = False) -> serializers.CharField:
    """A column of the content as it is sent and answered."""
    column: Any = JobContent._meta.get_field(name)
    return serializers.CharField(
        max_length=column.max_length,
        allow_blank=not required,
        required=required,
        help_text=f"{column.verbose_name.capitalize()}. {column.help_text}".strip(),
    )


def texts(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False, help_text=help_text)


class PaySerializer(serializers.Serializer[Any]):
    currency = serializers.CharField(required=False, help_text="ISO 4217 code; USD if left out.")
    interval = serializers.ChoiceField(
        choices=Period.choices, required=False, help_text="What the pay is for; year if left out."
    )
    min = serializers.DecimalField(
        max_digits=12, decimal_places=2, allow_null=True, help_text="Lower end."
    )
    max = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        allow_null=True,
        help_text="Upper end; for a fixed rate the same.",
    )


class ListingSerializer(serializers.Serializer[Any]):
    """What an employer writes. What is left out of a PATCH stays as it is."""

    title = text("title", required=True)
    role = serializers.CharField(
        help_text="Slug of the role whose benchmark the pay stands beside."
    )
    roles = texts("Slugs of further roles under which readers find it.")
    skills = texts("Slugs of skills.")
    description = text("description")
    responsibilities = texts("What the job consists of, item by item.")
    employment_type = serializers.ChoiceField(
        choices=EmploymentType.choices, required=False, help_text="Kind of employment."
    )
    level = serializers.ChoiceField(
        choices=Level.choices, required=False, allow_blank=True, help_text="Seniority."
    )
    workplace_type = serializers.ChoiceField(
        choices=Workplace.choices, required=False, help_text="Where the work is done."
    )
    locations = texts("Slugs of the places where the work is done, cities as a rule.")
    remote_countries = texts("Slugs of the countries that remote applicants may live in.")
    salary_range = PaySerializer(
        allow_null=True, required=False, help_text="Pay; needed to submit. Null: none yet."
    )
    bonus = text("bonus")
    commission = text("commission")
    equity = text("equity")
    benefits = texts("Benefits, item by item.")
    deadline = serializers.DateField(
        allow_null=True, required=False, help_text="The last day to apply, or null."
    )
    ai_screening = text("ai_screening")
    existing_vacancy = serializers.ChoiceField(
        choices=ExistingVacancy.choices,
        required=False,
        help_text="Whether the position is open now.",
    )
    apply_url = text("apply_url")
    apply_email = text("apply_email")


class DraftSerializer(ListingSerializer):
    """A listing as it is sent."""

    external_id = serializers.CharField(
        max_length=60,
        allow_blank=True,
        required=False,
        help_text="Your own number for it, once in your company. Shown on the listing.",
    )
    closes_at = serializers.DateTimeField(
        allow_null=True,
        required=False,
        help_text="From when it is gone from the site, within 180 days; needed to submit. Of a listing "
        "that was live it is changed by `renew`.",
    )


class EntrySerializer(DraftSerializer):
    """A listing of a file."""

    external_id = serializers.CharField(
        max_length=60, help_text="Your own number for it, by which it is found the next time."
    )
    submit = serializers.BooleanField(
        required=False, help_text="Hand it over for review, where nobody has looked at it yet."
    )


WRITTEN: Final = tuple(map(str, ListingSerializer().fields))


def content(revision: JobRevision) -> dict[str, object]:
    """What somebody saved, as it is sent."""
    relations = {
        name: sorted(each.slug for each in getattr(revision, name).all()) for name in RELATIONS
    }
    return {
        "title": revision.title,
        "role": revision.primary_role.slug,
        **relations,
        "description": revision.description,
        "responsibilities": revision.responsibility_list,
        "employment_type": revision.employment_type,
        "level": revision.level,
        "workplace_type": revision.workplace,
        "salary_range": _pay(revision),
        "bonus": revision.bonus,
        "commission": revision.commission,
        "equity": revision.equity,
        "benefits": revision.benefit_list,
        "deadline": revision.deadline,
        "ai_screening": revision.ai_screening,
        "existing_vacancy": revision.existing_vacancy,
        "apply_url": revision.apply_url,
        "apply_email": revision.apply_email,
    }


def _pay(revision: JobRevision) -> dict[str, object]:
    ends = {"min": revision.pay_min, "max": revision.pay_max}
    return {
        "currency": revision.currency,
        "interval": revision.period,
        **{name: None if end is None else f"{end:.2f}" for name, end in ends.items()},
    }


class HiredForSerializer(RowSerializer[Job]):
    """A listing in the list of the company's own."""

    id = serializers.IntegerField(help_text="Its number here.")
    url = serializers.URLField(help_text="Its address here.")
    slug = serializers.SlugField(help_text="Stable name, used in its address on the site.")
    external_id = serializers.CharField(allow_blank=True, help_text="Your own number for it.")
    title = serializers.CharField(
        help_text="The title that readers see, or the latest while it was never public."
    )
    role = serializers.SlugField(help_text="Slug of the role.")
    status = serializers.ChoiceField(
        choices=Stage.choices, help_text="Where it stands at this moment, the clock included."
    )
    reason = serializers.CharField(
        allow_blank=True, help_text="Why it was returned, or how it was closed; empty otherwise."
    )
    revision = serializers.IntegerField(help_text="Number of the latest revision.")
    live_revision = serializers.IntegerField(
        allow_null=True, help_text="The one that was approved last; null if none ever was."
    )
    submitted_revision = serializers.IntegerField(
        allow_null=True, help_text="The one that waits for review; null if none does."
    )
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="From when it is public, UTC; null if it never was."
    )
    closes_at = serializers.DateTimeField(
        allow_null=True, help_text="When it is gone from the site, UTC."
    )
    hosted_url = serializers.URLField(
        allow_null=True, help_text="The page on the site; null if it never was public."
    )

    @staticmethod
    def row(item_of_list: Any) -> dict[str, object]:
        job = item_of_list
        return {
            "id": job.pk,
            "url": item(job.pk),
            "slug": job.slug,
            "external_id": job.external_id,
            "title": job.title,
            "role": job.primary_role.slug,
            "status": job.stage,
            "reason": _reason(job),
            "revision": job.latest_number,
            "live_revision": job.live_number,
            "submitted_revision": job.submitted_number,
            "published_at": job.published_at,
            "closes_at": job.closes_at,
            "hosted_url": None if job.live_number is None else page(job.slug),
        }


class HiredForDetailSerializer(HiredForSerializer):
    """A listing as its latest revision has it."""

    saved_at = serializers.DateTimeField(help_text="When the latest revision was saved, UTC.")
    saved_by = serializers.CharField(allow_null=True, help_text="By whom; null if they are gone.")
    lacks = serializers.ListField(
        child=serializers.CharField(),
        help_text="What keeps it from being submitted; empty if nothing.",
    )
    listing = ListingSerializer(
        help_text="What the latest revision says, by the names of what is sent."
    )

    @staticmethod
    def row(pair: Any) -> dict[str, object]:
        """Of a listing and its latest revision."""
        job, revision = pair
        return {
            **HiredForSerializer.row(job),
            "saved_at": revision.created_at,
            "saved_by": str(revision.created_by) if revision.created_by else None,
            "lacks": lacking(job, revision),
            "listing": content(revision),
        }


def _reason(job: Any) -> str:
    match job.stage:
        case Stage.RETURNED:
            return job.reason or ""
        case Stage.CLOSED:
            return str(job.close_reason)
    return ""


class FileSerializer(serializers.Serializer[Any]):
    """A file of listings."""

    jobs = EntrySerializer(
        many=True,
        help_text="500 at most, 2 MB in all. What is left out of one is empty in it, but for `closes_at`.",
    )
