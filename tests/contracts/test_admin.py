"""Every page of the desk × every kind of user. A new model or page without an expectation fails."""

from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from jobs.models import ReturnReason
from jobs.moderation.reports import report_job
from portal.accounts.models import ApiToken
from portal.desk import desk
from portal.mail.models import Mail
from portal.panels.models import PanelFault
from tests.contracts.routes import admin_routes
from tests.contracts.world import KINDS, STAFF, World
from tests.factories.mail import MailFactory

pytestmark = pytest.mark.django_db

# What members of each group may do: v(iew), a(dd), c(hange), d(elete); what isn't named they can't.
RIGHTS: dict[str, dict[str, str]] = {
    "author": {
        "guides.guide": "vac",
        "guides.topic": "v",
        "guides.author": "v",
        "guides.poll": "vac",
        "guides.simulation": "v",
        "taxonomy.responsibility": "v",
        "guides.roadmap": "vac",
        "guides.goal": "vac",
        "guides.step": "vac",
        "guides.guidelink": "v",
        "pictures.picture": "vac",
        "taxonomy.role": "v",
        "panels.panelfault": "v",
        "accounts.apitoken": "va",
    },
    "editor": {
        "guides.guide": "vacd",
        "guides.topic": "vac",
        "guides.author": "vac",
        "guides.roadmap": "vacd",
        "guides.goal": "vacd",
        "guides.step": "vacd",
        "pictures.picture": "vacd",
        "guides.formerguideslug": "vacd",
        "guides.poll": "vacd",
        "guides.simulation": "vacd",
        "guides.simulationoption": "vacd",
        "guides.promotionstep": "vacd",
        "guides.skillstage": "vacd",
        "guides.guidelink": "v",
        "taxonomy.formerroleslug": "vacd",
        "salaries.benchmark": "v",
        "salaries.source": "v",
        "salaries.figurechange": "v",
        "salaries.snapshot": "v",
        "site.page": "vac",
        "panels.panelfault": "vd",
        "accounts.apitoken": "va",
        "taxonomy.role": "vac",
        "taxonomy.skill": "vac",
        "taxonomy.responsibility": "vac",
        "taxonomy.place": "v",
    },
    "moderator": {
        "jobs.job": "vac",
        "jobs.company": "vac",
        "jobs.alert": "vd",
        "jobs.told": "v",
        "jobs.report": "v",
        "jobs.returnreason": "vacd",
        "taxonomy.role": "v",
        "taxonomy.skill": "vac",
        "taxonomy.place": "vac",
    },
    "analyst": {
        "guides.simulation": "v",
        "guides.simulationoption": "vac",
        "guides.promotionstep": "vac",
        "guides.skillstage": "vac",
        "salaries.benchmark": "vac",
        "salaries.source": "vac",
        "salaries.figurechange": "v",
        "salaries.snapshot": "va",
        "salaries.surveyimport": "va",
        "salaries.surveytitle": "vc",
        "panels.panelfault": "v",
        "taxonomy.role": "vac",
        "taxonomy.skill": "vac",
        "taxonomy.responsibility": "v",
        "taxonomy.place": "vac",
    },
}
# What nobody may do, not even a superuser: faults are found, letters are posted, and what was public is kept.
NOBODY = {
    "panels.panelfault": "ac",
    "mail.mail": "ac",
    "guides.guidelink": "acd",
    "guides.guide": "d",
    "guides.poll": "d",
    "jobs.job": "d",
    "jobs.alert": "ac",
    "jobs.report": "acd",
    "jobs.told": "acd",
    "salaries.benchmark": "d",
    "salaries.figurechange": "acd",
    "salaries.snapshot": "cd",
    "accounts.apitoken": "cd",
    "salaries.surveyimport": "cd",
    "salaries.surveytitle": "ad",
}

# Pages of the desk's own: the groups that get in (a superuser always does), and the method they take.
PAGES: dict[str, tuple[set[str], str]] = {
    "admin:index": ({*STAFF}, "get"),
    "admin:password_change": ({*STAFF}, "get"),
    "admin:password_change_done": ({*STAFF}, "get"),
    "admin:calendar": ({*STAFF}, "get"),
    "admin:calendar-day": ({*STAFF}, "get"),
    "admin:panels": ({*STAFF}, "get"),
    "admin:panel-examples": ({*STAFF}, "get"),
    "admin:panel-picker": ({*STAFF}, "get"),
    "admin:panel-trial": ({*STAFF}, "get"),
    "admin:guides_guide_draft": ({"author", "editor"}, "get"),
    "admin:guides_guide_preview": ({"author", "editor"}, "post"),
    "admin:guides_guide_check": ({"author", "editor"}, "post"),
    "admin:guides_guide_unsaved": ({"author", "editor"}, "post"),
    "admin:guides_guide_compare": ({"author", "editor"}, "get"),
    "admin:guides_guide_revision": ({"author", "editor"}, "get"),
    "admin:guides_guide_share": ({"author", "editor"}, "get"),
    "admin:guides_guide_restore": ({"author", "editor"}, "get"),
    "admin:guides_guide_decide": ({"editor"}, "get"),
    "admin:guides_poll_preview": ({"author", "editor"}, "get"),
    "admin:guides_poll_simple_history": ({"author", "editor"}, "get"),
    "admin:guides_roadmap_preview": ({"author", "editor"}, "get"),
    "admin:pictures_recent": ({"author", "editor"}, "get"),
    "admin:mail_mail_drawn": (set(), "get"),
    "admin:jobs_job_review": ({"moderator"}, "get"),
    "admin:jobs_job_queue": ({"moderator"}, "get"),
    "admin:taxonomy_role_merge": (set(), "get"),
    "admin:auth_user_password_change": (set(), "get"),
    "admin:accounts_apitoken_revoke": ({"author"}, "get"),
    "admin:salaries_benchmark_withdraw": ({"analyst"}, "get"),
    "admin:salaries_benchmark_simple_history": ({"analyst", "editor"}, "get"),
    "admin:salaries_surveyimport_decide": ({"analyst"}, "get"),
    "admin:salaries_surveyimport_problems": ({"analyst"}, "get"),
    "admin:salaries_source_simple_history": ({"analyst", "editor"}, "get"),
    "admin:site_page_simple_history": ({"editor"}, "get"),
    "admin:taxonomy_role_simple_history": ({*STAFF}, "get"),
}
# Django's own plumbing, and a page that only follows a bulk action (tests/jobs/test_admin.py).
ELSEWHERE = {
    "admin:login",
    "admin:logout",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:app_list",
    "admin:jobs_job_decide",
    "admin:<path:object_id>/",
    "admin:(?P<url>.*)$",
}
MODEL_PAGES = ("changelist", "add", "change", "delete", "history")
NEEDS = {"changelist": "v", "add": "a", "change": "v", "delete": "d", "history": "v"}


@pytest.fixture
def world(world: World) -> World:
    now = timezone.now()
    PanelFault.objects.create(panel="poll", message="Unknown.", first_seen=now, last_seen=now)
    MailFactory()
    ReturnReason.objects.get_or_create(name="Pay", text="Give the pay.")
    report_job(job=world.job, reason="fraud")
    return world


def some(model: type[models.Model], kind: str, world: World) -> models.Model:
    """Any of its kind; a token is their own, as others' aren't there for them."""
    things = model._default_manager.order_by("pk")
    if model is ApiToken and kind in world.people:
        things = things.filter(owner=world.people[kind])
    thing = things.first()
    assert thing is not None, "Make one in tests/contracts/world.py."
    return thing


def newest(thing: Any) -> int:
    """Key of the newest row of a thing's history."""
    return int(thing.history.first().pk)


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def expected(kind: str, may: bool) -> int:
    if kind in ("anonymous", "recruiter", "stranger"):
        return 302  # to the desk's sign-in
    return 200 if may else 403


def test_every_admin_page_has_an_expectation() -> None:
    of_models = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in desk._registry
        for page in MODEL_PAGES
    }

    assert {route.name for route in admin_routes()} - of_models - ELSEWHERE == set(PAGES)


@pytest.mark.dealt
@pytest.mark.parametrize("model", desk._registry, ids=label)
def test_model_pages_open_to_those_who_may(model: type[models.Model], world: World) -> None:
    forbidden = NOBODY.get(label(model), "")

    for kind in KINDS:
        client = world.client(kind)
        rights = "vacd" if kind == "superuser" else RIGHTS.get(kind, {}).get(label(model), "")
        thing = some(model, kind, world)
        for page in MODEL_PAGES:
            args = [] if page in ("changelist", "add") else [thing.pk]
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"

            answer = client.get(reverse(name, args=args))

            may = NEEDS[page] in rights and NEEDS[page] not in forbidden
            assert answer.status_code == expected(kind, may), (kind, page)


@pytest.mark.dealt
@pytest.mark.parametrize("name", PAGES)
def test_own_page_opens_to_those_who_may(name: str, world: World) -> None:
    allowed, method = PAGES[name]
    arguments: dict[str, Any] = {
        "admin:panel-examples": ["skills"],
        "admin:panel-trial": ["skills"],
        "admin:guides_guide_draft": [world.guide.pk],
        "admin:guides_guide_decide": [world.guide.pk],
        "admin:guides_guide_compare": [world.guide.pk],
        "admin:guides_guide_share": [world.guide.pk],
        "admin:guides_guide_revision": [world.guide.pk, 1],
        "admin:guides_guide_restore": [world.guide.pk, 1],
        "admin:guides_poll_preview": [world.poll.pk],
        "admin:guides_poll_simple_history": [world.poll.pk, newest(world.poll)],
        "admin:guides_roadmap_preview": [world.roadmap.pk],
        "admin:mail_mail_drawn": [Mail.objects.get().pk],
        "admin:jobs_job_review": [world.job.pk],
        "admin:taxonomy_role_merge": [world.role.pk],
        "admin:auth_user_password_change": [world.people["author"].pk],
        "admin:accounts_apitoken_revoke": [world.people["author"].api_tokens.get().pk],
        "admin:salaries_benchmark_simple_history": [
            world.benchmark.pk,
            newest(world.benchmark),
        ],
        "admin:salaries_surveyimport_decide": [world.survey.pk],
        "admin:salaries_surveyimport_problems": [world.survey.pk],
        "admin:salaries_source_simple_history": [
            world.benchmark.source_id,
            newest(world.benchmark.source),
        ],
        "admin:site_page_simple_history": [world.page.pk, newest(world.page)],
        "admin:taxonomy_role_simple_history": [world.role.pk, newest(world.role)],
    }
    address = reverse(name, args=arguments.get(name, []))

    found = {kind: getattr(world.client(kind), method)(address, {}).status_code for kind in KINDS}

    wanted = {kind: expected(kind, kind in {*allowed, "superuser"}) for kind in KINDS}
    if name == "admin:accounts_apitoken_revoke":
        wanted["editor"] = 404  # may do so, but with another token
    assert found == wanted


def test_admin_pages_are_kept_by_nobody(world: World) -> None:
    client = world.client("superuser")

    for model in desk._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        kept = client.get(reverse(name)).headers["Cache-Control"]
        assert "private" in kept
        assert "no-store" in kept
