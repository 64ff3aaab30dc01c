"""Each address × what nobody should send: an answer that says what is wrong, never a 500, nothing stored."""

import json
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from portal.freshness.pages import ENVIRON_KEY
from tests.contracts.attack import Sent, names_in, send
from tests.contracts.payloads import MARK, ODD_VALUES, REFUSED_BYTES, SHAPES, SLUGS, dealt
from tests.contracts.routes import Route, public_routes
from tests.contracts.world import World

pytestmark = pytest.mark.django_db

API = "/api/"


def queries(route: Route) -> Iterator[tuple[str, str, str]]:
    """What it is, the parameter that it goes for, and the query.

    A file, a feed or an alert reads its parameters by the form of its page, which gets more of the odd values.
    """
    is_page = not route.name.endswith(("-csv", "-json", "feed", "alert"))
    for place, name in enumerate((*sorted(route.known_parameters), "unknown")):
        odd = dealt(ODD_VALUES.items(), place)
        if name == "unknown" or not is_page:
            odd = odd[place % 3 :: 3]
        for what, value in [*dealt(REFUSED_BYTES.items(), place), *odd]:
            yield what, name, f"{name}={value}"
        for what, shape in dealt(SHAPES.items(), place):
            yield what, name, shape.format(name)


def is_reflected(sent: Sent) -> bool:
    """Whether what was sent came back as markup."""
    kind = sent.answer.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        return MARK in names_in(sent.text)
    if "xml" in kind:
        return f"<{MARK}" in sent.text
    return False


def is_well_formed(sent: Sent) -> bool:
    kind = sent.answer.headers.get("Content-Type", "")
    try:
        if "json" in kind:
            json.loads(sent.text)
        elif "xml" in kind:
            ET.fromstring(sent.text)
    except (ValueError, ET.ParseError):
        return False
    return True


def faults(sent: Sent, *, allowed: tuple[int, ...] = (200, 400, 404)) -> list[str]:
    """What is wrong with any answer to hostile input."""
    found = {
        f"status {sent.status}": sent.status not in allowed,
        f"raised {sent.raised!r}": sent.raised is not None,
        f"wrote {sent.writes[:1]}": bool(sent.writes),
        "came back as markup": is_reflected(sent),
        "is not well-formed": not is_well_formed(sent),
        "set a cookie": bool(sent.answer.cookies),
        "header split": any("\n" in value for value in sent.answer.headers.values()),
        "kept by others": sent.status >= 400
        and "no-store" not in sent.answer.headers["Cache-Control"],
    }
    return [fault for fault, is_there in found.items() if is_there]


def part_of(route: Route) -> str:
    """Tests go by parts of the site: a world for each route would cost more than the requests."""
    return route.name.partition(":")[0]


PARTS = sorted({part_of(route) for route in public_routes()})


@pytest.mark.parametrize("part", PARTS)
def test_hostile_query_gets_an_answer(part: str, world: World) -> None:
    routes = [route for route in public_routes() if part_of(route) == part]
    client, wrong = Client(raise_request_exception=False), []
    combinations = [(one, *query) for one in routes for query in queries(one)]
    for route, what, name, query in combinations:
        address = world.address(route)
        sent = send(client, "get", address, query=query)

        found = faults(sent)
        given = set(sent.answer.wsgi_request.GET)
        if given - route.known_parameters and ENVIRON_KEY in sent.answer.wsgi_request.environ:
            found.append("kept by the page memory")
        if what in REFUSED_BYTES and sent.status != 400:
            found.append("let in")
        if address.startswith(API) and sent.status == 400:
            found += problem_faults(sent, name, what)
        elif sent.status == 400 and what != "nameless":
            is_named = name in sent.text or "query" in sent.text
            found += [] if is_named else ["does not name the parameter"]
        wrong += [(route.name, what, query[:60], fault) for fault in found]

    assert wrong == []


def problem_faults(sent: Sent, name: str, what: str) -> list[str]:
    if sent.answer.headers["Content-Type"] != "application/problem+json":
        return ["is no problem message"]
    fields = [error["field"] for error in json.loads(sent.text)["errors"]]
    known = any(name in field or field in ("query", "", "a") for field in fields)
    return [] if fields and known else [f"names {fields}"]


def hostile_addresses(route: Route, world: World) -> Iterator[tuple[str, str]]:
    """The route's address with one of its parts replaced."""
    address = world.address(route)
    for param in route.params:
        part = str(world._value(route.name, param))
        at = address.rindex(f"{part}") if part in address else -1
        assert at >= 0
        for what, hostile in dealt(SLUGS.items(), len(route.name)):
            yield what, address[:at] + hostile + address[at + len(part) :]


def test_hostile_part_of_an_address_gets_an_answer(world: World) -> None:
    client, wrong = Client(raise_request_exception=False), []
    for what, address in (
        pair for route in public_routes() for pair in hostile_addresses(route, world)
    ):
        path = unquote_to_bytes(address).decode("latin-1")

        sent = send(client, "get", address, PATH_INFO=path)

        found = faults(sent, allowed=(400, 404))
        if address.startswith(API) and sent.status >= 400:
            kind = sent.answer.headers["Content-Type"]
            found += [] if kind == "application/problem+json" else [f"is {kind}"]
        wrong += [(what, address[:80], fault) for fault in found]

    assert wrong == []
