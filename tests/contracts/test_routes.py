"""Every route × every kind of user. A new route without an expectation fails."""

from enum import Enum, auto

import pytest
from django.test import Client

from tests.contracts.routes import Route, site_routes
from tests.contracts.world import KINDS, World


class Access(Enum):
    PUBLIC = auto()  # the same for everyone
    SIGNED_IN = auto()  # others are sent to sign in
    OWN = auto()  # the company's people and staff who may see jobs; to others it isn't there
    FORM = auto()  # open to all, private: it holds a token
    POST = auto()  # only by POST
    NEVER = auto()  # only with DEBUG


EXPECTED = {
    "site:home": Access.PUBLIC,
    "site:roles": Access.PUBLIC,
    "site:role": Access.PUBLIC,
    "site:page": Access.PUBLIC,
    "site:style": Access.NEVER,
    "sitemap": Access.PUBLIC,
    "sitemap-file": Access.PUBLIC,
    "robots": Access.PUBLIC,
    "security": Access.PUBLIC,
    "guides:list": Access.PUBLIC,
    "guides:feed": Access.PUBLIC,
    "guides:topic": Access.PUBLIC,
    "guides:topic-feed": Access.PUBLIC,
    "guides:role": Access.PUBLIC,
    "guides:role-feed": Access.PUBLIC,
    "guides:author": Access.PUBLIC,
    "guides:author-feed": Access.PUBLIC,
    "guides:detail": Access.PUBLIC,
    "salaries:index": Access.PUBLIC,
    "salaries:compare": Access.PUBLIC,
    "salaries:benchmarks-csv": Access.PUBLIC,
    "salaries:benchmarks-json": Access.PUBLIC,
    "salaries:role": Access.PUBLIC,
    "salaries:role-csv": Access.PUBLIC,
    "salaries:role-json": Access.PUBLIC,
    "jobs:list": Access.PUBLIC,
    "jobs:feed": Access.PUBLIC,
    "jobs:company": Access.PUBLIC,
    "jobs:detail": Access.PUBLIC,
    "jobs:mine": Access.SIGNED_IN,
    "jobs:preview": Access.OWN,
    "accounts:home": Access.SIGNED_IN,
    "accounts:sign-in": Access.FORM,
    "accounts:sign-out": Access.POST,
    "api:root": Access.PUBLIC,
    "api:schema": Access.PUBLIC,
    "api:docs": Access.PUBLIC,
    **{
        f"{name}-api:{kind}": Access.PUBLIC
        for name in ("roles", "guides", "benchmarks", "jobs")
        for kind in ("list", "detail")
    },
}


def expected_status(access: Access, kind: str) -> int:
    match access:
        case Access.PUBLIC | Access.FORM:
            return 302 if access is Access.FORM and kind != "anonymous" else 200
        case Access.SIGNED_IN:
            return 302
        case Access.OWN:
            return 200 if kind in ("recruiter", "moderator", "superuser") else 404
        case Access.POST:
            return 405
    return 404


def test_every_route_has_an_expectation() -> None:
    assert {route.name for route in site_routes()} == set(EXPECTED)


@pytest.mark.parametrize("route", site_routes(), ids=lambda route: route.name)
def test_route_answers_each_kind_of_user(route: Route, world: World) -> None:
    access = EXPECTED[route.name]
    address = world.address(route)

    answers = {kind: world.client(kind).get(address) for kind in KINDS}

    found = {kind: answer.status_code for kind, answer in answers.items()}
    if route.name == "jobs:mine":
        assert found == {kind: 302 if kind == "anonymous" else 200 for kind in KINDS}
    else:
        assert found == {kind: expected_status(access, kind) for kind in KINDS}
    if access is Access.PUBLIC:
        assert {answer.content for answer in answers.values()} == {answers["anonymous"].content}


@pytest.mark.parametrize("route", site_routes(), ids=lambda route: route.name)
def test_route_says_who_may_keep_its_answer(route: Route, world: World) -> None:
    for kind in ("anonymous", "recruiter", "superuser"):
        answer = world.client(kind).get(world.address(route))

        kept = answer.headers["Cache-Control"]
        if EXPECTED[route.name] is Access.PUBLIC:
            assert kept.startswith("public, ")
            assert "cookie" not in answer.headers["Vary"].lower()
            assert not answer.cookies
        else:
            assert "private" in kept
            assert "no-store" in kept


@pytest.mark.parametrize("route", site_routes(), ids=lambda route: route.name)
def test_public_route_refuses_other_methods(route: Route, world: World) -> None:
    if EXPECTED[route.name] is not Access.PUBLIC:
        return
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(), method)(world.address(route))

        assert answer.status_code == 405
        assert not answer.cookies
