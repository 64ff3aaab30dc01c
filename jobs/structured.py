"""A listing as search engines read it: schema.org JobPosting, to Google's rules.

Everything in it stands on the page. Pay is what the employer states, never a benchmark.
"""

import json
from typing import Any, Final

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jobs.models import EmploymentType, Job, Workplace
from jobs.page import Facts, Where

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
        "description": _description(job),
        "datePosted": _instant(job.published_at),
        "validThrough": _instant(job.closes_at),
        "employmentType": TYPES[EmploymentType(job.employment_type)],
        "hiringOrganization": {"@type": "Organization", "name": job.company.name},
        "baseSalary": _salary(job),
        "url": settings.SITE_URL + job.get_absolute_url(),
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


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that can't end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


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
    if place.region_code:
        address["addressRegion"] = place.region_code
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


def _description(job: Job) -> str:
    """All of the listing's text, as on the page."""
    html = mark_safe(job.description_html)
    for title, items in (
        ("Responsibilities", job.responsibility_list),
        ("Benefits", job.benefit_list),
    ):
        if items:
            rows = format_html_join("", "<li>{}</li>", ((item,) for item in items))
            html += format_html("<h3>{}</h3><ul>{}</ul>", title, rows)
    return str(html)
