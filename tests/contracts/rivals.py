"""A company with one of everything, another that is suspended, and everybody who has no business there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Company, Job, JobDay, Membership, UnsavedListing
from jobs.recruiting.actions import suspend_company
from jobs.webhooks.actions import make_webhook
from portal.accounts.models import ApiToken, User
from tests.contracts.routes import Route, site_routes
from tests.contracts.world import invitation_to, signed_in
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.company_tokens import company_secret, member
from tests.factories.jobs import CompanyFactory, DraftJobFactory, MembershipFactory, OpenJobFactory

SECRET: Final = "Cartographer"  # in the name or the words of everything that a company has
UNSAVED: Final = "Typed and not saved"
VIEWS: Final = 76_543

# What the arguments of an address name, by how the route's name begins; the longest beginning counts.
NAMED: Final = {
    "hire:job-": "job",
    "hire:job": "job",
    "hire-api:": "job",
    "jobs-api:detail": "job",
    **{
        f"jobs:{page}": "job"
        for page in ("detail", "preview", "card", "apply", "letter", "report", "seen")
    },
    "jobs:company": "company",
    "hire:company": "company",
    "hire:member-": "member",
    "hire:invitation": "invitation",
    "hire:invitation-withdraw": "invited",
    "hire:token-": "token",
    "hire:webhook": "webhook",
    # Readers', staff's and everybody's things, which companies have no part in.
    "jobs:alert-": "",  # tests/jobs/alerts
    "jobs:role": "",
    "jobs:place": "",
    "mfa_": "",
    "account_": "",
    "sitemap-file": "",
    "site:": "",
    "guides:": "",
    "guides-api:": "",
    "guides-desk-api:": "",
    "salaries:": "",
    "roles-api:": "",
    "benchmarks-api:": "",
    "changes-api:": "",
    "snapshots-api:": "",
}


@dataclass
class Holding:
    """A company with one of everything; `mate` is whom its owner can do something with."""

    company: Company
    owner: User
    recruiter: User
    mate: Membership
    draft: Job
    invitation: str  # the secret
    secret: str  # of the owner's token

    def arguments(self, route: Route) -> dict[str, Any]:
        """Those that lead to its own things."""
        company = self.company
        values: dict[str, dict[str, Any]] = {
            "job": {"slug": self.draft.slug, "pk": self.draft.pk, "digest": "0a1b2c3d"},
            "company": {"slug": company.slug},
            "member": {"slug": company.slug, "pk": self.mate.pk},
            "invited": {"slug": company.slug, "pk": company.invitations.get().pk},
            "invitation": {"token": self.invitation},
            "token": {"pk": company.tokens.get(token__owner=self.owner).pk},
            "webhook": {"pk": company.webhooks.get().pk},
        }
        return {param: values[thing_of(route) or ""][param] for param in route.params}

    def address(self, route: Route) -> str:
        return reverse(route.name, kwargs=self.arguments(route))


@dataclass
class Rivals:
    ours: Holding
    suspended: Holding
    owned_elsewhere: Company
    sessions: dict[str, str]  # their keys
    programs: dict[str, str]  # secrets of tokens

    def client(self, kind: str) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[kind]
        return client

    def outsiders(self) -> Iterator[tuple[str, Client, Holding]]:
        """Everybody with what they have no business with."""
        for kind in self.sessions:
            if kind not in ("owner", "recruiter"):
                yield kind, self.client(kind), self.suspended if kind == "banned" else self.ours


def make_holding(number: int) -> Holding:
    company = CompanyFactory(name=f"{SECRET}s of {number}")
    invitation = invitation_to(company)
    mate = company.memberships.get()
    owner, recruiter = member(company, Membership.Role.OWNER), member(company)
    draft = DraftJobFactory(company=company, title=f"{SECRET} {number}", external_id="K-7")
    opened = OpenJobFactory(company=company, title=f"Senior {SECRET} {number}")
    JobDay.objects.create(job=opened, day=timezone.now().date(), views=VIEWS)
    typed = json.dumps({"title": [f"{UNSAVED} by {SECRET}s"]})
    UnsavedListing.objects.create(by=owner.user, job=draft, typed=typed)
    secret = company_secret(owner)
    ApiToken.objects.filter(owner=owner.user).update(name=f"Token of {SECRET}s")
    make_webhook(company=company, by=owner.user, url=f"https://{SECRET}.example.com/{number}")
    return Holding(company, owner.user, recruiter.user, mate, draft, invitation, secret)


def make_rivals() -> Rivals:
    ours, suspended = make_holding(1), make_holding(2)
    recruiting, owning = member(), member(role=Membership.Role.OWNER)
    removed = member(ours.company, Membership.Role.OWNER)
    removed.delete()
    MembershipFactory(user=owning.user, role=Membership.Role.OWNER)  # so that forms ask which
    suspend_company(company=suspended.company, by=StaffFactory(), reason="Fraud.")
    suspended.owner.refresh_from_db()  # and signs in again
    people: dict[str, Any] = {
        "owner": ours.owner,
        "recruiter": ours.recruiter,
        "recruiter elsewhere": recruiting.user,
        "owner elsewhere": owning.user,
        "nobody's": UserFactory(),
        "removed": removed.user,
        "banned": suspended.owner,
    }
    sessions = {kind: signed_in(person) for kind, person in people.items()}
    programs = {each.role: company_secret(each) for each in (recruiting, owning)}
    return Rivals(ours, suspended, owning.company, sessions, programs)


def thing_of(route: Route) -> str | None:
    """None where nobody has said what its arguments name."""
    fitting = [start for start in NAMED if route.name.startswith(start)]
    return NAMED[max(fitting, key=len)] if fitting else None


def routes(*parts: str) -> list[Route]:
    """Of those parts of the site, the ones that name a thing of a company's."""
    return [
        route
        for route in site_routes()
        if route.params and thing_of(route) and route.name.startswith(parts)
    ]
