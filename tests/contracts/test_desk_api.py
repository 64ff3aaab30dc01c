"""What staff write by token × every kind of user, and × what nobody should send.

Routes, methods and fields are found, not listed: a new one without an expectation fails.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from guides.models import Guide
from portal.publishing.models import Status
from tests.contracts.attack import Sent, send
from tests.contracts.routes import Route, desk_routes
from tests.contracts.test_bad_requests import HOSTILE_JSON
from tests.contracts.world import World
from tests.factories.guides import ClosedGuideFactory, DraftGuideFactory, SubmittedGuideFactory

pytestmark = pytest.mark.django_db

WRITING: Final = ("post", "put", "patch", "delete")
AUTHORS: Final = {"author", "editor", "superuser"}
EDITORS: Final = {"editor", "superuser"}
NOBODY: Final = {"recruiter", "stranger"}
NEW: Final = {
    "title": "New",
    "slug": "new",
    "standfirst": "Long enough to say something.",
    "body": "## Words",
    "topic": "pay",
    "author": "mara-veld",
}

LATER: Final = f"{timezone.now() + timedelta(days=30):%Y-%m-%dT09:00:00Z}"

# Who may take each step, where the guide has to stand for it, and what is sent.
STEPS: Final[dict[tuple[str, str], tuple[set[str], str, Any]]] = {
    ("guides-desk-api:list", "post"): (AUTHORS, "draft", NEW),
    ("guides-desk-api:detail", "put"): (AUTHORS, "published", NEW),
    ("guides-desk-api:detail", "patch"): (AUTHORS, "draft", {"title": "Mine"}),
    ("guides-desk-api:submit", "post"): (AUTHORS, "draft", {}),
    ("guides-desk-api:restore", "post"): (AUTHORS, "draft", {"revision": 1}),
    ("guides-desk-api:return", "post"): (EDITORS, "in_review", {"reason": "Say more."}),
    ("guides-desk-api:approve", "post"): (EDITORS, "in_review", {"note": "Fine."}),
    ("guides-desk-api:publish", "post"): (EDITORS, "draft", {}),
    ("guides-desk-api:archive", "post"): (EDITORS, "draft", {}),
    ("guides-desk-api:unarchive", "post"): (EDITORS, "closed", {}),
    ("guides-desk-api:unpublish", "post"): (EDITORS, "published", {}),
    ("guides-desk-api:schedule-edit", "post"): (EDITORS, "published", {"at": LATER}),
    ("guides-desk-api:drop-edit", "post"): (EDITORS, "published", {}),
}


def offered() -> dict[tuple[str, str], Route]:
    """Every method that writes, of every route."""
    return {
        (route.name, method): route
        for route in desk_routes()
        for method in route.view.actions
        if method in WRITING
    }


@pytest.fixture
def world(world: World) -> World:
    DraftGuideFactory(), SubmittedGuideFactory()
    ClosedGuideFactory(archived_at=timezone.now())
    # As if what is live were from before the first revision, which is scheduled.
    scheduled = {"live_number": 0, "next_number": 1, "next_at": LATER}
    Guide.objects.filter(status=Status.PUBLISHED).update(**scheduled)
    return world


def address(name: str, state: str) -> str:
    if name.endswith(":list"):
        return reverse(name)
    return reverse(name, kwargs={"pk": Guide.objects.get(status=state).pk})


def sent_by(
    world: World, kind: str, method: str, at: str, body: Any, *, client: Client | None = None
) -> Sent:
    """With the token of that kind of user, on the revision that is the latest."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = send(
        client or Client(),
        method,
        at,
        data=raw,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {world.tokens[kind]}",
        HTTP_IF_MATCH='"1"',
    )
    # That a token was used is noted, whatever came of it.
    sent.writes = [sql for sql in sent.writes if "accounts_apitoken" not in sql]
    return sent


def test_every_write_has_an_expectation() -> None:
    assert offered().keys() == STEPS.keys()


@pytest.mark.parametrize(("name", "method"), STEPS)
def test_step_is_taken_by_those_who_may(name: str, method: str, world: World) -> None:
    who, state, body = STEPS[name, method]
    at = address(name, state)

    for kind in world.tokens:
        sent = sent_by(world, kind, method, at, body)

        if kind in who:
            assert sent.status in (200, 201), (kind, sent.text)
            assert sent.writes, kind
        else:
            assert sent.status == (401 if kind in NOBODY else 403), kind
            assert sent.writes == [], kind


@pytest.mark.parametrize("route", desk_routes(), ids=lambda route: route.name)
def test_other_methods_do_nothing(route: Route, world: World) -> None:
    at = world.address(route)

    for method in set(WRITING) - set(route.view.actions):
        sent = sent_by(world, "superuser", method, at, {})

        assert (sent.status, sent.writes) == (405, []), method


@pytest.mark.parametrize("route", desk_routes(), ids=lambda route: route.name)
def test_session_or_broken_token_is_nobody(route: Route, world: World) -> None:
    at = world.address(route)

    for method in [*route.view.actions]:
        by_session = send(world.client("superuser"), method, at, HTTP_IF_MATCH='"1"')
        by_guess = send(Client(), method, at, HTTP_AUTHORIZATION=f"Bearer {world.guide.slug}")

        assert (by_session.status, by_session.writes) == (401, []), method
        assert (by_guess.status, by_guess.writes) == (401, []), method


# What nobody should send


def problem_of(sent: Sent) -> dict[str, Any]:
    assert sent.raised is None
    assert sent.writes == []
    assert sent.answer.headers["Content-Type"] == "application/problem+json"
    assert "no-store" in sent.answer.headers["Cache-Control"]
    found: dict[str, Any] = json.loads(sent.text)
    return found


@pytest.mark.parametrize(("name", "method"), STEPS)
def test_hostile_json_is_a_problem(name: str, method: str, world: World) -> None:
    _, state, _ = STEPS[name, method]
    client, at = Client(raise_request_exception=False), address(name, state)

    for body in HOSTILE_JSON:
        if not body:
            continue  # no body is no fields
        sent = sent_by(world, "superuser", method, at, body, client=client)

        assert sent.status in (400, 413), body[:20]
        assert problem_of(sent)["status"] == sent.status


WORST: Final = (
    b'"\\u0000"',
    b'"a\\ud800"',
    b"NaN",
    b"-Infinity",
    b"1e400",
    b"1" + b"0" * 20,
    b"[" * 30 + b"]" * 30,
    b'{"a": {"b": 1}}',
    b'["x", {"a": 1}]',
    b"[null]",
    b"true",
    b"1.5",
)


def hostile(route: Route, method: str, body: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The name of a field, and the body with a value in it that is none."""
    described = route.view.cls.steps[route.view.actions[method]].body or serializers.Serializer
    for field in (*described().fields, "unknown"):
        for value in WORST:
            members = {key: json.dumps(each).encode() for key, each in body.items()}
            members[field] = value
            inner = b",".join(b'"%s": %s' % (key.encode(), each) for key, each in members.items())
            yield str(field), b"{" + inner + b"}"


@pytest.mark.parametrize(("name", "method"), STEPS)
def test_hostile_value_is_named(name: str, method: str, world: World) -> None:
    _, state, body = STEPS[name, method]
    client, at = Client(raise_request_exception=False), address(name, state)

    for field, raw in hostile(offered()[name, method], method, body):
        sent = sent_by(world, "superuser", method, at, raw, client=client)

        assert sent.status == 400, raw[-80:]
        named = {error["field"].partition(".")[0] for error in problem_of(sent)["errors"]}
        assert named == {field}, raw[-80:]


@pytest.mark.parametrize(("name", "method"), STEPS)
def test_other_kinds_of_body_are_refused(name: str, method: str, world: World) -> None:
    at = address(name, STEPS[name, method][1])

    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/xml"):
        sent = send(
            Client(raise_request_exception=False),
            method,
            at,
            data=b"title=x",
            content_type=kind,
            HTTP_AUTHORIZATION=f"Bearer {world.tokens['superuser']}",
            HTTP_IF_MATCH='"1"',
        )
        sent.writes = [sql for sql in sent.writes if "accounts_apitoken" not in sql]

        assert sent.status == 415, kind
        problem_of(sent)


def test_guides_stand_where_the_steps_need_them(world: World) -> None:
    states = {state for _, state, _ in STEPS.values()}

    assert states == {Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.CLOSED}
