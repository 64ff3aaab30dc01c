"""What a public page tells caches, and what it refuses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from portal.freshness.pages import NotTheSameForEveryone
from tests.portal.freshness.site import content

pytestmark = pytest.mark.django_db


def test_public_page_is_good_for_any_cache(client: Client) -> None:
    answer = client.get("/article/")

    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["ETag"].startswith('"')
    assert not answer.cookies


def test_etag_follows_the_content(client: Client) -> None:
    first, same = (client.get("/article/").headers["ETag"] for _ in range(2))

    content.title = "Second"

    assert first == same
    assert client.get("/article/").headers["ETag"] != first


def test_unchanged_page_is_a_304(client: Client) -> None:
    etag = client.get("/article/").headers["ETag"]

    answer = client.get("/article/", headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"


@pytest.mark.parametrize("address", ["/private/", "/boast/", "/nowhere/", "/article"])
def test_whatever_is_not_declared_is_private(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/moved/", 301, "public, max-age=0, s-maxage=1"),
        ("/elsewhere/", 302, "private, no-store"),
        ("/missing/", 404, "private, no-store"),
        ("/gone/", 410, "private, no-store"),
    ],
)
def test_only_pages_and_lasting_redirects_may_be_kept(
    client: Client, address: str, status: int, said: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, said)


@pytest.mark.parametrize(
    ("address", "sign"), [("/cookie/", "sets a cookie"), ("/session/", "used the session")]
)
def test_page_that_differs_between_readers_fails_loudly(
    client: Client, address: str, sign: str
) -> None:
    with pytest.raises(NotTheSameForEveryone, match=sign):
        client.get(address)


def test_page_that_differs_between_readers_is_private_when_live(
    client: Client, settings: Any
) -> None:
    settings.STRICT_PUBLIC_PAGES = False

    assert client.get("/session/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/cookie/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_page_is_only_read(method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)("/article/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert content.made == 0


def test_declaration_can_be_read_through_the_resolver() -> None:
    declared = resolve("/article/").func.public_page  # type: ignore[attr-defined]

    assert (declared.topics, declared.params) == (("articles",), frozenset({"page"}))
    assert not hasattr(resolve("/private/").func, "public_page")
