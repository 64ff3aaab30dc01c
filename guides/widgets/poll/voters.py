"""How a second vote of the same reader is told without knowing the reader.

A mark is made from the poll, the network that the request came from (of IPv6 the /64) and the browser's
name for itself, by a keyed hash: without the site's secret key nobody can try out who it might be, and
the marks of one reader in two polls have nothing in common. People behind one address with the same
browser are one reader. That loses a vote now and then, and nobody has to be recognized for it.
"""

from typing import Final

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.limits import Tally, client_of

LENGTH: Final = 32  # hexadecimal digits: 128 bits
LONGEST_NAME: Final = 500
# Votes in one poll that one network may add in a day: an office, but no crowd of made-up browsers.
PER_NETWORK: Final = 50
DAY: Final = 24 * 60 * 60


def voter_of(request: HttpRequest, poll: int) -> str:
    """The mark of whoever sends the request."""
    browser = request.headers.get("User-Agent", "")[:LONGEST_NAME]
    return _mark(poll, client_of(request), browser)


def is_crowd(request: HttpRequest, poll: int) -> bool:
    """Count one more from this network, and say whether these are too many for a day."""
    network = _mark(poll, client_of(request), "network")
    return Tally(f"poll:{network}", seconds=DAY).count() > PER_NETWORK


def _mark(poll: int, *parts: str) -> str:
    text = "\n".join((str(poll), *parts))
    return salted_hmac("guides.poll.voter", text, algorithm="sha256").hexdigest()[:LENGTH]
