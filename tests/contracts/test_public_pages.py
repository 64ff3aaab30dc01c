"""What holds for every public page, and for every address on it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.contracts.routes import Route, public_routes
from tests.contracts.world import World

pytestmark = pytest.mark.django_db

HTML_ROUTES = [
    route
    for route in public_routes()
    if not route.name.endswith(("feed", "-api:list", "-api:detail", "-csv", "-json", ":figures"))
    and route.name
    not in {
        "guides:card",
        "jobs:card",
        "sitemap",
        "sitemap-file",
        "robots",
        "security",
        "api:root",
        "api:schema",
        "search-api:search",
    }
]


class Page(HTMLParser):
    """Collects what the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.in_drawing = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_drawing = self.in_drawing or tag == "svg"
        if not (self.in_drawing and tag == "title"):
            self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.in_drawing = self.in_drawing and tag != "svg"

    def all(self, *tags: str) -> Iterator[dict[str, str | None]]:
        return (attrs for tag, attrs in self.elements if tag in tags)


def page_of(world: World, route: Route) -> Page:
    return Page(Client().get(world.address(route)).content.decode())


@pytest.mark.parametrize("route", HTML_ROUTES, ids=lambda route: route.name)
def test_page_has_one_of_what_it_needs_one_of(route: Route, world: World) -> None:
    page = page_of(world, route)

    for tag in ("title", "main", "h1"):
        assert len(list(page.all(tag))) == 1, tag  # a drawing's <title> is not counted
    named = [attrs for attrs in page.all("meta") if attrs.get("name") == "description"]
    assert len(named) == 1
    assert named[0]["content"]
    assert [attrs["lang"] for attrs in page.all("html")] == ["en"]
    canonical = [attrs["href"] for attrs in page.all("link") if attrs.get("rel") == "canonical"]
    assert canonical == [f"http://testserver{world.address(route)}"]


@pytest.mark.parametrize("route", HTML_ROUTES, ids=lambda route: route.name)
def test_page_asks_nobody_else_and_runs_nothing_inline(route: Route, world: World) -> None:
    page = page_of(world, route)

    for attrs in page.all("script", "img", "iframe", "source"):
        if attrs.get("type") != "application/ld+json":
            for address in (attrs.get("src") or attrs.get("srcset") or "").split(", "):
                assert address.startswith("/")
    for attrs in page.all("link"):
        href = attrs.get("href") or ""
        assert href.startswith(("/", "http://testserver/"))
    for tag, attrs in page.elements:
        assert tag != "style"
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


@pytest.mark.parametrize("route", HTML_ROUTES, ids=lambda route: route.name)
def test_every_id_stands_once_and_every_fragment_leads_somewhere(
    route: Route, world: World
) -> None:
    page = page_of(world, route)
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]

    assert sorted(ids, key=str) == sorted(set(ids), key=str)
    for attrs in page.all("a"):
        if (attrs.get("href") or "").startswith("#"):
            assert str(attrs["href"])[1:] in ids


def test_no_link_on_any_page_is_dead(world: World) -> None:
    client, dead, seen = Client(), [], set()
    waiting = [world.address(route) for route in HTML_ROUTES]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code not in (200, 302):
            dead.append((address, answer.status_code))
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for attrs in Page(answer.content.decode()).all("a", "link"):
            href = re.sub(r"^http://testserver", "", attrs.get("href") or "").partition("#")[0]
            if href.startswith("/"):
                waiting.append(href)

    # The trust pages are made by staff; this world has only one of them.
    assert [pair for pair in dead if pair[0] not in TRUST] == []


TRUST = ("/methodology/", "/privacy/", "/terms/", "/contact/")
