"""Every route × every kind of user. A new route without an expectation fails."""

from enum import Enum, auto
from typing import Any

import pytest
from django.test import Client

from tests.contracts.attack import send
from tests.contracts.routes import Route, public_routes, site_routes
from tests.contracts.world import KINDS, World


class Access(Enum):
    PUBLIC = auto()  # the same for everyone
    SIGNED_IN = auto()  # others are sent to sign in
    OWN = auto()  # the company's people and staff who may see jobs; to others it isn't there
    LINK = auto()  # open to whoever holds the link, private
    FORM = auto()  # open to all, private: it holds a token
    POST = auto()  # only by POST
    PUBLIC_FORM = auto()  # only by POST from a page of the site, for everyone, without a cookie
    LEADS_ON = auto()  # open to all, private: it counts, and leads to another page
    TOKEN = auto()  # by token alone: a session is nobody
    PERSONAL = auto()  # whoever is signed in sees what is theirs
    WITH_FACTOR = auto()  # as above, and only those who have a second factor
    COLLEAGUES = auto()  # those who belong to the company; to others it isn't there
    OWNERS = auto()  # of them, those who own it
    NEVER = auto()  # only with DEBUG


EXPECTED = {
    "site:home": Access.PUBLIC,
    "site:roles": Access.PUBLIC,
    "site:role": Access.PUBLIC,
    "site:page": Access.PUBLIC,
    "site:search": Access.PUBLIC,
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
    "guides:roadmap": Access.PUBLIC,
    "guides:detail": Access.PUBLIC,
    "guides:figures": Access.PUBLIC,
    "guides:preview": Access.LINK,
    "guides:try": Access.PUBLIC,
    "guides:poll": Access.PUBLIC,
    "guides:poll-vote": Access.PUBLIC_FORM,
    "guides:simulation": Access.PUBLIC,
    "guides:simulation-method": Access.PUBLIC,
    "guides:card": Access.PUBLIC,
    "salaries:index": Access.PUBLIC,
    "salaries:compare": Access.PUBLIC,
    "salaries:explore": Access.PUBLIC,
    "salaries:explore-csv": Access.PUBLIC,
    "salaries:explore-json": Access.PUBLIC,
    "salaries:stand": Access.PUBLIC,
    "salaries:stand-answer": Access.PUBLIC_FORM,
    "salaries:benchmarks-csv": Access.PUBLIC,
    "salaries:benchmarks-json": Access.PUBLIC,
    "salaries:changes": Access.PUBLIC,
    "salaries:changes-feed": Access.PUBLIC,
    "salaries:changes-csv": Access.PUBLIC,
    "salaries:changes-json": Access.PUBLIC,
    "salaries:snapshots": Access.PUBLIC,
    "salaries:snapshot-csv": Access.PUBLIC,
    "salaries:snapshot-json": Access.PUBLIC,
    "salaries:role": Access.PUBLIC,
    "salaries:role-csv": Access.PUBLIC,
    "salaries:role-json": Access.PUBLIC,
    "jobs:list": Access.PUBLIC,
    "jobs:feed": Access.PUBLIC,
    "jobs:company": Access.PUBLIC,
    "jobs:detail": Access.PUBLIC,
    "jobs:alert": Access.PUBLIC,
    "jobs:alert-ask": Access.PUBLIC_FORM,
    "jobs:alert-confirm": Access.LINK,
    "jobs:alert-confirmed": Access.PUBLIC_FORM,
    "jobs:alert-leave": Access.LINK,
    "jobs:alert-manage": Access.LINK,
    "jobs:alert-change": Access.PUBLIC_FORM,
    "hire:home": Access.SIGNED_IN,
    "hire:companies": Access.PERSONAL,
    "hire:company-new": Access.PERSONAL,
    "hire:company": Access.COLLEAGUES,
    "hire:company-edit": Access.COLLEAGUES,
    "hire:company-leave": Access.COLLEAGUES,
    "hire:member-remove": Access.OWNERS,
    "hire:member-hand-over": Access.OWNERS,
    **{
        f"hire:{name}": Access.POST
        for name in (
            "company-ask",
            "company-join",
            "company-domain",
            "company-invite",
            "invitation-withdraw",
            "member-role",
        )
    },
    "hire:invitation": Access.LINK,
    "hire:job-new": Access.SIGNED_IN,
    **{
        f"hire:job{name}": Access.COLLEAGUES
        for name in ("", "-edit", "-submit", "-take-back", "-renew", "-close", "-reopen")
    },
    "hire:job-unsaved": Access.POST,
    "hire:job-duplicate": Access.POST,
    "jobs:preview": Access.OWN,
    "jobs:card": Access.PUBLIC,
    "jobs:xml-feed": Access.PUBLIC,
    "jobs:role": Access.PUBLIC,
    "jobs:place": Access.PUBLIC,
    "jobs:role-place": Access.PUBLIC,
    "jobs:apply": Access.LEADS_ON,
    "jobs:letter": Access.PUBLIC,
    "jobs:letter-send": Access.PUBLIC_FORM,
    "jobs:letter-sent": Access.PUBLIC,
    "jobs:seen": Access.PUBLIC_FORM,
    "jobs:report": Access.PUBLIC,
    "jobs:report-send": Access.PUBLIC_FORM,
    "accounts:home": Access.SIGNED_IN,
    "accounts:sign-in": Access.FORM,
    "accounts:sign-out": Access.POST,
    "accounts:sign-out-everywhere": Access.POST,
    "account_login": Access.FORM,
    "account_logout": Access.POST,
    "account_signup": Access.FORM,
    "account_inactive": Access.LINK,
    "account_email": Access.PERSONAL,
    # Somebody on the way in, or who has just shown that it is they; others are sent elsewhere.
    "account_email_verification_sent": Access.SIGNED_IN,
    "account_reauthenticate": Access.PERSONAL,
    "account_change_password": Access.PERSONAL,
    "account_set_password": Access.SIGNED_IN,
    "account_reset_password": Access.LINK,
    "account_reset_password_done": Access.LINK,
    "account_reset_password_from_key": Access.LINK,
    "account_reset_password_from_key_done": Access.LINK,
    "mfa_index": Access.PERSONAL,
    "mfa_authenticate": Access.SIGNED_IN,
    "mfa_reauthenticate": Access.SIGNED_IN,
    "mfa_activate_totp": Access.SIGNED_IN,
    "mfa_deactivate_totp": Access.WITH_FACTOR,
    "mfa_view_recovery_codes": Access.WITH_FACTOR,
    "mfa_generate_recovery_codes": Access.SIGNED_IN,
    "mfa_download_recovery_codes": Access.WITH_FACTOR,
    "mfa_list_webauthn": Access.PERSONAL,
    "mfa_add_webauthn": Access.SIGNED_IN,
    "mfa_login_webauthn": Access.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Access.SIGNED_IN,
    "mfa_remove_webauthn": Access.SIGNED_IN,
    "mfa_edit_webauthn": Access.SIGNED_IN,
    "api:root": Access.PUBLIC,
    "api:schema": Access.PUBLIC,
    "api:docs": Access.PUBLIC,
    "search-api:search": Access.PUBLIC,
    **{
        f"{name}-api:{kind}": Access.PUBLIC
        for name in ("roles", "guides", "benchmarks", "changes", "snapshots", "jobs")
        for kind in ("list", "detail")
    },
    "hire:tokens": Access.PERSONAL,
    "hire:token-revoke": Access.COLLEAGUES,  # the maker; the world's is a recruiter
    "hire:webhooks": Access.PERSONAL,
    "hire:webhook": Access.OWNERS,
    "hire:import": Access.PERSONAL,
    **{
        f"hire-api:{name}": Access.TOKEN
        for name in (
            "list",
            "detail",
            "import",
            "submit",
            "take-back",
            "close",
            "renew",
            "reopen",
        )
    },
    **{
        f"guides-desk-api:{name}": Access.TOKEN
        for name in (
            "list",
            "detail",
            "checks",
            "decisions",
            "revisions",
            "revision",
            "submit",
            "restore",
            "approve",
            "archive",
            "unarchive",
            "schedule-edit",
            "drop-edit",
            "return",
            "publish",
            "unpublish",
        )
    },
}


def expected_status(access: Access, kind: str) -> int:
    is_somebody = kind != "anonymous"
    belongs = {"anonymous": 302, "recruiter": 200}
    works_on_it = kind in ("recruiter", "moderator", "superuser")
    return {
        Access.PUBLIC: 200,
        Access.LINK: 200,
        Access.FORM: 302 if is_somebody else 200,
        Access.SIGNED_IN: 302,
        Access.LEADS_ON: 302,
        Access.PERSONAL: 200 if is_somebody else 302,
        Access.WITH_FACTOR: 404 if is_somebody else 302,
        Access.OWN: 200 if works_on_it else 404,
        Access.COLLEAGUES: belongs.get(kind, 404),
        Access.OWNERS: 404
        if is_somebody
        else 302,  # tests/jobs/recruiting: the world's is a recruiter
        Access.POST: 405,
        Access.PUBLIC_FORM: 405,
        Access.TOKEN: 401,
        Access.NEVER: 404,
    }[access]


def test_every_route_has_an_expectation() -> None:
    assert {route.name for route in site_routes()} == set(EXPECTED)


@pytest.mark.dealt
@pytest.mark.parametrize("route", site_routes(), ids=lambda route: route.name)
def test_route_answers_each_kind_of_user(route: Route, world: World) -> None:
    access = EXPECTED[route.name]
    address = world.address(route)

    answers = {kind: world.client(kind).get(address) for kind in KINDS}

    found = {kind: answer.status_code for kind, answer in answers.items()}
    if route.name in ("hire:home", "hire:job-new"):
        assert found == {kind: 302 if kind == "anonymous" else 200 for kind in KINDS}
    else:
        assert found == {kind: expected_status(access, kind) for kind in KINDS}
    if access is Access.PUBLIC:
        assert len({answer.getvalue() for answer in answers.values()}) == 1
    for answer in answers.values():
        says_who_may_keep_it(answer, access)


def says_who_may_keep_it(answer: Any, access: Access) -> None:
    kept = answer.headers["Cache-Control"]
    if access is Access.PUBLIC:
        assert kept.startswith("public, ")
        assert "cookie" not in answer.headers["Vary"].lower()
        assert not answer.cookies
    else:
        assert "private" in kept
        assert "no-store" in kept


@pytest.mark.dealt
@pytest.mark.parametrize("route", public_routes(), ids=lambda route: route.name)
def test_public_route_refuses_other_methods(route: Route, world: World) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(), method)(world.address(route))

        assert answer.status_code == 405
        assert not answer.cookies


FORMS = [route for route in site_routes() if hasattr(route.view, "public_form")]
FOREIGN: tuple[dict[str, str], ...] = (
    {},
    {"origin": "http://elsewhere.example"},
    {"sec-fetch-site": "cross-site"},
)


# What a form answers that holds nothing of what it asks for.
ANSWERED = {
    "guides:poll-vote": 303,
    "salaries:stand-answer": 400,
    "jobs:seen": 204,
    "jobs:letter-send": 400,
    "jobs:alert-ask": 400,
    "jobs:alert-confirmed": 200,
    "jobs:alert-change": 400,
    "jobs:report-send": 400,
}


def test_public_forms_are_those_that_are_expected() -> None:
    expected = {name for name, access in EXPECTED.items() if access is Access.PUBLIC_FORM}

    assert {route.name for route in FORMS} == expected


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_public_form_knows_nobody_and_takes_nothing_from_elsewhere(
    route: Route, world: World
) -> None:
    for kind in KINDS:
        client = world.client(kind, enforce_csrf_checks=True)
        data: dict[str, Any] = {
            "data": "x=1",
            "content_type": "application/x-www-form-urlencoded",
        }
        address = world.address(route)

        taken = send(client, "post", address, headers={"origin": "http://testserver"}, **data)
        others = [send(client, "post", address, headers=headers, **data) for headers in FOREIGN]

        assert taken.status == ANSWERED[route.name], kind
        assert [(sent.status, sent.writes) for sent in others] == [(403, [])] * len(FOREIGN), kind
        for sent in (taken, *others):
            assert not sent.answer.cookies
            assert "no-store" in sent.answer.headers["Cache-Control"]
