"""Links to other sites: asked politely, and never into the house."""

import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from portal.outside_links import Address, Outcome, ask, ask_all, is_public


class Site(BaseHTTPRequestHandler):
    """Answers by what the path says; `/302/x` redirects to `x`."""

    seen: list[tuple[str, str, str]] = []

    def do_HEAD(self) -> None:
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        code, _, to = self.path.strip("/").partition("/")
        if code == "get":
            code = "200" if self.command == "GET" else "405"
        self.send_response(int(code))
        if to:
            self.send_header("Location", to if to.startswith("http") else f"/{to}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815  # so the server asks for it

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def anybody(address: Address) -> bool:
    return True


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/200", Outcome("alive", 200)),
        ("/get", Outcome("alive", 200)),
        ("/404", Outcome("gone", 404, "There is no such page.")),
        ("/410", Outcome("gone", 410, "There is no such page.")),
        ("/403", Outcome("unsure", 403, "It does not answer programs.")),
        ("/429", Outcome("unsure", 429, "It does not answer programs.")),
        ("/503", Outcome("unreachable", 503, "It is out of order.")),
        ("/302/200", Outcome("alive", 200)),
        ("/301/404", Outcome("gone", 404, "There is no such page.")),
        (
            "/301/301/301/301/301/301/200",
            Outcome("unreachable", None, "It redirects without an end."),
        ),
    ],
)
def test_answer_of_a_site_is_understood(path: str, outcome: Outcome, site: str) -> None:
    assert ask(f"{site}{path}", may_ask=anybody) == outcome


def test_page_that_moved_for_good_says_where(site: str) -> None:
    assert ask(f"{site}/301/308/200", may_ask=anybody) == Outcome("moved", 200, f"{site}/200")


def test_site_is_told_who_asks(site: str) -> None:
    ask(f"{site}/200", may_ask=anybody)

    assert Site.seen == [("HEAD", "/200", "Rolebook link check (+http://testserver)")]


def test_address_in_the_house_is_never_asked(site: str) -> None:
    found = [ask(f"{site}/200"), ask(site.replace("127.0.0.1", "localhost"))]

    assert found == [Outcome("refused", None, "It leads to an address that is not public.")] * 2
    assert Site.seen == []


def test_redirect_into_the_house_is_not_followed(site: str) -> None:
    inner = site.replace("127.0.0.1", "127.0.0.2")

    found = ask(f"{site}/302/{inner}/200", may_ask=lambda address: str(address) == "127.0.0.1")

    assert found == Outcome("refused", None, "It leads to an address that is not public.")
    assert [path for _, path, _ in Site.seen] == [f"/302/{inner}/200"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "fec0::1",
    ],
)
def test_address_that_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_address_that_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://",
        "https:///x",
        "mailto:a@b.example",
    ],
)
def test_what_is_no_page_is_refused(address: str) -> None:
    assert ask(address, may_ask=anybody) == Outcome("refused", None, "It is no address of a page.")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:0/", "http://[::1", "http://127.0.0.1:99999/", "https://℀.example/"],
)
def test_address_that_cannot_be_asked_is_unreachable(address: str) -> None:
    [(asked, outcome)] = ask_all([address], may_ask=anybody)

    assert (asked, outcome.state) == (address, "unreachable")


def test_path_with_a_line_break_or_letters_beyond_ascii_is_sent_encoded(site: str) -> None:
    ask(f"{site}/200?q=é\u2028x y", may_ask=anybody)

    assert [path for _, path, _ in Site.seen] == ["/200?q=%C3%A9%E2%80%A8x%20y"]


def test_each_address_is_asked_once(site: str) -> None:
    found = dict(ask_all([f"{site}/200", f"{site}/404", f"{site}/200"], may_ask=anybody))

    assert {address.removeprefix(site): outcome.state for address, outcome in found.items()} == {
        "/200": "alive",
        "/404": "gone",
    }
    assert sorted(path for method, path, _ in Site.seen if method == "HEAD") == ["/200", "/404"]
