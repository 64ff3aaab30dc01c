"""What employers' programs do × every kind of token, and × what nobody should send.

Routes, methods and fields are found, not listed: a new one without an expectation fails.
"""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from jobs.models import Company, Job, Membership
from jobs.recruiting.actions import suspend_company
from jobs.tokens import READ
from portal.accounts.models import ApiToken
from portal.api.schema import document
from portal.publishing.models import Status
from tests.contracts.attack import Sent, send
from tests.contracts.routes import Route, hire_routes
from tests.contracts.test_bad_requests import HOSTILE_JSON
from tests.contracts.test_desk_api import WRITING, hostile, problem_of
from tests.factories.accounts import StaffFactory, secret_of
from tests.factories.company_tokens import company_secret, member
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
)
from tests.openapi import operation_of, validates_schema

pytestmark = pytest.mark.django_db

LATER: Final = f"{timezone.now() + timedelta(days=30):%Y-%m-%dT09:00:00Z}"
NEW: Final = {"title": "New", "role": "ml-engineer"}

# Where the listing has to stand for each step, and what is sent.
STEPS: Final[dict[tuple[str, str], tuple[str, Any]]] = {
    ("hire-api:list", "post"): ("draft", NEW),
    ("hire-api:import", "post"): ("draft", {"jobs": []}),
    ("hire-api:detail", "put"): ("draft", NEW),
    ("hire-api:detail", "patch"): ("published", {"title": "Mine"}),
    ("hire-api:submit", "post"): ("draft", {}),
    ("hire-api:take-back", "post"): ("in_review", {}),
    ("hire-api:close", "post"): ("published", {"reason": "filled"}),
    ("hire-api:renew", "post"): ("published", {"closes_at": LATER}),
    ("hire-api:reopen", "post"): ("closed", {"closes_at": LATER}),
}
# What a token that is none is told; one in force that lacks the scope; what another company is told.
MANY: Final = 40  # values that each step is sent
REFUSED: Final = {
    "nobody": 401,
    "revoked": 401,
    "expired": 401,
    "removed": 401,
    "came back": 401,
    "switched off": 401,
    "suspended": 401,
    "reader": 403,
    "staff": 403,
}
ELSEWHERE: Final = ("foreign", "member of two")


@pytest.fixture(scope="module")
def made_secrets(module_db: DjangoDbBlocker) -> dict[str, str]:
    with module_db.unblock():
        return make_secrets()


@pytest.fixture
def secrets(made_secrets: dict[str, str], db: None) -> dict[str, str]:
    return deepcopy(made_secrets)


def make_secrets() -> dict[str, str]:
    """A company with a listing in each state, and the kinds of tokens that somebody may try on it."""
    company = CompanyFactory(slug="ours")
    for factory in (DraftJobFactory, InReviewJobFactory, OpenJobFactory, ClosedJobFactory):
        factory(company=company)
    DraftJobFactory(company__slug="theirs")
    kinds = {
        kind: member(company)
        for kind in ("ours", "revoked", "expired", "removed", "came back", "switched off")
    }
    found = {kind: company_secret(each) for kind, each in kinds.items()}
    at = ApiToken.objects.filter
    at(owner=kinds["revoked"].user).update(revoked_at=timezone.now())
    past = timezone.now() - timedelta(seconds=1)
    began = past - timedelta(days=1)
    at(owner=kinds["expired"].user).update(created_at=began, expires_at=past)
    for kind in ("removed", "came back"):
        kinds[kind].delete()
    Membership.objects.create(company=company, user=kinds["came back"].user)
    kinds["switched off"].user.is_active = False
    kinds["switched off"].user.save()
    banned = member()
    found["suspended"] = company_secret(banned)
    suspend_company(company=banned.company, by=StaffFactory(), reason="Fraud.")
    two = member(Company.objects.get(slug="theirs"))
    Membership.objects.create(company=company, user=two.user)
    return found | {
        "nobody": "rbk_none",
        "reader": company_secret(member(company), READ),
        "staff": secret_of(StaffFactory(groups=("moderator",))),
        "foreign": company_secret(member()),
        "member of two": company_secret(two),
    }


def offered() -> dict[tuple[str, str], Route]:
    """Every method that writes, of every route."""
    return {
        (route.name, method): route
        for route in hire_routes()
        for method in route.view.actions
        if method in WRITING
    }


def address(name: str, state: str) -> str:
    if name in ("hire-api:list", "hire-api:import"):
        return reverse(name)
    return reverse(name, kwargs={"pk": Job.objects.get(status=state, company__slug="ours").pk})


def sent_by(secret: str, method: str, at: str, body: Any, client: Client | None = None) -> Sent:
    """With the token, on the revision that is the latest."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given: dict[str, Any] = (
        {} if method == "get" else {"data": raw, "content_type": "application/json"}
    )
    sent = send(
        client or Client(),
        method,
        at,
        **given,
        HTTP_AUTHORIZATION=f"Bearer {secret}",
        HTTP_IF_MATCH='"1"',
    )
    # That a token was used is noted, whatever came of it.
    sent.writes = [sql for sql in sent.writes if "accounts_apitoken" not in sql]
    return sent


def test_every_write_has_an_expectation() -> None:
    assert offered().keys() == STEPS.keys()


@pytest.mark.parametrize(("name", "method"), STEPS)
def test_step_is_taken_by_tokens_of_the_company(
    name: str, method: str, secrets: dict[str, str]
) -> None:
    state, body = STEPS[name, method]
    at = address(name, state)

    for kind, status in REFUSED.items():
        sent = sent_by(secrets[kind], method, at, body)
        assert (sent.status, sent.writes) == (status, []), kind
    for kind in ELSEWHERE:
        if "pk" in offered()[name, method].params:
            sent = sent_by(secrets[kind], method, at, body)
            assert (sent.status, sent.writes) == (404, []), kind
            assert problem_of(sent)["status"] == 404
    taken = sent_by(secrets["ours"], method, at, body)

    assert taken.status in (200, 201), taken.text
    validates_schema(taken.answer)


@pytest.mark.parametrize("route", hire_routes(), ids=lambda route: route.name)
def test_reading_is_for_tokens_of_the_company(route: Route, secrets: dict[str, str]) -> None:
    if "get" not in route.view.actions:
        return
    is_list = "pk" not in route.params
    at = address(route.name, "draft")

    found = {kind: sent_by(secret, "get", at, b"") for kind, secret in secrets.items()}

    own = {"ours": 200, "reader": 200}
    others = dict.fromkeys(ELSEWHERE, 200 if is_list else 404)
    assert {kind: sent.status for kind, sent in found.items()} == REFUSED | own | others
    if is_list:
        ours = set(Job.objects.filter(company__slug="ours").values_list("slug", flat=True))
        for kind in ELSEWHERE:
            assert not any(slug in found[kind].text for slug in ours), kind
        assert all(slug in found["ours"].text for slug in ours)


@pytest.mark.parametrize("route", hire_routes(), ids=lambda route: route.name)
def test_other_methods_do_nothing(route: Route, secrets: dict[str, str]) -> None:
    at = address(route.name, "draft")

    for method in {"get", "post", "put", "patch", "delete"} - set(route.view.actions):
        sent = sent_by(secrets["ours"], method, at, {})

        assert (sent.status, sent.writes) == (405, []), method


@pytest.mark.parametrize(("name", "method"), STEPS)
def test_hostile_body_is_a_problem_that_names_it(
    name: str, method: str, secrets: dict[str, str]
) -> None:
    state, body = STEPS[name, method]
    client, at = Client(raise_request_exception=False), address(name, state)

    for raw in filter(None, HOSTILE_JSON):
        sent = sent_by(secrets["ours"], method, at, raw, client)
        assert sent.status in (400, 413), raw[:20]
        problem_of(sent)
    turn = list(STEPS).index((name, method))
    for place, (field, raw) in enumerate(hostile(offered()[name, method], method, body)):
        if place >= MANY and (place + turn) % 3:
            continue  # the three that take a whole listing share its fields
        sent = sent_by(secrets["ours"], method, at, raw, client)

        if name == "hire-api:import" and sent.status == 200:  # a list: each entry is judged alone
            assert all(row["result"] == "refused" for row in sent.answer.json()["entries"])
            continue
        assert sent.status == 400, raw[-80:]
        named = {error["field"].partition(".")[0] for error in problem_of(sent)["errors"]}
        assert named == {field}, raw[-80:]


def test_schema_says_of_each_step_what_it_may_answer() -> None:
    for (name, method), route in offered().items():
        of_one = {"pk": 1} if "pk" in route.params else None
        operation = operation_of(reverse(name, kwargs=of_one), document(), method)
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}

        wanted = {"If-Match"} if of_one else set()
        wanted |= {"Idempotency-Key"} if method == "post" else set()
        assert headers == wanted, (name, method)
        assert {"400", "401", "403", "413", "415", "429"} <= operation["responses"].keys()


def test_listings_stand_where_the_steps_need_them() -> None:
    states = {state for state, _ in STEPS.values()}

    assert states == {Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.CLOSED}
