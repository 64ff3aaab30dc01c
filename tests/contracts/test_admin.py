"""Every page of the desk × every kind of user. A new model or page without an expectation fails."""

from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from portal.desk import desk
from portal.panels.models import PanelFault
from tests.contracts.routes import admin_routes
from tests.contracts.world import KINDS, STAFF, World

pytestmark = pytest.mark.django_db

# What members of each group may do: v(iew), a(dd), c(hange), d(elete); what isn't named they can't.
RIGHTS: dict[str, dict[str, str]] = {
    "author": {
        "guides.guide": "vac",
        "guides.topic": "v",
        "guides.author": "v",
        "taxonomy.role": "v",
        "panels.panelfault": "v",
    },
    "editor": {
        "guides.guide": "vacd",
        "guides.topic": "vac",
        "guides.author": "vac",
        "salaries.benchmark": "v",
        "salaries.source": "v",
        "site.page": "vac",
        "panels.panelfault": "vd",
        "taxonomy.role": "vac",
        "taxonomy.skill": "vac",
        "taxonomy.responsibility": "vac",
        "taxonomy.place": "v",
    },
    "moderator": {
        "jobs.job": "vac",
        "jobs.company": "vac",
        "taxonomy.role": "v",
        "taxonomy.skill": "vac",
        "taxonomy.place": "vac",
    },
    "analyst": {
        "salaries.benchmark": "vac",
        "salaries.source": "vac",
        "panels.panelfault": "v",
        "taxonomy.role": "vac",
        "taxonomy.skill": "vac",
        "taxonomy.responsibility": "v",
        "taxonomy.place": "vac",
    },
}
# What nobody may do, not even a superuser: faults are found, and what was public is kept.
NOBODY = {
    "panels.panelfault": "ac",
    "guides.guide": "d",
    "jobs.job": "d",
}

# Pages of the desk's own: the groups that get in (a superuser always does), and the method they take.
PAGES: dict[str, tuple[set[str], str]] = {
    "admin:index": ({*STAFF}, "get"),
    "admin:password_change": ({*STAFF}, "get"),
    "admin:password_change_done": ({*STAFF}, "get"),
    "admin:panels": ({*STAFF}, "get"),
    "admin:panel-examples": ({*STAFF}, "get"),
    "admin:guides_guide_draft": ({"author", "editor"}, "get"),
    "admin:guides_guide_preview": ({"author", "editor"}, "post"),
    "admin:guides_guide_return": ({"editor"}, "get"),
    "admin:jobs_job_review": ({"moderator"}, "get"),
    "admin:taxonomy_role_merge": (set(), "get"),
    "admin:auth_user_password_change": (set(), "get"),
    "admin:salaries_benchmark_simple_history": ({"analyst", "editor"}, "get"),
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
    return world


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


@pytest.mark.parametrize("model", desk._registry, ids=label)
def test_model_pages_open_to_those_who_may(model: type[models.Model], world: World) -> None:
    thing = model._default_manager.order_by("pk").first()
    assert thing is not None, "Make one in tests/contracts/world.py."
    forbidden = NOBODY.get(label(model), "")

    for kind in KINDS:
        client = world.client(kind)
        rights = "vacd" if kind == "superuser" else RIGHTS.get(kind, {}).get(label(model), "")
        for page in MODEL_PAGES:
            args = [] if page in ("changelist", "add") else [thing.pk]
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"

            answer = client.get(reverse(name, args=args))

            may = NEEDS[page] in rights and NEEDS[page] not in forbidden
            assert answer.status_code == expected(kind, may), (kind, page)


@pytest.mark.parametrize("name", PAGES)
def test_own_page_opens_to_those_who_may(name: str, world: World) -> None:
    allowed, method = PAGES[name]
    arguments: dict[str, Any] = {
        "admin:panel-examples": ["skills"],
        "admin:guides_guide_draft": [world.guide.pk],
        "admin:guides_guide_return": [world.guide.pk],
        "admin:jobs_job_review": [world.job.pk],
        "admin:taxonomy_role_merge": [world.role.pk],
        "admin:auth_user_password_change": [world.people["author"].pk],
        "admin:salaries_benchmark_simple_history": [
            world.benchmark.pk,
            newest(world.benchmark),
        ],
        "admin:salaries_source_simple_history": [
            world.benchmark.source_id,
            newest(world.benchmark.source),
        ],
        "admin:site_page_simple_history": [world.page.pk, newest(world.page)],
        "admin:taxonomy_role_simple_history": [world.role.pk, newest(world.role)],
    }
    address = reverse(name, args=arguments.get(name, []))

    found = {kind: getattr(world.client(kind), method)(address, {}).status_code for kind in KINDS}

    assert found == {kind: expected(kind, kind in {*allowed, "superuser"}) for kind in KINDS}


def test_admin_pages_are_kept_by_nobody(world: World) -> None:
    client = world.client("superuser")

    for model in desk._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        kept = client.get(reverse(name)).headers["Cache-Control"]
        assert "private" in kept
        assert "no-store" in kept
