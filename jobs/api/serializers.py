"""How a job reads as data: in the names that consumers of job boards know."""

from html import unescape
from typing import Any

from django.utils.html import strip_tags
from rest_framework import serializers

from jobs import pay
from jobs.facts import Where, facts_of
from jobs.models import EmploymentType, ExistingVacancy, Job
from portal.api.rows import RowSerializer
from portal.links import absolute, site
from portal.work import Level, Period, Workplace
from salaries.position import Position, Standing

hosted = absolute("jobs:detail")
apply_page = absolute("jobs:apply")
company_page = absolute("jobs:company")


class CompanySerializer(serializers.Serializer[object]):
    slug = serializers.SlugField(help_text="Stable name of the company.")
    name = serializers.CharField(help_text="The company.")
    url = serializers.URLField(help_text="The company’s page on the site.")


class RangeSerializer(serializers.Serializer[object]):
    currency = serializers.CharField(help_text="ISO 4217 code.")
    interval = serializers.ChoiceField(choices=Period.choices, help_text="What the pay is for.")
    min = serializers.DecimalField(
        max_digits=12, decimal_places=2, help_text="Lower end, as the employer states it."
    )
    max = serializers.DecimalField(
        max_digits=12, decimal_places=2, help_text="Upper end; for a fixed rate the same."
    )


class StandingSerializer(serializers.Serializer[object]):
    standing = serializers.ChoiceField(
        choices=[(value.value, value.value) for value in Standing],
        help_text="Against the benchmark of the role; unknown where that can’t be said.",
    )
    sentence = serializers.CharField(help_text="The same in words, or why it can’t be said.")
    figure = serializers.CharField(
        allow_blank=True, help_text="The benchmark in words; empty if unknown."
    )
    source = serializers.CharField(  # type: ignore[assignment]  # a field named like an attribute of Field
        allow_blank=True, help_text="Source of the benchmark; empty if unknown."
    )
    year = serializers.IntegerField(allow_null=True, help_text="Year of the benchmark.")
    url = serializers.URLField(allow_null=True, help_text="The benchmark on the site.")


class PlaceSerializer(serializers.Serializer[object]):
    slug = serializers.SlugField(help_text="Stable name of the place.")
    name = serializers.CharField(help_text="The place.")
    country = serializers.CharField(help_text="ISO 3166-1 code of its country.")


class NamedSerializer(serializers.Serializer[object]):
    slug = serializers.SlugField(help_text="Stable name.")
    name = serializers.CharField(help_text="Name.")


class JobSerializer(RowSerializer[Job]):
    """An open job in a list."""

    slug = serializers.SlugField(help_text="Stable name of the listing, used in its address.")
    title = serializers.CharField(help_text="The job title alone.")
    company = CompanySerializer(help_text="Who hires.")
    role = serializers.SlugField(help_text="Slug of the primary role.")
    employment_type = serializers.ChoiceField(
        choices=EmploymentType.choices, help_text="Kind of employment."
    )
    level = serializers.ChoiceField(choices=Level.choices, help_text="Seniority.")
    workplace_type = serializers.ChoiceField(
        choices=Workplace.choices, help_text="Where the work is done."
    )
    is_remote = serializers.BooleanField(help_text="Whether it is remote altogether.")
    location = serializers.CharField(
        help_text="Its places in words; for remote work the countries where applicants may live."
    )
    salary_range = RangeSerializer(help_text="Pay as the employer states it.")
    pay_standing = StandingSerializer(help_text="Where the pay stands.")
    published_at = serializers.DateTimeField(help_text="When it went live, UTC.")
    updated_at = serializers.DateTimeField(help_text="When the public text last changed, UTC.")
    closes_at = serializers.DateTimeField(help_text="When it is gone from the site, UTC.")
    hosted_url = serializers.URLField(help_text="The page on the site.")

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        """`item` is a pair: a row of `cards.rows`, and where its pay stands."""
        job, position = item
        return {
            "slug": job.slug,
            "title": job.title,
            "company": {
                "slug": job.company__slug,
                "name": job.company__name,
                "url": company_page(job.company__slug),
            },
            "role": job.primary_role__slug,
            "employment_type": job.employment_type,
            "level": job.level,
            "workplace_type": job.workplace,
            "is_remote": job.workplace == Workplace.REMOTE,
            "location": job.place_label,
            "salary_range": salary_range(job),
            "pay_standing": standing(position),
            "published_at": job.published_at,
            "updated_at": job.changed_at,
            "closes_at": job.closes_at,
            "hosted_url": hosted(job.slug),
        }


class JobDetailSerializer(JobSerializer):
    """An open job with all its text."""

    roles = NamedSerializer(many=True, help_text="All roles, the primary one too.")
    skills = serializers.ListField(child=serializers.CharField(), help_text="Skills by name.")
    description_html = serializers.CharField(help_text="The text, as sanitized HTML.")
    description_plain = serializers.CharField(help_text="The same without markup.")
    responsibilities = serializers.ListField(
        child=serializers.CharField(), help_text="What the job consists of."
    )
    locations = PlaceSerializer(many=True, help_text="Where the work is done.")
    secondary_locations = PlaceSerializer(
        many=True, help_text="The locations after the first; kept for readers of other boards."
    )
    remote_countries = PlaceSerializer(
        many=True, help_text="Countries that remote applicants may live in."
    )
    bonus = serializers.CharField(allow_blank=True, help_text="In words; empty if none is stated.")
    commission = serializers.CharField(
        allow_blank=True, help_text="In words; empty if none is stated."
    )
    equity = serializers.CharField(allow_blank=True, help_text="In words; empty if none is stated.")
    benefits = serializers.ListField(child=serializers.CharField(), help_text="Benefits.")
    deadline = serializers.DateField(allow_null=True, help_text="Last day to apply; null if none.")
    ai_screening = serializers.CharField(
        allow_blank=True, help_text="How software sorts applications; empty if not stated."
    )
    existing_vacancy = serializers.ChoiceField(
        choices=ExistingVacancy.choices, help_text="Whether the position is open now."
    )
    external_id = serializers.CharField(
        allow_blank=True, help_text="The employer’s own number; empty if none."
    )
    apply_url = serializers.URLField(
        help_text="Where to apply: the employer’s page, or ours where one applies by e-mail."
    )

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        """`item` is a job with its company and primary role."""
        parts, url = facts_of(item), hosted(item.slug)
        locations = [place(where) for where in parts.locations]
        return {
            "slug": item.slug,
            "title": item.title,
            "company": {
                "slug": item.company.slug,
                "name": item.company.name,
                "url": company_page(item.company.slug),
            },
            "role": item.primary_role.slug,
            "employment_type": item.employment_type,
            "level": item.level,
            "workplace_type": item.workplace,
            "is_remote": item.workplace == Workplace.REMOTE,
            "location": item.place_label,
            "salary_range": salary_range(item),
            "pay_standing": standing(pay.standings([item])[0]),
            "published_at": item.published_at,
            "updated_at": item.changed_at,
            "closes_at": item.closes_at,
            "hosted_url": url,
            "roles": [{"slug": role.slug, "name": role.name} for role in parts.roles],
            "skills": [skill.name for skill in parts.skills],
            "description_html": item.description_html,
            "description_plain": unescape(strip_tags(item.description_html)).strip(),
            "responsibilities": item.responsibility_list,
            "locations": locations,
            "secondary_locations": locations[1:],
            "remote_countries": [place(where) for where in parts.countries],
            "bonus": item.bonus,
            "commission": item.commission,
            "equity": item.equity,
            "benefits": item.benefit_list,
            "deadline": item.deadline,
            "ai_screening": item.ai_screening,
            "existing_vacancy": item.existing_vacancy,
            "external_id": item.external_id,
            "apply_url": item.apply_url or apply_page(item.slug),
        }


def salary_range(job: Any) -> dict[str, object]:
    return {
        "currency": job.currency,
        "interval": job.period,
        "min": f"{job.pay_min:f}",
        "max": f"{job.pay_max:f}",
    }


def standing(position: Position) -> dict[str, object]:
    return {
        "standing": position.standing.value,
        "sentence": position.sentence,
        "figure": position.figure,
        "source": position.source,
        "year": position.year,
        "url": f"{site()}{position.url}" if position.url else None,
    }


def place(where: Where) -> dict[str, object]:
    return {"slug": where.slug, "name": where.name, "country": where.country}
