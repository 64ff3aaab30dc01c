"""A listing as search engines read it: schema.org JobPosting, to Google's rules.

Everything in it stands on the page. Pay is what the employer states, never a benchmark.
"""

from collections.abc import Iterable
from typing import Any, Final

from jobs.facts import Facts, Where
from jobs.models import EmploymentType, Job
from portal.links import site
from portal.work import Workplace

TYPES: Final = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CONTRACT: "CONTRACTOR",
    EmploymentType.TEMPORARY: "TEMPORARY",
    EmploymentType.INTERNSHIP: "INTERN",
}


def job_posting(job: Job, facts: Facts) -> dict[str, Any]:
    """The data of an open job; `job` comes with its company."""
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": job.description_html + job.lists_html,
        "datePosted": _instant(job.published_at),
        "validThrough": _instant(job.closes_at),
        "employmentType": TYPES[EmploymentType(job.employment_type)],
        "hiringOrganization": {"@type": "Organization", "name": job.company.name},
        "baseSalary": _salary(job),
        "url": site() + job.get_absolute_url(),
    }
    if job.company.website:
        data["hiringOrganization"]["sameAs"] = job.company.website
    if job.external_id:
        data["identifier"] = {
            "@type": "PropertyValue",
            "name": job.company.name,
            "value": job.external_id,
        }
    return data | _where(job, facts)


def breadcrumbs(items: Iterable[tuple[str, str]], page: str) -> dict[str, Any]:
    """BreadcrumbList of labels and paths; the last one is the page itself, without a path."""
    steps = [
        {
            "@type": "ListItem",
            "position": place,
            "name": name,
            "item": site() + (path or page),
        }
        for place, (name, path) in enumerate(items, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def _where(job: Job, facts: Facts) -> dict[str, Any]:
    """Telecommuting is claimed for fully remote work only, with where applicants may live."""
    where: dict[str, Any] = {}
    if facts.locations:
        where["jobLocation"] = [_place(place) for place in facts.locations]
    if job.workplace == Workplace.REMOTE:
        where["jobLocationType"] = "TELECOMMUTE"
        where["applicantLocationRequirements"] = [
            {"@type": "Country", "name": country.name} for country in facts.countries
        ]
    return where


def _place(place: Where) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": place.country}
    if place.kind == "city":
        address["addressLocality"] = place.name
    if region := place.name if place.kind == "region" else place.region_code:
        address["addressRegion"] = region
    return {"@type": "Place", "address": address}


def _salary(job: Job) -> dict[str, Any]:
    value = {"@type": "QuantitativeValue", "unitText": job.period.upper()}
    if job.pay_min == job.pay_max:
        value["value"] = _number(job.pay_min)
    else:
        value |= {"minValue": _number(job.pay_min), "maxValue": _number(job.pay_max)}
    return {"@type": "MonetaryAmount", "currency": job.currency, "value": value}


def _number(amount: Any) -> Any:
    """A JSON number without a needless fraction."""
    return int(amount) if amount == int(amount) else float(amount)


def _instant(at: Any) -> str:
    return at.isoformat().replace("+00:00", "Z") if at else ""
