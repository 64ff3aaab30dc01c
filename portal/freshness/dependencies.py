"""What a page or a panel depends on, gathered while it is made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from portal.freshness import topics as known

# Nothing is remembered for longer; what a page is made of may be as old again.
LONGEST: Final = timedelta(minutes=10)


class Dependencies:
    """Topics, and the instant until which the clock changes nothing; see `is_current`."""

    __slots__ = ("checked", "made_at", "since", "topics", "until")

    def __init__(self) -> None:
        self.since = self.checked = known.worker.count
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
        """Set `until` to the first instant at which the clock changes one of the topics.

        Inside a transaction nothing is kept (see `Memory.put`), so nothing is asked.
        """
        if connection.in_atomic_block:
            return
        for topic in self.topics:
            self.add((), known.next_change(topic, self.made_at))
        self.add((), self.made_at + LONGEST)

    @property
    def expires(self) -> float:
        """`until` as seconds since the epoch."""
        return self.until.timestamp() if self.until else float("inf")

    def is_current(self) -> bool:
        """Whether none of the topics has moved since; does not look at the clock."""
        count = known.worker.count
        if count == self.checked:
            return True
        if known.worker.has_moved(self.topics, self.since):
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
