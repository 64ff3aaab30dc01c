"""What changes something on the desk, and the API × every kind of user who has no right to it.

Bulk actions, buttons and pages of decisions are found, not listed: a new one without an expectation fails.
A superuser does each of them too, as a step that does nothing for anybody would prove nothing.
"""

import re
from typing import Any, Final

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Permission
from django.db import models, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from guides.models import Guide
from jobs.admin.review import FORMS
from jobs.models import Job, Report, ReturnReason
from jobs.moderation.forms import OFFERED
from jobs.moderation.reports import report_job
from portal.accounts.groups import GROUPS
from portal.desk import desk
from portal.panels.models import PanelFault
from portal.publishing.models import Status
from portal.taxonomy.models import Role
from salaries.models import Benchmark
from tests.contracts.attack import filled_in, send
from tests.contracts.routes import Route, admin_routes, all_routes, token_routes
from tests.contracts.test_admin import ELSEWHERE, MODEL_PAGES
from tests.contracts.world import KINDS, World, signed_in
from tests.factories.accounts import StaffFactory
from tests.factories.guides import ArchivedGuideFactory, DraftGuideFactory, SubmittedGuideFactory
from tests.factories.jobs import CompanyFactory, DraftJobFactory, InReviewJobFactory
from tests.factories.mail import MailFactory
from tests.factories.salaries import BenchmarkFactory

pytestmark = pytest.mark.django_db

# Who may take a bulk step, besides superusers. What a row's own state forbids, it forbids everybody.
BULK: Final[dict[str, set[str]]] = {
    "guides.guide.submit": {"author", "editor", "writer"},
    "guides.guide.publish": {"editor"},
    "guides.guide.unpublish": {"editor"},
    "guides.guide.approve": {"editor"},
    "guides.guide.archive": {"editor"},
    "guides.guide.take_back": {"editor"},
    "guides.guide.confirm": {"editor"},
    "jobs.job.submit_selected": {"moderator"},
    "jobs.job.approve_selected": {"moderator"},
    "jobs.job.return_selected": {"moderator"},
    "jobs.job.close_selected": {"moderator"},
    "jobs.company.suspend": {"moderator"},
    "jobs.company.reinstate": {"moderator"},
    "jobs.alert.delete_selected": {"moderator"},
    "salaries.benchmark.publish": {"analyst", "writer"},
    "salaries.benchmark.withdraw": {"analyst", "writer"},
    "panels.panelfault.delete_selected": {"editor"},
    "mail.mail.send_again": set(),
    "guides.guidelink.check_again": {"editor"},
    "pictures.picture.make_again": {"author", "editor", "writer"},
    "guides.formerguideslug.delete_selected": {"editor"},
    "guides.simulation.delete_selected": {"editor"},
    "guides.simulationoption.delete_selected": {"editor"},
    "guides.promotionstep.delete_selected": {"editor"},
    "guides.skillstage.delete_selected": {"editor"},
    "guides.roadmap.delete_selected": {"editor"},
    "guides.goal.delete_selected": {"editor"},
    "guides.step.delete_selected": {"editor"},
    "taxonomy.formerroleslug.delete_selected": {"editor"},
    "jobs.returnreason.delete_selected": {"moderator"},
}
# Buttons of forms besides Django's own, and who may press them.
BUTTONS: Final[dict[str, set[str]]] = {
    "guides.guide._publish": {"editor"},
    "guides.guide._submit": {"author", "editor", "writer"},
}
STOCK: Final = {"_save", "_continue", "_addanother", "_saveasnew"}

# Pages that take a decision by POST, and who may; those below only show something.
DECISIONS: Final[dict[str, set[str]]] = {
    "admin:guides_guide_decide": {"editor"},
    "admin:guides_guide_restore": {"author", "editor", "writer"},
    "admin:guides_guide_unsaved": {"author", "editor", "writer"},
    "admin:jobs_job_review": {"moderator"},
    "admin:jobs_job_decide": {"moderator"},
    "admin:jobs_job_queue": {"moderator"},
    "admin:salaries_benchmark_withdraw": {"analyst", "writer"},
    "admin:taxonomy_role_merge": set(),
    "admin:accounts_apitoken_revoke": {"author"},
    "admin:salaries_surveyimport_decide": {"analyst"},
}
SHOWING: Final = {
    "admin:index",
    "admin:calendar",
    "admin:calendar-day",
    "admin:panels",
    "admin:panel-examples",
    "admin:panel-picker",
    "admin:panel-trial",
    "admin:guides_guide_draft",
    "admin:guides_guide_preview",
    "admin:guides_guide_check",
    "admin:guides_guide_compare",
    "admin:guides_guide_share",
    "admin:guides_guide_revision",
    "admin:guides_poll_preview",
    "admin:guides_roadmap_preview",
    "admin:mail_mail_drawn",
    "admin:pictures_recent",
    "admin:salaries_surveyimport_problems",
}
# Of a person's own account, and Django's and simple-history's form of an account or a past row.
OWN_ACCOUNT: Final = ("password_change", "password_change_done", "_simple_history")

OUTSIDERS: Final = ("anonymous", "recruiter", "stranger")
# Staff of no group of ours, who see everything, or see and write everything, and may do nothing more.
VERBS: Final = {"onlooker": ("view",), "writer": ("view", "add", "change")}
EVERYBODY: Final = (*KINDS, *VERBS)


def label(thing: Any) -> str:
    return str(getattr(thing, "_meta", thing).label_lower)


@pytest.fixture(scope="module")
def made_world(made_world: World, module_db: DjangoDbBlocker) -> World:
    """With something in every state from which a step leads on."""
    with module_db.unblock():
        return put_more_into(made_world)


def put_more_into(world: World) -> World:
    DraftGuideFactory(title="Draft"), SubmittedGuideFactory(title="Submitted")
    ArchivedGuideFactory(title="Archived")
    DraftJobFactory(company=world.job.company), InReviewJobFactory(company=world.job.company)
    BenchmarkFactory(role=world.role, year=2024)
    CompanyFactory(suspended_at=timezone.now(), suspended_reason="It does not exist.")
    now = timezone.now()
    PanelFault.objects.create(panel="poll", message="Unknown.", first_seen=now, last_seen=now)
    MailFactory()
    ReturnReason.objects.get_or_create(name="Pay", defaults={"text": "Give the pay."})
    report_job(job=world.job, reason="fraud")
    for kind, verbs in VERBS.items():
        person = StaffFactory()
        rights = [
            right
            for right in Permission.objects.select_related("content_type")
            if right.codename == f"{right.codename.partition('_')[0]}_{right.content_type.model}"
            and right.codename.partition("_")[0] in verbs
        ]
        person.user_permissions.set(rights)
        world.sessions[kind] = signed_in(person)
    return world


def bulk_steps() -> dict[str, tuple[type[models.Model], str]]:
    """Every action that anybody is offered; deleting is one of every model."""
    request = RequestFactory().get("/admin/")
    found: dict[str, tuple[type[models.Model], str]] = {}
    for model, admin in desk._registry.items():
        assert isinstance(admin, ModelAdmin)
        request.user = Everything()  # type: ignore[assignment]  # may do all there is
        found |= {f"{label(model)}.{name}": (model, name) for name in admin.get_actions(request)}
    return found


class Everything:
    """A user of whom no admin asks more than this."""

    is_active = is_staff = True

    def has_perm(self, permission: str, thing: Any = None) -> bool:
        return True


STEPS: Final = bulk_steps()


def standing() -> dict[str, list[Any]]:
    """Where everything that can be published stands, and what readers see of it."""
    names = ("pk", "status", "published_at")
    return {
        "guides": [
            *Guide.objects.order_by("pk").values(*names, "live_number", "title", "body_html")
        ],
        "jobs": [*Job.objects.order_by("pk").values(*names, "live_number", "closes_at")],
        "benchmarks": [*Benchmark.objects.order_by("pk").values(*names, "low", "high")],
    }


def refused(status: int) -> bool:
    """Sent away, told so, or shown the list again with nothing done."""
    return status in (200, 302, 403, 404)


def test_every_bulk_step_has_an_expectation() -> None:
    deleting = {name for name in STEPS if name.endswith(".delete_selected")}

    assert STEPS.keys() - deleting == BULK.keys() - deleting


@pytest.mark.dealt
@pytest.mark.parametrize("step", STEPS)
def test_bulk_step_does_nothing_for_those_who_may_not(step: str, world: World) -> None:
    model, action = STEPS[step]
    keys = list(model._default_manager.values_list("pk", flat=True))
    data = {"action": action, "_selected_action": keys, "post": "yes", "reason": "As it is."}
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    for kind in EVERYBODY:
        sent = send(world.client(kind), "post", address, data=data)

        went_on = "/decide/" in sent.answer.headers.get("Location", "")
        if kind in BULK.get(step, ()) or (kind == "superuser" and action != "delete_selected"):
            assert sent.writes or went_on, kind
        elif kind != "superuser":
            assert (sent.writes, went_on) == ([], False), kind
            assert refused(sent.status), kind


def buttons_of(model: type[models.Model], world: World) -> set[str]:
    """Names of the buttons on the form of a new thing and of each that is there."""
    client = world.client("superuser")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    keys = model._default_manager.values_list("pk", flat=True)[:5]
    pages = [reverse(f"{name}_add"), *(reverse(f"{name}_change", args=[pk]) for pk in keys)]
    html = "".join(client.get(page).content.decode() for page in pages)
    pressed = re.findall(r"<(?:input|button)[^>]*type=\"submit\"[^>]*>", html)
    return {found for tag in pressed for found in re.findall(r"name=\"(_\w+)\"", tag)}


def test_every_button_has_an_expectation(world: World) -> None:
    found = {
        f"{label(model)}.{button}"
        for model in desk._registry
        for button in buttons_of(model, world) - STOCK
    }

    assert found == BUTTONS.keys()


@pytest.mark.dealt
@pytest.mark.parametrize("page", ["add", "change"])
@pytest.mark.parametrize("button", BUTTONS)
def test_button_moves_nothing_for_those_who_may_not(button: str, page: str, world: World) -> None:
    """Who may save still saves; what readers see and where things stand doesn't move."""
    name = button.rpartition(".")[2]
    guide = Guide.objects.get(status=Status.DRAFT)
    change = reverse("admin:guides_guide_change", args=[guide.pk])
    address = change if page == "change" else reverse("admin:guides_guide_add")
    data = filled_in(world.client("superuser").get(change).content.decode())
    data |= {name: ["1"]} | ({"slug": ["new"]} if page == "add" else {})

    for kind in EVERYBODY:
        moved = moved_by(world, kind, address, data)

        assert moved == (kind in {*BUTTONS[button], "superuser"}), kind


def moved_by(world: World, kind: str, address: str, data: dict[str, list[str]]) -> bool:
    """Whether the form, sent by this kind of user, moves anything beyond a draft; undoes it."""
    before = standing()
    known = {row["pk"] for row in before["guides"]}
    point = transaction.savepoint_create()
    assert refused(world.client(kind).post(address, data).status_code)
    after = standing()
    transaction.savepoint_rollback(point)
    started = [row for row in after["guides"] if row["pk"] not in known]
    after["guides"] = [row for row in after["guides"] if row["pk"] in known]
    return after != before or any(row["status"] != Status.DRAFT for row in started)


def test_every_page_of_the_desk_shows_or_decides() -> None:
    of_models = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in desk._registry
        for page in MODEL_PAGES
    }
    own = {route.name for route in admin_routes()} - of_models - (ELSEWHERE - DECISIONS.keys())

    assert {name for name in own if not name.endswith(OWN_ACCOUNT)} == {*DECISIONS, *SHOWING}


def decisions(name: str, world: World) -> list[tuple[str, dict[str, Any]]]:
    """Addresses and what is sent there: the first is one that does something."""
    job, guide = (kind.objects.get(status=Status.IN_REVIEW) for kind in (Job, Guide))
    words: dict[str, Any] = {"reason": "Say more about the pay."}
    found: list[tuple[str, dict[str, Any]]]
    match name:
        case "admin:guides_guide_decide":
            seen = words | {"seen": 1, "until_0": "", "until_1": "", "at_0": "", "at_1": ""}
            taken = (
                *("approve", "return", "publish", "schedule", "drop_edit"),
                *("unpublish", "archive", "take_back"),
            )
            found = [(reverse(name, args=[guide.pk]), seen | {"step": step}) for step in taken]
        case "admin:guides_guide_restore":
            found = [(reverse(name, args=[guide.pk, 1]), {"base": 1})]
        case "admin:accounts_apitoken_revoke":
            found = [(reverse(name, args=[world.people["author"].api_tokens.get().pk]), {})]
        case "admin:taxonomy_role_merge":
            other = Role.objects.exclude(pk=world.role.pk).get()
            found = [(reverse(name, args=[other.pk]), {"keep": world.role.pk})]
        case "admin:salaries_benchmark_withdraw":
            found = [(f"{reverse(name)}?figure={world.benchmark.pk}", words)]
        case "admin:salaries_surveyimport_decide":
            at = reverse(name, args=[world.survey.pk])
            names = ("refuse", "confirm", "partial", "undo", "again")
            found = [(at, {"step": step}) for step in names]
        case "admin:guides_guide_unsaved":
            of_guide = {"_guide": str(world.guide.pk)}
            texts: tuple[dict[str, Any], ...] = ({}, of_guide, of_guide | {"_discard": "1"})
            found = [(reverse(name), given) for given in texts]
        case "admin:jobs_job_review":
            steps = ("return", *FORMS)
            found = [(reverse(name, args=[job.pk]), words | {"step": step}) for step in steps]
        case "admin:jobs_job_queue":
            report = Report.objects.get()
            of_report = {"job": report.job_id, "note": "Why.", "seen": report.pk}
            found = [
                (reverse(name), words | {"step": "return", "job": job.pk}),
                (reverse(name), {"step": "approve", "job": job.pk}),
                *((reverse(name), of_report | {"decision": choice}) for choice, _ in OFFERED),
            ]
        case _:
            chosen = f"?job={job.pk}&job={world.job.pk}"
            found = [
                (reverse(name, args=["return"]) + chosen, words),
                *((reverse(name, args=[step]) + chosen, {"reason": "filled"}) for step in FORMS),
            ]
    return found


@pytest.mark.dealt
@pytest.mark.parametrize("name", DECISIONS)
def test_decision_is_taken_by_nobody_who_may_not(name: str, world: World) -> None:
    (address, data), *more = decisions(name, world)

    for kind in EVERYBODY:
        client = world.client(kind)
        sent = send(client, "post", address, data=data)
        if kind in {*DECISIONS[name], "superuser"}:
            assert sent.writes, kind
            continue
        for each in (sent, *(send(client, "post", at, data=given) for at, given in more)):
            assert each.writes == [], kind
            # To those who may revoke, but not this token, it isn't there.
            refusals = (302,) if kind in OUTSIDERS else (403, 404)
            assert each.status in refusals, kind


def api_routes() -> list[Route]:
    """Those that are the same for everybody; the others stand in test_desk_api.py."""
    named = [route for route in all_routes() if "api" in route.name.partition(":")[0]]
    return [route for route in named if route not in token_routes()]


@pytest.mark.parametrize("route", api_routes(), ids=lambda route: route.name)
def test_nobody_writes_by_the_api(route: Route, world: World) -> None:
    address = world.address(route)
    assert address.startswith("/api/")

    for kind in ("anonymous", *GROUPS, "superuser"):
        client = world.client(kind)
        for method in ("post", "put", "patch", "delete"):
            sent = send(client, method, address, data="{}", content_type="application/json")

            assert (sent.status, sent.writes) == (405, []), (kind, method)
