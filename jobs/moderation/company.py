"""What is known of the company behind a listing: its past here, and who writes in its name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from jobs.models import Company, CompanyEvent, JobEvent
from jobs.moderation.models import Report
from jobs.naming import FREE_MAIL, mail_domain, site_domain
from portal.accounts.models import User


@dataclass(frozen=True)
class Past:
    """How often listings of a company were approved and returned, readers reported them, staff suspended it."""

    approved: int
    returned: int
    reports: int
    suspended: int


@dataclass(frozen=True)
class Sender:
    """Who handed a listing over, and whether the address is one of the company's."""

    name: str
    address: str
    fits: bool
    verdict: str


def pasts(companies: Iterable[int]) -> dict[int, Past]:
    """Of each company, with three queries."""
    keys = set(companies)
    kinds = (JobEvent.Kind.PUBLISHED, JobEvent.Kind.RETURNED)
    events = JobEvent.objects.filter(item__company__in=keys, kind__in=kinds).order_by()
    counts = Counter(
        {
            (company, kind): number
            for company, kind, number in events.values_list("item__company", "kind").annotate(
                number=Count("pk")
            )
        }
    )
    reports = Report.objects.filter(job__company__in=keys).order_by()
    reported = dict(reports.values_list("job__company").annotate(number=Count("pk")))
    suspended = CompanyEvent.objects.filter(company__in=keys, kind=CompanyEvent.Kind.SUSPENDED)
    ended = dict(suspended.order_by().values_list("company").annotate(number=Count("pk")))
    return {
        key: Past(
            counts[key, kinds[0]], counts[key, kinds[1]], reported.get(key, 0), ended.get(key, 0)
        )
        for key in keys
    }


def sender(person: User | None, company: Company) -> Sender | None:
    if person is None:
        return None
    fits, verdict = _verdict(person.email, company.website)
    return Sender(str(person), person.email, fits, verdict)


def _verdict(address: str, website: str) -> tuple[bool, str]:
    domain, site = mail_domain(address), site_domain(website)
    if domain in FREE_MAIL:
        return False, f"{domain} gives anybody an address."
    if not site:
        return False, "The company gives no website to compare with."
    if domain == site or domain.endswith(f".{site}") or site.endswith(f".{domain}"):
        return True, f"The address belongs to the company’s website, {site}."
    return False, f"{domain} is not the company’s website, {site}."
