"""Methods, headers, hosts and bodies that nobody should send; and the sign-in."""

import json
from itertools import product
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.freshness.pages import ENVIRON_KEY
from portal.freshness.wsgi import PublicPages
from portal.wsgi import application
from tests.contracts.attack import names_in, send
from tests.contracts.payloads import MARK, MARKUP
from tests.contracts.routes import public_routes
from tests.contracts.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


# Headers that change nothing about a public answer, whatever they hold.
HARMLESS: dict[str, dict[str, Any]] = {
    "absurd Accept": {"HTTP_ACCEPT": "x/y;q=NaN, */*;q=-1, text/" + "a" * 5000},
    "format by Accept": {"HTTP_ACCEPT": "application/xml"},
    "weak nothing": {"HTTP_IF_NONE_MATCH": "W/"},
    "unquoted tag": {"HTTP_IF_NONE_MATCH": '",,",\x00 W/"'},
    "no date": {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Xxx 99999 99:99:99 GMT"},
    "far date": {"HTTP_IF_MODIFIED_SINCE": "Fri, 31 Dec 9999 23:59:59 GMT"},
    "range": {"HTTP_RANGE": "bytes=0-1"},
    "bad range": {"HTTP_RANGE": "bytes=5-1,-,x"},
    "huge header": {"HTTP_X_LONG": "x" * 60_000},
    "huge cookie": {"HTTP_COOKIE": "sessionid=" + "x" * 8_000},
    "broken cookie": {"HTTP_COOKIE": '=;;sessionid;a="\\x;csrftoken=\xff'},
    "absurd languages": {"HTTP_ACCEPT_LANGUAGE": "x-" * 500 + ",*;q=2"},
    "absurd encodings": {"HTTP_ACCEPT_ENCODING": "gzip;q=NaN, br;q=, *;q=1e400, ,;"},
    "method override": {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE", "HTTP_X_METHOD": "PUT"},
    "htmx": {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": MARKUP},
    "false address": {"HTTP_X_FORWARDED_FOR": MARKUP, "HTTP_FORWARDED": "for=" + "x" * 3000},
    "false path": {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
    "referer": {"HTTP_REFERER": "javascript:alert(1)", "HTTP_ORIGIN": "null"},
    "basic sign-in": {"HTTP_AUTHORIZATION": "Basic " + "=" * 40},
}


def test_odd_header_changes_no_public_answer(client: Client, world: World) -> None:
    wrong = []
    for place, route in enumerate(public_routes()):
        address = world.address(route)
        plain = send(client, "get", address).answer.getvalue()
        for what, headers in list(HARMLESS.items())[
            place % 3 :: 3
        ]:  # each on a third of the routes
            sent = send(client, "get", address, **headers)

            is_packed = "Content-Encoding" in sent.answer.headers
            same = is_packed or sent.answer.getvalue() == plain
            if (sent.status, same, sent.writes, bool(sent.answer.cookies)) != (
                200,
                True,
                [],
                False,
            ):
                wrong.append((route.name, what, sent.status, same, sent.raised))

    assert wrong == []


@pytest.mark.parametrize("wanted", ["*", 'W/"x", *'])
def test_any_tag_is_answered_by_a_304_or_the_page(
    wanted: str, client: Client, world: World
) -> None:
    for route in public_routes():
        sent = send(client, "get", world.address(route), HTTP_IF_NONE_MATCH=wanted)

        assert (sent.status, sent.raised) in ((304, None), (200, None))


REFUSED: dict[str, dict[str, Any]] = {
    "charset hex": {"CONTENT_TYPE": "text/html; charset=hex"},
    "charset that runs": {"CONTENT_TYPE": "text/html; charset=unicode_escape"},
    "foreign host": {"HTTP_HOST": "evil.example"},
    "host with a path": {"HTTP_HOST": "testserver/evil"},
    "host with a user": {"HTTP_HOST": "testserver@evil.example"},
    "host with markup": {"HTTP_HOST": MARKUP},
    "host with another port": {"HTTP_HOST": "testserver:x"},
    "no host": {"HTTP_HOST": ""},
    "dotted": {"HTTP_HOST": "testserver..evil"},
}


def test_refused_header_is_a_400_that_nobody_keeps(world: World) -> None:
    for route, headers in product(public_routes(), REFUSED.values()):
        answer = through_wsgi(world.address(route), **headers)

        assert answer["status"].startswith("400 "), route.name
        assert "no-store" in answer["headers"]["Cache-Control"]
        assert ENVIRON_KEY not in answer["environ"]
        assert MARK not in names_in(answer["body"])
        assert "evil" not in answer["body"]


def through_wsgi(path: str, application: Any = application, **given: Any) -> dict[str, Any]:
    client: Any = Client()
    environ = client._base_environ(PATH_INFO=path, **given)
    found: dict[str, Any] = {"environ": environ}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        found.update(status=status, headers=dict(headers))

    # As with Django's own client, the connection of the tests stays: the world stands in its transaction.
    with mock.patch.object(connection, "close_if_unusable_or_obsolete"):
        found["body"] = b"".join(application(environ, start)).decode()
    return found


def test_answer_to_a_foreign_host_is_never_given_to_another(settings: Any) -> None:
    """On a page that asks the database nothing, since nothing is kept of what a transaction read."""
    pages = PublicPages(application.application, limit=1_000_000)

    foreign = through_wsgi("/robots.txt", pages, HTTP_HOST="evil.example")
    ours = through_wsgi("/robots.txt", pages)

    assert (foreign["status"][:3], ours["status"][:3]) == ("400", "200")
    assert "evil" not in ours["body"]


@pytest.mark.parametrize(
    "given",
    [
        {"HTTP_HOST": "localhost"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_PORT": "666"},
        {"SERVER_NAME": "evil.example"},
        {"SCRIPT_NAME": "/evil"},
    ],
    ids=str,
)
def test_absolute_addresses_come_from_the_settings(given: dict[str, Any], world: World) -> None:
    client = Client()
    for route in public_routes():
        address = world.address(route)

        answer = client.get(address, **given)

        text = answer.getvalue().decode(errors="replace") + str(answer.headers)
        for wrong in ("http://localhost", "evil.example", "https://testserver", ":666"):
            assert wrong not in text, route.name


PATHS = (
    "//evil.example/",
    "//evil.example",
    "/\\evil.example",
    "///evil.example/x",
    "/%09/evil.example",
    "/.//evil.example",
    "/;//evil.example",
    "/guides//evil.example",
    "/@evil.example",
)


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_path_never_leads_to_another_site(method: str, client: Client) -> None:
    for path in PATHS:
        sent = send(client, method, "/", PATH_INFO=path)

        assert sent.raised is None
        assert sent.status in (301, 400, 403, 404, 405), path
        to = sent.answer.headers.get("Location", "/")
        assert to.startswith("/"), path
        assert not to.startswith(("//", "/\\")), path


FILES = ("/docs/", "/schema/")  # pages of text under the API's address
METHODS = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "G\u00c9T", "X" * 300)
HOSTILE_JSON = [
    b"",
    b"{",
    b"[" * 100_000,
    b'{"a": NaN}',
    b'{"a": 1e400}',
    b'{"a": "\\ud800"}',
    b'{"a": "\\u0000"}',
    b'{"a": 1, "a": 2}',
    b"9" * 10_000,
    b"\xff\xfe",
    b"x" * 1_100_000,
]


def api_addresses(world: World) -> list[str]:
    addresses = [world.address(route) for route in public_routes()]
    return [address for address in addresses if address.startswith("/api/")]


def test_foreign_method(client: Client, world: World) -> None:
    for route, method in product(public_routes(), METHODS):
        address = world.address(route)
        sent = send(client, "generic", method, path=address)

        assert (sent.status, sent.raised, sent.writes) == (405, None, []), route.name
        if address.startswith("/api/") and not address.endswith(FILES):
            assert sent.answer.headers["Content-Type"] == "application/problem+json"


KINDS = ("application/json", "text/xml", "multipart/form-data")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_hostile_json_is_a_problem(method: str, client: Client, world: World) -> None:
    for address in api_addresses(world):
        for body in HOSTILE_JSON:
            for kind in KINDS if len(body) < 100 else KINDS[:1]:
                sent = send(client, method, address, data=body, content_type=kind)

                assert sent.status in (400, 405, 413, 415), sent.raised
                assert sent.writes == []
                if not address.endswith(FILES):
                    assert sent.answer.headers["Content-Type"] == "application/problem+json"


CURSORS = (
    "x",
    "",
    "eyJh",
    "W10.x",
    "..",
    "a.b.c",
    "=" * 50,
    "WzAsIjEiXQ",
    "WzAsIjEiXQ.AAAA",
    "%F0%9F%98%80",
)
SIZES = ("0", "101", "x", "-1", "1e2", "", "%D9%A1", "9" * 30, "1.5", "NaN", "+5", "%2050")


@pytest.mark.parametrize("name", ["roles", "guides", "benchmarks", "jobs"])
def test_cursor_and_size_are_checked(name: str, client: Client, world: World) -> None:
    queries = [("cursor", value) for value in CURSORS] + [("page_size", value) for value in SIZES]
    for field, value in queries:
        sent = send(client, "get", f"/api/v1/{name}/", query=f"{field}={value}")

        assert sent.status == 400, value
        assert [error["field"] for error in json.loads(sent.text)["errors"]] == [field]


FORM = "application/x-www-form-urlencoded"
HOSTILE_SIGN_INS = [
    b"username=%00&password=x",
    b"username=%ED%A0%80&password=x",
    b"username=%FF&password=x",
    b"username=a@b.example&password=%00",
    b"username=" + b"x" * 5_000 + b"&password=x",
    b"username=x&password=" + b"x" * 100_000,
    b"username=%27%20OR%201%3D1--&password=%27",
    b"username=%22%3E%3Czq7%3E&password=x",
    b"username[]=x&password[]=y",
    b"username=x&username=y&password=z",
    b"username=%EF%B7%BA&password=%EF%B7%BA",
    b"username=%C4%B1@b.example&password=x",
    b"&" * 2_000,
    b"a=1&" * 1_200,
    b"username",
    b"",
]


@pytest.mark.parametrize("address", ["/account/sign-in/", "/admin/login/"])
def test_hostile_sign_in(address: str, client: Client, world: World) -> None:
    for body in HOSTILE_SIGN_INS:
        sent = send(client, "post", address, data=body, content_type=FORM)

        assert (sent.raised, sent.writes) == (None, []), body[:40]
        assert sent.status in (200, 400, 302)
        assert "_auth_user_id" not in client.session
        assert MARK not in names_in(sent.text)


def test_letters_that_look_alike_are_other_people(client: Client, world: World) -> None:
    """PostgreSQL takes the dotless i for an i when it compares without case."""
    author = world.people["author"]
    type(author).objects.filter(pk=author.pk).update(email="igor@example.org")
    author.emailaddress_set.update(email="igor@example.org")
    recruiter = world.people["recruiter"]
    type(recruiter).objects.filter(pk=recruiter.pk).update(email="\u0131gor@example.org")

    data = {"username": "Igor@example.org", "password": "correct horse battery"}
    sent = send(client, "post", "/account/sign-in/", data=data)

    assert (sent.status, sent.raised) == (302, None)
    assert sent.answer.wsgi_request.user == author


ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "//testserver\\@evil.example",
    "\thttps://evil.example",
    "\x01//evil.example",
    "/\t/evil.example",
    "https://[::1",
    "/admin/\r\nSet-Cookie: a=b",
    "x" * 3000,
]


@pytest.mark.parametrize(
    "address", ["/account/sign-in/", "/admin/login/", "/account/sign-out/", "/admin/logout/"]
)
def test_sign_in_and_out_lead_to_no_other_site(address: str, world: World) -> None:
    person = world.people["superuser"]
    for next_page in ELSEWHERE:
        kind = "superuser" if "out" in address else "anonymous"
        client = world.client(kind, raise_request_exception=False)
        data = {"username": person.email, "password": "correct horse battery", "next": next_page}

        sent = send(client, "post", address, data=data)

        assert sent.raised is None, next_page
        assert sent.status in (200, 302, 400)
        to = sent.answer.headers.get("Location", "/")
        assert to.startswith("/"), next_page
        assert not to.startswith(("//", "/\\")), next_page
        assert "evil" not in to
        assert "a" not in sent.answer.cookies


@pytest.mark.parametrize("address", ["/account/sign-in/", "/admin/login/"])
def test_sign_in_shows_where_it_leads_as_text(address: str, client: Client) -> None:
    sent = send(client, "get", f"{address}?{'next=%22%3E%3Czq7%3E'}")

    assert sent.status == 200
    assert MARK not in names_in(sent.text)


def test_request_without_its_token_is_refused(world: World) -> None:
    client = world.client("superuser", enforce_csrf_checks=True)
    for name in (
        "accounts:sign-in",
        "accounts:sign-out",
        "admin:guides_guide_add",
        "admin:guides_guide_preview",
    ):
        sent = send(client, "post", reverse(name), data={"csrfmiddlewaretoken": "x" * 64})

        assert (sent.status, sent.writes) == (403, [])
