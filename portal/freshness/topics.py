"""What changed, told to every worker within a second.

Whatever readers see depends on topics ("guides", "job:17"). An action names the topics that it
changed; on commit their versions move in the database, which every worker reads at most once a second.
A worker counts these moves: what it remembers is current while none of its topics has moved since the
count at which it began to be made, and until the clock alone changes it.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from weakref import WeakSet

from django.db import Error, close_old_connections, transaction
from django.db.models import Max
from django.utils import timezone

from portal.freshness.following import follow_up
from portal.models import TopicVersion

logger = logging.getLogger(__name__)

INTERVAL: Final = 0.9  # seconds between two readings of the versions
PATIENCE: Final = 0.5  # seconds to wait for another thread's reading
OVERLAP: Final = timedelta(seconds=60)  # read again: clocks differ, and commits come late
MOST_MOVES: Final = 20_000  # topics whose last move is remembered


class Worker:
    """What one process knows of the topics."""

    count = 0

    def __init__(self) -> None:
        self.counting = threading.Lock()
        self.reading = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.count += 1
        self.floor = self.count  # nothing is known of moves before this count
        self.moved: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.newest: datetime | None = None
        self.next_read = 0.0
        self.in_trouble = False
        self.untold: set[str] = set()
        self.changes: dict[str, tuple[int, datetime, datetime | None]] = {}

    def move(self, topics: Iterable[str]) -> None:
        """Count a move of these topics. The count goes up last: who reads it without a lock sees the moves."""
        with self.counting:
            count = self.count + 1
            if len(self.moved) > MOST_MOVES:
                self.moved, self.floor = {}, count
            for topic in topics:
                self.moved[topic] = count
            self.count = count

    def has_moved(self, topics: Iterable[str], since: int) -> bool:
        if since < self.floor:
            return True
        moved = self.moved
        return any(moved.get(topic, 0) > since for topic in topics)


worker = Worker()
memories: WeakSet[Any] = WeakSet()
_beforehand: list[Callable[[], object]] = []
_schedules: dict[str, Callable[[datetime], datetime | None]] = {}


def changed(*topics: str) -> None:
    """Say that something under these topics changed: at once to this process, on commit to all."""
    worker.move(topics)
    transaction.on_commit(partial(_tell, topics), robust=True)
    follow_up(topics)


def _tell(topics: Iterable[str]) -> None:
    """Move the versions in the database; if that fails, the next `refresh` tries again."""
    now = timezone.now()
    rows = [
        TopicVersion(name=topic, version=secrets.randbits(63), moved_at=now)
        for topic in sorted(set(topics))
    ]
    try:
        TopicVersion.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["version", "moved_at"],
        )
    except Error:
        logger.exception("Other workers could not be told of a change; trying again.")
        worker.untold.update(topics)
    finally:
        worker.move(topics)
    worker.seen.update({row.name: row.version for row in rows})


def refresh() -> None:
    """Learn what moved, at most once in `INTERVAL`; never raises.

    Not for the inside of a request: it may give back the thread's database connection. While the
    database is away, what is known stays, and only one thread at a time waits for it.
    """
    if time.monotonic() < worker.next_read:
        return
    if not worker.reading.acquire(timeout=0 if worker.in_trouble else PATIENCE):
        worker.in_trouble = True
        return
    try:
        if time.monotonic() >= worker.next_read:
            _refresh()
    finally:
        worker.reading.release()


def _refresh() -> None:
    began = time.monotonic()
    try:
        _read()
        _look_ahead(timezone.now())
        worker.in_trouble = False
        if worker.untold:
            untold, worker.untold = worker.untold, set()
            _tell(untold)
    except Error:
        worker.in_trouble = True
        logger.exception("The topics' versions could not be read; trying again in a second.")
    finally:
        worker.next_read = min(began + INTERVAL, time.monotonic() + _seconds_to_change())
        close_old_connections()


def _seconds_to_change() -> float:
    """Until the clock changes a topic: by then what is due is to be done, and pages are made anew."""
    now = timezone.now()
    instants = [instant for _, _, instant in list(worker.changes.values())]
    ahead = [instant for instant in instants if instant and instant > now]
    return (min(ahead) - now).total_seconds() if ahead else INTERVAL


def _read() -> None:
    rows = TopicVersion.objects.values_list("name", "version", "moved_at")
    now = timezone.now()
    newest = worker.newest or rows.aggregate(newest=Max("moved_at"))["newest"] or now
    recent = list(rows.filter(moved_at__gt=min(newest, now) - OVERLAP))
    news = [name for name, version, _ in recent if worker.seen.get(name) != version]
    worker.newest = max((at for _, _, at in recent), default=newest)
    worker.seen = {name: version for name, version, _ in recent}
    if news:
        worker.move(news)


def moved_since(count: int) -> frozenset[str] | None:
    """The topics that moved since a count; None where that is not known any more."""
    if count < worker.floor:
        return None
    with worker.counting:
        return frozenset(topic for topic, moved in worker.moved.items() if moved > count)


def remember(memory: Any) -> None:
    """Let something that remembers be emptied, by its `clear`, when everything is forgotten."""
    memories.add(memory)


def schedule(topic: str, next_change: Callable[[datetime], datetime | None]) -> None:
    """Tell how to find the first instant after a given one at which the clock changes a topic."""
    _schedules[topic] = next_change


def beforehand(look_up: Callable[[], object]) -> None:
    """Let something that many pages need, and that remembers itself while it holds, be looked up ahead of them.

    It may also do what is due, so that the pages show it; see docs/decisions/0006.
    """
    _beforehand.append(look_up)


def next_change(topic: str, after: datetime) -> datetime | None:
    """Asked of the database once for each version of the topic, and again when the instant has passed."""
    if topic not in _schedules:
        return None
    if not _is_known_beyond(topic, after):
        count = worker.count
        worker.changes[topic] = (count, after, _schedules[topic](after))
    return worker.changes[topic][2]


def _is_known_beyond(topic: str, after: datetime) -> bool:
    """Whether the change that is known is the first after this moment."""
    if topic not in worker.changes:
        return False
    count, asked, instant = worker.changes[topic]
    is_ahead = asked <= after and (instant is None or instant > after)
    return is_ahead and not worker.has_moved((topic,), count)


def _look_ahead(now: datetime) -> None:
    """Ask for what pages rest on before one needs it, so that it costs no query more than what it shows.

    The schedules come last: what is looked up may have changed something.
    """
    for look_up in _beforehand:
        look_up()
    for topic in _schedules:
        next_change(topic, now)


def forget_everything() -> None:
    """Know nothing, as a process that has just started; whatever was remembered is out of date."""
    for memory in memories:
        memory.clear()
    worker.forget()
