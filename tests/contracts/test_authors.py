"""Whatever an author sends to whatever answers: no text goes live, and no decision of an editor's is taken.

The surfaces are all routes that have to do with guides, found by walking the URL configuration.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from guides import actions
from guides.admin.decision_forms import Decision
from guides.models import SUBMITTABLE, Guide, GuideContent
from guides.scheduling import schedule_edit
from portal.publishing.diff import values_of
from portal.publishing.models import Status
from tests.contracts.attack import filled_in
from tests.contracts.payloads import dealt
from tests.contracts.routes import Route, all_routes
from tests.contracts.test_rights import STEPS
from tests.contracts.world import World
from tests.factories.guides import (
    ArchivedGuideFactory,
    DraftGuideFactory,
    LiveGuideFactory,
    SubmittedGuideFactory,
)

pytestmark = pytest.mark.django_db

BUTTONS: Final = ("_publish", "_approve", "_save", "_submit")
LATER: Final = {"at_0": f"{timezone.now() + timedelta(days=30):%Y-%m-%d}", "at_1": "09:00"}
KEYS: Final = ("pk", "object_id")
# What decides about a guide for an editor, so that the attempt of an author means something.
DECIDING: Final = {
    "admin:guides_guide_add",
    "admin:guides_guide_change",
    "admin:guides_guide_changelist",
    "admin:guides_guide_decide",
}


def routes_of_guides() -> list[Route]:
    """Pages for readers take nothing at all (tests/contracts/test_routes.py)."""
    known = {*KEYS, "number", "slug", "token"}
    return [
        route
        for route in {route.name: route for route in all_routes()}.values()
        if "guide" in route.name
        and not route.name.endswith("_simple_history")  # of polls, whose tests say who may
        and set(route.params) <= known
        and (not route.is_public or "api" in route.name)
    ]


def kinds_of(form: type[Decision]) -> Iterator[type[Decision]]:
    for kind in form.__subclasses__():
        yield from kinds_of(kind)
        if hasattr(kind, "step"):
            yield kind


@pytest.fixture(scope="module")
def made_guides(made_world: World, module_db: DjangoDbBlocker) -> list[Guide]:
    """One new, one handed over, one put away, one live and edited since, and one whose edit is scheduled."""
    with module_db.unblock():
        guides = [DraftGuideFactory(), SubmittedGuideFactory(), ArchivedGuideFactory()]
        edited, scheduled = LiveGuideFactory(title="As it is"), LiveGuideFactory()
        for guide in (scheduled, edited):
            values = values_of(guide.revisions.get(), GuideContent) | {"title": "As it will be"}
            actions.save_guide(guide=guide, values=values, by=None, base=1)
        schedule_edit(guide=scheduled, at=timezone.now() + timedelta(days=1), by=None)
        return [*guides, scheduled, edited]


@pytest.fixture
def guides(made_guides: list[Guide], db: None) -> list[Guide]:
    return deepcopy(made_guides)


def addresses(route: Route, guides: list[Guide], world: World) -> list[str]:
    """One for each guide where the route names one."""
    if not set(route.params) & {*KEYS, "slug"}:
        return [world.address(route)]
    given: list[dict[str, Any]] = [
        {"pk": guide.pk, "object_id": guide.pk, "number": 1, "slug": guide.slug} for guide in guides
    ]
    return [reverse(route.name, kwargs={n: one[n] for n in route.params}) for one in given]


def bodies(guides: list[Guide], world: World) -> list[dict[str, Any]]:
    """What every form, button, page and bulk step of the desk takes, and columns that none does."""
    change = reverse("admin:guides_guide_change", args=[guides[0].pk])
    typed = filled_in(world.client("superuser").get(change).content.decode())
    columns = {"status": "published", "live_number": 1, "approved_number": 1, "archived_at": ""}
    dates = {
        f"{name}_{part}": value
        for name in ("publish_at", "published_at", "at")
        for part, value in enumerate(("2026-01-01", "09:00"))
    }
    dates |= {f"{name}_{part}": "" for name in ("publish_until", "until") for part in (0, 1)}
    words: dict[str, Any] = {"seen": 1, "base": 1, "reason": "No.", "note": "Yes.", "slug": "new"}
    words["topic"] = world.guide.topic_id
    whole: dict[str, Any] = {**typed, **columns, **dates, **words}
    pressed = [whole | {button: "1"} for button in BUTTONS]
    steps = [whole | {"step": kind.step} for kind in kinds_of(Decision)]
    steps += [whole | LATER | {"step": "schedule", "seen": number} for number in (1, 2)]
    chosen = [guide.pk for guide in guides]
    bulk = [
        {"action": action, "_selected_action": chosen, "post": "yes"}
        for model, action in STEPS.values()
        if model is Guide
    ]
    return [*pressed, *steps, *bulk]


def decided() -> dict[int, Any]:
    """Where each guide stands by what editors decide alone: handing a draft over is an author's."""
    columns = (
        *("status", "live_number", "approved_number", "archived_at", "published_at"),
        *("next_number", "next_at"),
    )
    found: dict[int, Any] = {}
    for guide in Guide.objects.all():
        row = {name: getattr(guide, name) for name in columns}
        if row["status"] in (*SUBMITTABLE, Status.IN_REVIEW):
            row["status"] = "with its author, or handed over"
        if guide.live_number is not None:
            row |= {"title": guide.title, "body": guide.body_html, "slug": guide.slug}
        found[guide.pk] = row
    return found


def moved_by(kind: str, route: Route, guides: list[Guide], world: World) -> Iterator[str]:
    """What this kind of user moves by anything sent there; a new guide counts if it is more than a draft."""
    client, before = world.client(kind, raise_request_exception=False), decided()
    sent = bodies(guides, world)
    if route.name not in DECIDING:  # should one begin to decide, any of these would show it
        guides, sent = guides[1:2], sent[::3]
    for place, address in enumerate(addresses(route, guides, world)):
        for body in dealt(sent, place) if kind == "author" else sent:
            for method in ("post", "put", "patch", "delete") if "api" in route.name else ("post",):
                point = transaction.savepoint_create()
                data = body if method == "post" else {}
                answer = getattr(client, method)(address, data)
                after = decided()
                new = [row for pk, row in after.items() if pk not in before]
                kept = {pk: row for pk, row in after.items() if pk in before}
                transaction.savepoint_rollback(point)
                if kept != before or any(row["live_number"] for row in new):
                    yield f"{method} {address} {answer.status_code}"


@pytest.mark.parametrize("route", routes_of_guides(), ids=lambda route: route.name)
def test_author_decides_nothing_whatever_is_sent(
    route: Route, guides: list[Guide], world: World
) -> None:
    assert list(moved_by("author", route, guides, world)) == []


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_editor_decides_by_the_same_means(name: str, guides: list[Guide], world: World) -> None:
    [route] = [route for route in routes_of_guides() if route.name == name]

    assert next(moved_by("editor", route, guides, world), None)


@pytest.mark.parametrize("step", ["schedule", "drop_edit"])
def test_editor_moves_the_schedule_by_the_same_means(
    step: str, guides: list[Guide], world: World
) -> None:
    before = decided()

    for guide in guides:
        for body in bodies(guides, world):
            if body.get("step") == step:
                world.client("editor").post(
                    reverse("admin:guides_guide_decide", args=[guide.pk]), body
                )

    after = decided()
    moved = [before[guide.pk]["next_at"] != after[guide.pk]["next_at"] for guide in guides]
    assert moved == [False, False, False, True, step == "schedule"]
