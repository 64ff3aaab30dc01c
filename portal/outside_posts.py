"""Telling another site something: by POST, to a public address, and nowhere else.

The address is what somebody typed, so it may point into the house, and so may what it redirects to:
it is looked at as in `portal.outside_links`, and no redirect is followed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from portal.outside_links import FAILURES, MOVED, Address, Refused, connected, in_words, is_public

LONGEST: Final = 15  # seconds, whatever trickles in
KEPT: Final = 1_000  # bytes of the answer that are read


@dataclass(frozen=True)
class Told:
    """`status` and the beginning of the `text` that was answered; without an answer `error` says why."""

    status: int | None = None
    text: str = ""
    error: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def tell(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    may_ask: Callable[[Address], bool] = is_public,
) -> Told:
    """What came of it; nothing is raised for a site that doesn't take it."""
    try:
        with connected(address, may_ask, longest=LONGEST) as (connection, path):
            connection.request("POST", path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            text = answer.read(KEPT).decode(errors="replace").replace("\0", "�")
    except (Refused, *FAILURES) as error:
        return Told(error=in_words(error))
    if answer.status in MOVED:
        return Told(answer.status, text, "It redirects. Give the address that it leads to.")
    said = "" if 200 <= answer.status < 300 else "It did not take it."
    return Told(answer.status, text, said)
