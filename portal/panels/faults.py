"""Panels that readers didn't get to see: gathered while a page is made, told to staff afterwards.

Nothing is written before the answer is on its way, so a fault neither slows nor breaks a page.
"""

import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple

from django.db import Error, close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from portal.panels.models import PanelFault

logger = logging.getLogger(__name__)

INTERVAL: Final = 600  # seconds before a process tells the same fault again
MOST: Final = 1000  # faults that a process remembers


class Fault(NamedTuple):
    panel: str
    arguments: str
    where: str
    message: str

    @property
    def fingerprint(self) -> str:
        return hashlib.blake2b("\0".join(self).encode(), digest_size=16).hexdigest()


class _Page:
    """The request being answered."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []


_page: ContextVar[_Page | None] = ContextVar("page", default=None)
_told: dict[Fault, tuple[float, int]] = {}  # when to tell again, and how often it was seen since


def begin_page(environ: dict[str, Any] | None = None, **kwargs: Any) -> None:
    """Receiver of `request_started`."""
    path = (environ or {}).get("PATH_INFO", "")
    _page.set(_Page(path.encode("latin-1", "replace").decode("utf-8", "replace")))


@contextmanager
def unheard() -> Iterator[None]:
    """What is missing inside the block is no reader's loss: a page asked for a check, not for a person."""
    token = _page.set(None)
    try:
        yield
    finally:
        _page.reset(token)


def note(panel: str, arguments: str, message: str) -> None:
    """Remember a fault until the page is finished; outside of a request it is only logged."""
    page = _page.get()
    fault = Fault(panel[:60], arguments[:600], (page.path if page else "")[:300], message[:300])
    if fault not in _told:
        logger.warning("Panel %s %s at %s: %s", *fault)
    if page is not None:
        page.faults.append(fault)


def end_page(**kwargs: Any) -> None:
    """Receiver of `request_finished`: tell staff what went wrong on the page."""
    page = _page.get()
    if page is None or not page.faults:
        return
    faults, page.faults = page.faults, []
    due = [(fault, count) for fault in faults if (count := _due(fault))]
    if not due:
        return
    try:
        for fault, count in due:
            _record(fault, count)
    except Error:
        logger.exception("Faults of panels could not be recorded.")
    finally:
        if not connection.in_atomic_block:
            close_old_connections()  # Django has already done so for this request


def _due(fault: Fault) -> int:
    """How often the fault was seen since it was last told; 0 while it is too early to tell again."""
    now = time.monotonic()
    again, unseen = _told.get(fault, (now, 0))
    if now < again:
        _told[fault] = (again, unseen + 1)
        return 0
    if len(_told) >= MOST:
        _told.clear()
    _told[fault] = (now + INTERVAL, 0)
    return unseen + 1


def _record(fault: Fault, count: int) -> None:
    now = timezone.now()
    known = PanelFault.objects.filter(fingerprint=fault.fingerprint)
    if not known.update(count=F("count") + count, last_seen=now):
        row = PanelFault(
            **fault._asdict(),
            fingerprint=fault.fingerprint,
            count=count,
            first_seen=now,
            last_seen=now,
        )
        PanelFault.objects.bulk_create([row], ignore_conflicts=True)


def forget() -> None:
    """Know of no fault, as a process that has just started."""
    _told.clear()
    _page.set(None)
