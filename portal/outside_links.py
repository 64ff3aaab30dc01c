"""Whether links to other sites lead anywhere: asked by a command, never while somebody waits for a page.

A link is what somebody typed, so it may point into the house. Every name is resolved first, every address
that it stands for must be public, and the connection goes to that very address; so does each redirect.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final, Literal
from urllib.parse import urljoin, urlsplit

from django.conf import settings

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type State = Literal["alive", "moved", "gone", "unsure", "unreachable", "refused"]

TIMEOUT: Final = 10  # seconds for each answer
LONGEST: Final = 20  # seconds for each hop, whatever trickles in
HOPS: Final = 5
AT_ONCE: Final = 8  # sites asked side by side; of each site one page at a time
FOR_GOOD: Final = (301, 308)
MOVED: Final = (301, 302, 303, 307, 308)
# Said to programs and not to browsers; nothing follows from it for readers.
NOT_TO_US: Final = (401, 402, 403, 405, 406, 407, 409, 412, 418, 421, 423, 425, 429, 451, 999)
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# All of IPv6 that is given out to the public; what lies beside it wraps addresses of the house in ways of
# its own (::127.0.0.1, ::ffff:0:127.0.0.1), or is used within a site.
_GIVEN_OUT: Final = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True)
class Outcome:
    """`detail` says why in a few words, or where a page has moved; `status` is that of the last answer."""

    state: State
    status: int | None = None
    detail: str = ""


class Refused(Exception):
    """The address is none that we ask."""


# What asking another site may raise besides `Refused`; time running out and bad certificates are among them.
FAILURES: Final = (OSError, HTTPException, ValueError, UnicodeError)


def is_public(address: Address) -> bool:
    """Not in the house: no loopback, private, link-local or reserved address, however it is wrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in _GIVEN_OUT:
            return False
    return address.is_global and not address.is_multicast


def ask_all(
    addresses: Iterable[str], *, may_ask: Callable[[Address], bool] = is_public
) -> Iterator[tuple[str, Outcome]]:
    """The outcome of each different address, as they come in."""
    sites: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        sites.setdefault(_site_of(address), []).append(address)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(_ask_site, pages, may_ask) for pages in sites.values()]
        for done in as_completed(asked):
            yield from done.result()


def _site_of(address: str) -> str:
    """Empty for what can't be read as an address; asking it says so."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _ask_site(
    pages: Iterable[str], may_ask: Callable[[Address], bool]
) -> list[tuple[str, Outcome]]:
    return [(page, ask(page, may_ask=may_ask)) for page in pages]


def ask(address: str, *, may_ask: Callable[[Address], bool] = is_public) -> Outcome:
    """Open a page as a reader would and throw its text away."""
    try:
        return _follow(address, may_ask)
    except Refused as error:
        return Outcome("refused", detail=str(error))
    except FAILURES as error:
        return Outcome("unreachable", detail=in_words(error))


def in_words(error: Exception) -> str:
    """Why there was no answer; for one of `FAILURES`."""
    match error:
        case Refused():
            return str(error)
        case socket.gaierror():
            return "There is no such host."
        case TimeoutError():
            return "It did not answer in time."
        case ssl.SSLError():
            return f"Its certificate does not hold: {error.reason}"[:200]
    return f"{type(error).__name__}: {error}"[:200]


def _follow(address: str, may_ask: Callable[[Address], bool]) -> Outcome:
    here, only_for_good = address, True
    for _ in range(HOPS + 1):
        status, to = _answer("HEAD", here, may_ask)
        if status >= 400:
            status, to = _answer("GET", here, may_ask)  # some know nothing of HEAD
        if status not in MOVED or not to:
            return _outcome(status, here if here != address and only_for_good else "")
        only_for_good = only_for_good and status in FOR_GOOD
        here = urljoin(here, to)
    return Outcome("unreachable", detail="It redirects without an end.")


def _outcome(status: int, moved_to: str) -> Outcome:
    if status < 400:
        return Outcome("moved" if moved_to else "alive", status, moved_to[:200])
    if status in NOT_TO_US:
        return Outcome("unsure", status, "It does not answer programs.")
    if status >= 500:
        return Outcome("unreachable", status, "It is out of order.")
    return Outcome("gone", status, "There is no such page.")


def _answer(method: str, address: str, may_ask: Callable[[Address], bool]) -> tuple[int, str]:
    """Status and `Location`; the body is left where it is."""
    agent = f"{settings.SITE_NAME} link check (+{settings.SITE_URL})"
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity"}
    with connected(address, may_ask) as (connection, path):
        connection.request(method, path, headers=headers)
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")


@contextmanager
def connected(
    address: str, may_ask: Callable[[Address], bool], *, longest: int = LONGEST
) -> Iterator[tuple[HTTPConnection, str]]:
    """A connection to the site of an address, for so many seconds, and the path to ask it for.

    Raises `Refused`, or one of `FAILURES`.
    """
    site = urlsplit(address)
    if site.scheme not in ("http", "https") or not site.hostname or "@" in site.netloc:
        raise Refused("It is no address of a page.")
    port = site.port or (443 if site.scheme == "https" else 80)
    host = site.hostname.encode("idna").decode() if not site.hostname.isascii() else site.hostname
    connection = _connection(site.scheme, host, port, _resolved(host, port, may_ask))
    path = f"{site.path or '/'}{'?' if site.query else ''}{site.query}"
    ends = threading.Timer(longest, _hang_up, [connection])
    ends.start()
    try:
        yield connection, _ascii(path)
    finally:
        ends.cancel()
        connection.close()


def _resolved(host: str, port: int, may_ask: Callable[[Address], bool]) -> str:
    """An address that the host stands for; refused if any of them lies in the house."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not all(may_ask(ipaddress.ip_address(each)) for each in addresses):
        raise Refused("It leads to an address that is not public.")
    return addresses[0]


def _connection(scheme: str, host: str, port: int, address: str) -> HTTPConnection:
    """To the very address that was looked at: a name may stand for another one a moment later."""
    connection: Any = (
        HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        if scheme == "https"
        else HTTPConnection(host, port, timeout=TIMEOUT)
    )
    connection._create_connection = lambda _, *more: socket.create_connection(
        (address, port), *more
    )
    return connection  # type: ignore[no-any-return]  # untyped there


def _hang_up(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it may be over just now
        connection.sock.shutdown(socket.SHUT_RDWR)


def _ascii(path: str) -> str:
    """What isn't ASCII, percent-encoded; the rest as it was typed."""
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in path
    )
