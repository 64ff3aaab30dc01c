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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from weakref import WeakSet

from django.db import Error, close_old_connections, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from portal.models import TopicVersion

logger = logging.getLogger(__name__)

INTERVAL: Final = 0.9  # seconds between two readings of the versions
OVERLAP: Final = timedelta(seconds=60)  # read again: clocks differ, and commits come late
LONGEST: Final = timedelta(minutes=10)  # nothing is remembered for longer


class _Worker:
    """What one process knows of the topics."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count = 1
        self.moved: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.read_from: datetime | None = None
        self.next_read = 0.0
        self.changes: dict[str, tuple[int, datetime, datetime | None]] = {}

    def move(self, topics: Iterable[str]) -> None:
        with self.lock:
            self.count += 1
            for topic in topics:
                self.moved[topic] = self.count


_worker = _Worker()
memories: WeakSet[Any] = WeakSet()
_schedules: dict[str, Callable[[datetime], datetime | None]] = {}


class Dependencies:
    """What something depends on, and since when: see `is_current`."""

    __slots__ = ("checked", "made_at", "since", "topics", "until")

    def __init__(self) -> None:
        self.since = self.checked = _worker.count
        self.made_at = timezone.now()
        self.topics: set[str] = set()
        self.until: datetime | None = None

    def add(self, topics: Iterable[str], until: datetime | None = None) -> None:
        self.topics.update(topics)
        if until is not None and (self.until is None or until < self.until):
            self.until = until

    def include(self, other: "Dependencies") -> None:
        """Depend on all that the other depends on, which is current now or began later."""
        self.add(other.topics, other.until)

    def close(self) -> None:
        """Set `until` to the first instant at which the clock changes one of the topics."""
        for topic in self.topics:
            self.add((), _next_change(topic, self.made_at))
        self.add((), self.made_at + LONGEST)

    @property
    def expires(self) -> float:
        """`until` as seconds since the epoch."""
        return self.until.timestamp() if self.until else float("inf")

    def is_current(self) -> bool:
        """Whether none of the topics has moved since; does not look at the clock."""
        count = _worker.count
        if count == self.checked:
            return True
        moved, since = _worker.moved, self.since
        for topic in self.topics:
            if moved.get(topic, 0) > since:
                return False
        self.checked = count
        return True


_collector: ContextVar[Dependencies | None] = ContextVar("dependencies", default=None)


@contextmanager
def collect() -> Iterator[Dependencies]:
    """Gather what is depended on inside the block; an outer collector learns of it too."""
    outer = _collector.get()
    found = Dependencies()
    token = _collector.set(found)
    try:
        yield found
    finally:
        _collector.reset(token)
        if outer is not None:
            outer.include(found)


def depends_on(*topics: str, until: datetime | None = None) -> None:
    """Note what the page or panel being made depends on; nothing happens outside of one."""
    if found := _collector.get():
        found.add(topics, until)


def inherit(dependencies: Dependencies) -> None:
    """Depend on all that something remembered depends on."""
    if found := _collector.get():
        found.include(dependencies)


def changed(*topics: str) -> None:
    """Say that something under these topics changed: at once to this process, on commit to all."""
    _worker.move(topics)
    transaction.on_commit(partial(_tell, topics), robust=True)


def _tell(topics: tuple[str, ...]) -> None:
    now = timezone.now()
    rows = [
        TopicVersion(name=topic, version=secrets.randbits(62), moved_at=now)
        for topic in sorted(set(topics))
    ]
    TopicVersion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name"], update_fields=["version", "moved_at"]
    )
    _worker.move(topics)
    _worker.seen.update({row.name: row.version for row in rows})


def refresh() -> None:
    """Read what moved, at most once in `INTERVAL`; with the database away, keep to what is known."""
    now = time.monotonic()
    if now < _worker.next_read or not _worker.lock.acquire(blocking=False):
        return
    try:
        if now < _worker.next_read:
            return
        _worker.next_read = now + INTERVAL
    finally:
        _worker.lock.release()
    try:
        _read()
    except Error:
        logger.exception("The topics' versions could not be read; trying again in %s s.", INTERVAL)
    finally:
        close_old_connections()


def _read() -> None:
    now = timezone.now()
    since = (_worker.read_from or now) - OVERLAP
    rows = TopicVersion.objects.filter(moved_at__gte=since).values_list("name", "version")
    news = {name: version for name, version in rows if _worker.seen.get(name) != version}
    _worker.read_from = now
    if news:
        _worker.seen.update(news)
        _worker.move(news)


def schedule(topic: str, next_change: Callable[[datetime], datetime | None]) -> None:
    """Tell how to find the first instant after a given one at which the clock changes a topic."""
    _schedules[topic] = next_change


def _next_change(topic: str, after: datetime) -> datetime | None:
    """Asked of the database once for each version of the topic, and again when the instant has passed."""
    if topic not in _schedules:
        return None
    known = _worker.changes.get(topic)
    if known is not None:
        count, asked, instant = known
        still_ahead = instant is None or instant > after
        if _worker.moved.get(topic, 0) <= count and asked <= after and still_ahead:
            return instant
    count = _worker.count
    instant = _schedules[topic](after)
    _worker.changes[topic] = (count, after, instant)
    return instant


def watch[Item: models.Model](
    model: type[Item], topics_of: Callable[[Item], Iterable[str]]
) -> None:
    """Let every save and deletion of a model's rows change the topics; bulk updates call `changed`."""

    def tell(sender: object, instance: Any, **kwargs: Any) -> None:
        if isinstance(instance, model):
            changed(*topics_of(instance))

    key = f"freshness:{model._meta.label}"
    post_save.connect(tell, sender=model, weak=False, dispatch_uid=f"{key}:save")
    post_delete.connect(tell, sender=model, weak=False, dispatch_uid=f"{key}:delete")
    for field in model._meta.many_to_many:
        m2m_changed.connect(
            tell,
            sender=field.remote_field.through,
            weak=False,
            dispatch_uid=f"{key}:{field.name}",
        )


def forget_everything() -> None:
    """Know nothing, as a process that has just started; whatever was remembered is out of date."""
    for memory in memories:
        memory.clear()
    with _worker.lock:
        _worker.count += 1
        _worker.read_from, _worker.next_read = None, 0.0
        for store in (_worker.moved, _worker.seen, _worker.changes):
            store.clear()
