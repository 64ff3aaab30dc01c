"""What one company has isn't there for another's people and programs: neither to see nor to touch.

Every address that names a company's thing, found rather than listed, × everybody who has no business there.
A new route that takes an argument fails until tests/contracts/rivals.py says what that names.
"""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from jobs.models import Job
from jobs.recruiting.tokens import drawn_now
from tests.contracts.attack import Sent, send
from tests.contracts.rivals import SECRET, UNSAVED, VIEWS, Rivals, make_rivals, routes, thing_of
from tests.contracts.routes import Route, site_routes
from tests.contracts.test_hire_api import STEPS, sent_by
from tests.factories.company_tokens import Program

pytestmark = pytest.mark.django_db

# What an owner sends so that something happens.
LATER: Final = f"{timezone.now() + timedelta(days=30):%Y-%m-%d}"
SENT: Final[dict[str, dict[str, Any]]] = {
    "hire:company-edit": {"name": "Renamed"},
    "hire:company-invite": {"email": "noor@example.org", "role": "owner"},
    "hire:company-domain": {"open": "0"},
    "hire:member-role": {"role": "owner"},
    "hire:webhook": {"step": "off"},
    "hire:job-unsaved": {"title": "Mine", "_seen": "1"},
    "hire:job-close": {"reason": "filled"},
    "hire:job-renew": {"closes_on": LATER},
    "hire:job-reopen": {"closes_on": LATER},
}
# What these send does nothing, or not to a draft; that they work otherwise is shown beside their code.
IDLE: Final = {
    *("jobs:preview", "hire:company", "hire:company-ask", "hire:company-join", "hire:invitation"),
    *("hire:job", "hire:job-edit", "hire:job-take-back", "hire:job-close", "hire:job-reopen"),
}
# Not for those who belong there already.
COMING: Final = {"hire:company-ask", "hire:company-join", "hire:invitation"}
OWNERS: Final = {
    *("hire:company-domain", "hire:company-invite", "hire:invitation-withdraw"),
    *("hire:member-role", "hire:member-remove", "hire:member-hand-over"),
    *("hire:token-revoke", "hire:webhook"),
}
# Whoever holds the link of an invitation reads who invites; anybody may ask a company's owners to be let in.
OPEN: Final = {("hire:invitation", "get"), ("hire:company-ask", "post")}


@pytest.fixture(scope="module")
def made_rivals(module_db: DjangoDbBlocker) -> Rivals:
    with module_db.unblock():
        return make_rivals()


@pytest.fixture
def rivals(made_rivals: Rivals, db: None) -> Rivals:
    return deepcopy(made_rivals)


PAGES: Final = routes("hire:", "jobs:preview")


def asked(client: Client, method: str, address: str, route: Route) -> Sent:
    given: dict[str, Any] = {"data": SENT.get(route.name, {})} if method == "post" else {}
    return send(client, method, address, **given)


def told(sent: Sent) -> tuple[int, list[str], bool]:
    """What it answered, what it wrote, and whether it let something out."""
    return sent.status, sent.writes, is_told(sent.text)


def is_told(text: str) -> bool:
    return any(words.lower() in text.lower() for words in (SECRET, UNSAVED, f"{VIEWS:,}"))


def test_every_argument_of_an_address_names_something() -> None:
    unsaid = [route.name for route in site_routes() if route.params and thing_of(route) is None]

    assert unsaid == []


def test_pages_of_a_company_are_not_there_for_others(rivals: Rivals) -> None:
    """As if the thing had never been: the same page for all of them."""
    wrong: list[Any] = []
    pages = set()
    for route in PAGES:
        area = route.name.partition(":")[0]  # which the menu marks
        for method in ("get", "post"):
            theirs = asked(rivals.client("owner"), method, rivals.ours.address(route), route)
            expected: Any = (405 if theirs.status == 405 else 404, [], False)
            for kind, client, holding in rivals.outsiders():
                if (route.name, method) in OPEN and kind != "banned":
                    continue
                sent = asked(client, method, holding.address(route), route)
                if told(sent) != expected:
                    wrong.append((route.name, method, kind, *told(sent)))
                if sent.status == 404:
                    pages.add((kind, area, sent.text))

    assert wrong == []
    assert len(pages) == len({(kind, area) for kind, area, _ in pages}) == 5 * 2


def test_pages_of_a_company_are_there_for_its_people(rivals: Rivals) -> None:
    missing: dict[str, set[str]] = {"owner": set(), "recruiter": set()}
    shown, taken = set(), set()
    for route in PAGES:
        for method in ("get", "post"):
            for kind, found in missing.items():
                sent = asked(rivals.client(kind), method, rivals.ours.address(route), route)
                assert sent.raised is None
                if sent.status == 404:
                    found.add(route.name)
                if kind == "owner" and sent.status == 200 and is_told(sent.text):
                    shown.add(route.name)
                if kind == "owner" and sent.writes and (sent.status == 302 or is_json(sent)):
                    taken.add(route.name)

    assert missing == {"owner": COMING, "recruiter": COMING | OWNERS}
    names = {route.name for route in PAGES}
    assert taken == names - IDLE
    assert names - shown - taken == COMING - {"hire:invitation"}


def is_json(sent: Sent) -> bool:
    return sent.answer.headers["Content-Type"] == "application/json"


def test_own_company_is_no_way_to_anothers_things(rivals: Rivals) -> None:
    client = rivals.client("owner elsewhere")
    both = [route for route in PAGES if set(route.params) == {"slug", "pk"}]

    found = {}
    for route in both:
        arguments = rivals.ours.arguments(route) | {"slug": rivals.owned_elsewhere.slug}
        address = reverse(route.name, kwargs=arguments)
        found[route.name] = told(asked(client, "post", address, route))

    assert {route.name for route in both} >= {"hire:member-remove", "hire:invitation-withdraw"}
    assert found == {route.name: (404, [], False) for route in both}


def test_lists_hold_nothing_of_others(rivals: Rivals) -> None:
    pages = [route for route in site_routes() if route.name.startswith("hire:")]
    found = {}
    for route in pages:
        if route.params:
            continue
        for kind in rivals.sessions:
            sent = asked(rivals.client(kind), "get", reverse(route.name), route)
            assert (sent.status, sent.writes) == (200, [])
            found[route.name, kind] = is_told(sent.text)

    telling = {place for place, is_there in found.items() if is_there}
    assert telling == {
        *(("hire:home", "owner"), ("hire:home", "recruiter")),
        *(("hire:companies", "owner"), ("hire:companies", "recruiter")),
        *(("hire:tokens", "owner"), ("hire:webhooks", "owner")),
        ("hire:companies", "banned"),  # that it is suspended
    }


def test_figures_are_those_of_own_listings(rivals: Rivals) -> None:
    found = {
        kind: rivals.client(kind).get(reverse("hire:home")).context["dashboard"].figures.views
        for kind in rivals.sessions
    }

    assert found == dict.fromkeys(rivals.sessions, 0) | {"owner": VIEWS, "recruiter": VIEWS}


# What these pages are sent to make something for a company.
MADE: Final[dict[str, dict[str, Any]]] = {
    "hire:job-new": {"title": "New"},
    "hire:tokens": {"name": "New", "scopes": ["jobs:read"], "days": "7"},
    "hire:webhooks": {"url": "https://new.example.com/"},
    "hire:import": {"step": "import"},
}
ENTRY: Final = {"external_id": "K-7", "title": "Theirs", "role": "ml-engineer"}


def test_nothing_is_made_for_anothers_company(rivals: Rivals) -> None:
    role = rivals.ours.draft.primary_role_id
    for name, data in MADE.items():
        for kind, client, holding in [
            *rivals.outsiders(),
            ("owner", rivals.client("owner"), rivals.ours),
        ]:
            file = SimpleUploadedFile("jobs.json", json.dumps([ENTRY]).encode())
            more = {"company": holding.company.pk, "role": role, "file": file, "drawn": drawn_now()}
            sent = send(client, "post", reverse(name), data=data | more)

            is_own = kind == "owner"
            assert (bool(sent.writes), sent.status < 500) == (is_own, True), (name, kind)
            assert is_own or not is_told(sent.text), (name, kind)


def test_unsaved_text_is_its_writers_alone(rivals: Rivals) -> None:
    address = reverse("hire:job-edit", args=[rivals.ours.draft.slug])

    found = {
        kind: [UNSAVED in rivals.client(kind).get(address + query).text for query in ("", QUERY)]
        for kind in ("owner", "recruiter")
    }

    assert found == {"owner": [False, True], "recruiter": [False, False]}


QUERY: Final = "?unsaved=show"


def test_program_finds_nothing_of_anothers(rivals: Rivals) -> None:
    """What a dead token is told: test_hire_api.py."""
    ours, session = rivals.ours, rivals.client("owner")
    for route in routes("hire-api:"):
        address = ours.address(route)
        never = address.replace(f"/{ours.draft.pk}/", "/987654321/")
        for method in set(route.view.actions) - {"head"}:  # DRF adds it at the first GET
            _, body = STEPS.get((route.name, method), ("", {}))
            own = sent_by(ours.secret, method, address, body)
            assert (own.status in (200, 409), is_told(own.text)) == (True, True)
            assert told(sent_by("", method, address, body, session)) == (401, [], False)
            for secret in rivals.programs.values():
                sent = sent_by(secret, method, address, body)
                assert told(sent) == (404, [], False), (route.name, method)
                assert sent.text == sent_by(secret, method, never, body).text


def test_anothers_number_is_no_way_to_its_listing(rivals: Rivals) -> None:
    listings, secret = reverse("hire-api:list"), rivals.programs["owner"]

    lists = [
        sent_by(secret, "get", f"{listings}{query}", b"") for query in ("", "?external_id=K-7")
    ]
    own = sent_by(rivals.ours.secret, "get", f"{listings}?external_id=K-7", b"")
    file = Program(secret)("post", "import/", {"jobs": [ENTRY]})

    assert [sent.answer.json()["results"] for sent in lists] == [[], []]
    assert [row["external_id"] for row in own.answer.json()["results"]] == ["K-7"]
    assert [row["result"] for row in file.json()["entries"]] == ["created"]
    assert not is_told(file.text)
    assert set(Job.objects.filter(external_id="K-7").values_list("company", "title")) == {
        (rivals.ours.company.pk, rivals.ours.draft.title),
        (rivals.suspended.company.pk, rivals.suspended.draft.title),
        (rivals.owned_elsewhere.pk, "Theirs"),
    }


def test_readers_pages_know_no_draft(rivals: Rivals) -> None:
    """What readers see of each state: test_visibility.py. Here it is a company that looks on another."""
    form: Any = {"data": "x=1", "content_type": "application/x-www-form-urlencoded"}
    client, found = rivals.client("owner elsewhere"), {}
    for route in routes("jobs:", "jobs-api:"):
        if thing_of(route) == "job":
            address = rivals.ours.address(route)
            sent = [
                send(client, "get", address),
                send(client, "post", address, HTTP_ORIGIN="http://testserver", **form),
            ]
            assert not any(is_told(each.text) or each.writes for each in sent)
            found[route.name] = sorted(each.status for each in sent)

    assert found.pop("jobs:preview") == [404, 404]
    assert set(map(tuple, found.values())) == {(404, 405)}
