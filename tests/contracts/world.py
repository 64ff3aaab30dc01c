"""One of everything, so that every address can be opened."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from guides.models import Guide
from jobs.models import Job
from portal.accounts.models import User
from portal.site.actions import save_page
from portal.site.models import Page
from portal.taxonomy.models import Role
from salaries.models import Benchmark
from tests.contracts.routes import Route
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import MembershipFactory, OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import (
    CountryFactory,
    RegionFactory,
    ResponsibilityFactory,
    RoleFactory,
    SkillFactory,
)

STAFF = ("author", "editor", "moderator", "analyst")
KINDS = ("anonymous", "recruiter", "stranger", *STAFF, "superuser")


@dataclass
class World:
    role: Role
    guide: Guide
    benchmark: Benchmark
    job: Job
    page: Page
    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, kind: str, **options: Any) -> Client:
        """Signed in as one of `KINDS`."""
        client = Client(**options)
        if kind != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[kind]
        return client

    def address(self, route: Route) -> str:
        """The route's address with the arguments that lead to something public."""
        values = {param: self._value(route.name, param) for param in route.params}
        return reverse(route.name, kwargs=values or None)

    def _value(self, name: str, param: str) -> Any:
        special: dict[tuple[str, str], Any] = {
            ("benchmarks-api:detail", "pk"): self.benchmark.pk,
            ("sitemap-file", "section"): "guides",
            ("sitemap-file", "number"): 0,
            ("site:page", "slug"): self.page.slug,
            ("guides:topic", "slug"): self.guide.topic.slug,
            ("guides:topic-feed", "slug"): self.guide.topic.slug,
            ("guides:author", "slug"): self.guide.author.slug,
            ("guides:author-feed", "slug"): self.guide.author.slug,
            ("guides:detail", "slug"): self.guide.slug,
            ("guides-api:detail", "slug"): self.guide.slug,
            ("jobs:detail", "slug"): self.job.slug,
            ("jobs:preview", "slug"): self.job.slug,
            ("jobs-api:detail", "slug"): self.job.slug,
            ("jobs:company", "slug"): self.job.company.slug,
        }
        if (name, param) in special:
            return special[name, param]
        assert param == "slug", f"Say in tests/contracts/world.py what {param} of {name} may be."
        return self.role.slug


def make_world() -> World:
    role = RoleFactory(slug="ai-engineer")
    RoleFactory(slug="ml-engineer")
    SkillFactory(), ResponsibilityFactory(), RegionFactory()
    guide = LiveGuideFactory(roles=[role])
    benchmark = PublishedBenchmarkFactory(role=role, place=CountryFactory())
    job = OpenJobFactory(primary_role=role)
    page = Page(slug="about", title="About", description="What this is.", body="Some words.")
    save_page(page=page)
    people: dict[str, Any] = {name: StaffFactory(groups=(name,)) for name in STAFF}
    people |= {
        "superuser": SuperuserFactory(),
        "stranger": UserFactory(),
        "recruiter": UserFactory(),
    }
    MembershipFactory(company=job.company, user=people["recruiter"])
    assert Group.objects.count() == len(STAFF)
    sessions = {kind: signed_in(person) for kind, person in people.items()}
    return World(role, guide, benchmark, job, page, people, sessions)


def signed_in(person: User) -> str:
    """Key of a session of theirs."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
