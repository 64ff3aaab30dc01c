"""One of everything, so that every address can be opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guides.link_cards import digest_of_card
from guides.models import (
    FigureBundle,
    FormerGuideSlug,
    Guide,
    GuideLink,
    Poll,
    Roadmap,
    StepPrerequisite,
)
from guides.previews import link_to
from jobs.alerts.links import confirm_token, leave_token, manage_token
from jobs.link_cards import digest_of_card as digest_of_card_of_job
from jobs.models import Alert, Company, Job, Membership, ReturnReason
from jobs.models.people import INVITATION_LASTS
from jobs.recruiting.people import digest_of
from jobs.webhooks.actions import make_webhook
from portal.accounts.models import User
from portal.site.actions import save_page
from portal.site.models import Page
from portal.taxonomy.models import FormerRoleSlug, Role
from salaries.models import Benchmark, FigureChange, Snapshot, SurveyImport
from salaries.snapshots import take_snapshot
from tests.contracts.routes import Route
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory, secret_of
from tests.factories.alerts import ToldFactory
from tests.factories.company_tokens import company_secret
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import MembershipFactory, OpenJobFactory
from tests.factories.pictures import PictureFactory
from tests.factories.polls import PollFactory
from tests.factories.roadmaps import GoalFactory, RoadmapFactory, StepFactory
from tests.factories.salaries import FigureChangeFactory, PublishedBenchmarkFactory
from tests.factories.simulation import make_simulation
from tests.factories.survey_imports import survey_of, uploaded
from tests.factories.surveys import line
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
    change: FigureChange
    snapshot: Snapshot
    job: Job
    letters: Job  # applied to by e-mail
    page: Page
    poll: Poll
    roadmap: Roadmap
    survey: SurveyImport
    invitation: str
    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def _member(self) -> int:
        return int(self.job.company.memberships.get(user=self.people["recruiter"]).pk)

    def _of_programs(self, name: str) -> Any:
        found: dict[str, Any] = {
            "hire:token-revoke": self.job.company.tokens.first(),
            "hire:webhook": self.job.company.webhooks.first(),
        }
        return found.get(name, self.job)

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

    def _of_part(self, name: str, param: str) -> Any:
        """What stands in the addresses of a part of the site that are all made alike."""
        if name.startswith(("hire:compan", "hire:member", "hire:invitation")):
            return self.job.company.slug if param == "slug" else self._member
        if name.startswith("jobs:alert-"):
            return alert_token(name)
        if name.startswith(("hire-api:", "hire:token", "hire:webhook")):
            return self._of_programs(name).pk
        if name.startswith("guides-desk-api:"):
            return {"pk": self.guide.pk, "number": 1}[param]
        return self.job.slug if name.startswith("hire:job") else None

    def _value(self, name: str, param: str) -> Any:
        # Looked up only if it is asked for: some of them take queries.
        special: dict[tuple[str, str], Callable[[], Any]] = {
            ("benchmarks-api:detail", "pk"): lambda: self.benchmark.pk,
            ("changes-api:detail", "pk"): lambda: self.change.pk,
            ("snapshots-api:detail", "name"): lambda: self.snapshot.name,
            ("salaries:snapshot-csv", "name"): lambda: self.snapshot.name,
            ("salaries:snapshot-json", "name"): lambda: self.snapshot.name,
            ("sitemap-file", "section"): lambda: "guides",
            ("sitemap-file", "number"): lambda: 0,
            ("site:page", "slug"): lambda: self.page.slug,
            ("guides:topic", "slug"): lambda: self.guide.topic.slug,
            ("guides:topic-feed", "slug"): lambda: self.guide.topic.slug,
            ("guides:author", "slug"): lambda: self.guide.author.slug,
            ("guides:author-feed", "slug"): lambda: self.guide.author.slug,
            ("guides:roadmap", "slug"): lambda: self.roadmap.slug,
            ("guides:detail", "slug"): lambda: self.guide.slug,
            ("guides:figures", "slug"): lambda: self.guide.slug,
            ("guides:figures", "name"): lambda: self.guide.figures,
            ("guides:preview", "token"): lambda: link_to(self.guide)[0].split("/")[-2],
            ("guides:poll", "slug"): lambda: self.poll.slug,
            ("guides:poll-vote", "slug"): lambda: self.poll.slug,
            ("guides:simulation", "slug"): lambda: "career-growth",
            ("guides:simulation-method", "slug"): lambda: "career-growth",
            ("guides:card", "slug"): lambda: self.guide.slug,
            ("guides:card", "digest"): lambda: digest_of_card(self.guide, self.guide.roles.all()),
            ("guides-api:detail", "slug"): lambda: self.guide.slug,
            ("jobs:detail", "slug"): lambda: self.job.slug,
            ("jobs:preview", "slug"): lambda: self.job.slug,
            ("jobs:card", "slug"): lambda: self.job.slug,
            ("jobs:card", "digest"): lambda: digest_of_card_of_job(Job.objects.get(pk=self.job.pk)),
            ("jobs:seen", "slug"): lambda: self.job.slug,
            ("jobs:apply", "slug"): lambda: self.job.slug,
            ("jobs:letter", "slug"): lambda: self.letters.slug,
            ("jobs:letter-send", "slug"): lambda: self.letters.slug,
            ("jobs:letter-sent", "slug"): lambda: self.letters.slug,
            ("jobs:role", "role"): lambda: self.role.slug,
            ("jobs:role-place", "role"): lambda: self.role.slug,
            ("jobs:place", "place"): lambda: "us",
            ("jobs:role-place", "place"): lambda: "us",
            ("jobs:report", "slug"): lambda: self.job.slug,
            ("jobs:report-send", "slug"): lambda: self.job.slug,
            ("jobs-api:detail", "slug"): lambda: self.job.slug,
            ("jobs:company", "slug"): lambda: self.job.company.slug,
            ("hire:invitation", "token"): lambda: self.invitation,
            ("hire:invitation-withdraw", "pk"): lambda: 1,
            ("account_reset_password_from_key", "uidb36"): lambda: "1",
            ("account_reset_password_from_key", "key"): lambda: "abc-def",
            ("mfa_remove_webauthn", "pk"): lambda: 1,
            ("mfa_edit_webauthn", "pk"): lambda: 1,
        }
        if (name, param) in special:
            return special[name, param]()
        of_part = self._of_part(name, param)
        if of_part is not None:
            return of_part
        assert param == "slug", f"Say in tests/contracts/world.py what {param} of {name} may be."
        return self.role.slug


def make_world() -> World:
    role = RoleFactory(slug="ai-engineer")
    RoleFactory(slug="ml-engineer")
    SkillFactory(), ResponsibilityFactory(), RegionFactory()
    guide = LiveGuideFactory(roles=[role], cover=PictureFactory())
    cite_figures(guide)
    GuideLink.objects.create(
        guide=guide, field="body", line=1, address="/gone/", is_outside=False, state="gone"
    )
    FormerGuideSlug.objects.create(slug="former-guide", guide=guide)
    FormerRoleSlug.objects.create(slug="former-role", role=role)
    benchmark = PublishedBenchmarkFactory(role=role, place=CountryFactory())
    change = FigureChangeFactory(benchmark=benchmark)
    snapshot = take_snapshot(by=None)
    assert snapshot is not None
    make_simulation(role)
    job = OpenJobFactory(primary_role=role)
    ToldFactory(job=job)
    ReturnReason.objects.get_or_create(name="Pay", defaults={"text": "Give the pay."})
    letters = OpenJobFactory(
        primary_role=role, company=job.company, apply_url="", apply_email="jobs@company.example"
    )
    page = Page(slug="about", title="About", description="What this is.", body="Some words.")
    save_page(page=page)
    roadmap = RoadmapFactory(slug="ai-career")
    step = StepFactory(roadmap=roadmap)
    StepPrerequisite.objects.create(step=step, needs=StepFactory(roadmap=roadmap))
    GoalFactory(roadmap=roadmap, role=role, steps=[step])
    people: dict[str, Any] = {name: StaffFactory(groups=(name,)) for name in STAFF}
    people |= {
        "superuser": SuperuserFactory(),
        "stranger": UserFactory(),
        "recruiter": UserFactory(),
    }
    company_secret(MembershipFactory(company=job.company, user=people["recruiter"]))
    make_webhook(company=job.company, by=people["recruiter"], url="https://hooks.example.com/")
    assert Group.objects.count() == len(STAFF)
    sessions = {kind: signed_in(person) for kind, person in people.items()}
    tokens = {kind: secret_of(person) for kind, person in people.items()}
    poll = PollFactory()
    survey = uploaded(survey_of(line(job_title="Wizard"), line(salary="=1+1")))
    return World(
        role,
        guide,
        benchmark,
        change,
        snapshot,
        job,
        letters,
        page,
        poll,
        roadmap,
        survey,
        invitation_to(job.company),
        people,
        sessions,
        tokens,
    )


def alert_token(name: str) -> str:
    """That of a link to the page."""
    alert = Alert.objects.select_related("subscriber").latest("pk")
    if name in ("jobs:alert-manage", "jobs:alert-change"):
        return manage_token(alert.subscriber)
    return leave_token(alert) if name == "jobs:alert-leave" else confirm_token(alert)


def cite_figures(guide: Guide) -> None:
    """As if it rested on a figure."""
    guide.figures = "2026-11-28-0a1b2c3d4e"
    guide.save()
    FigureBundle.objects.create(guide=guide, name=guide.figures, csv="id,figure\r\n1,Some\r\n")


def invitation_to(company: Company) -> str:
    """What the link of an invitation holds."""
    secret = token_urlsafe(32)
    owner = MembershipFactory(company=company, role=Membership.Role.OWNER)
    company.invitations.create(
        email="guest@example.org",
        invited_by=owner.user,
        digest=digest_of(secret),
        expires_at=timezone.now() + INVITATION_LASTS,
    )
    return secret


def signed_in(person: User) -> str:
    """Key of a session of theirs."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
