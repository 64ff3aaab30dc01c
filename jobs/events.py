"""Who hears of what happened to a listing: letters, webhooks.

Modules that act on it register a listener when the app is ready (`jobs/apps.py`). Listeners run inside
the transaction of the step: what they write is there if, and only if, the step holds, whatever is
killed afterwards. What leaves the house (mail, requests) they put off with `transaction.on_commit`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from jobs.models import Job


class Happened(StrEnum):
    """What is told; the values are part of what programs are sent."""

    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"
    APPROVED = "approved"
    RETURNED = "returned"
    # An edit that nobody has to look at was applied.
    UPDATED = "updated"
    CLOSED = "closed"
    REOPENED = "reopened"
    RENEWED = "renewed"


type Listener = Callable[[Job, Happened], object]

_listeners: Final[list[Listener]] = []


def listen(listener: Listener) -> None:
    """Call it with each job and what happened to it; one that is registered already stays so once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(job: Job, kind: Happened) -> None:
    """Called by the actions, once for each step that was taken, after its event is written."""
    for listener in _listeners:
        listener(job, kind)
