"""The index as it is at this moment: kept in the worker, and carried on when jobs change or go live."""

import threading
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from jobs.finding.index import JobIndex
from jobs.words import WRITTEN_ANEW
from portal.freshness import Dependencies, beforehand, depends_on, moved_since, remember

TOPICS: Final = ("jobs", "taxonomy")
MOST_CHANGED: Final = 2_000  # jobs; with more the row is made anew, which is quicker then


class Keeper:
    """Holds one index. What is read inside a transaction, which may yet be undone, isn't held."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()
        remember(self)

    def clear(self) -> None:
        self._held: tuple[JobIndex, Dependencies] | None = None

    def at(self, now: datetime) -> JobIndex:
        if connection.in_atomic_block:
            return JobIndex.made(now)
        if (index := self._current(now)) is None:
            with self._lock:
                index = self._current(now) or self._renewed(now)
        return index

    def _current(self, now: datetime) -> JobIndex | None:
        if self._held is None:
            return None
        index, dependencies = self._held
        is_current = dependencies.is_current() and index.made_at <= now and not index.due(now)
        return index if is_current else None

    def _renewed(self, now: datetime) -> JobIndex:
        dependencies = Dependencies()
        dependencies.add(TOPICS)
        index = self._carried_on(now) or JobIndex.made(now)
        self._held = index, dependencies
        return index

    def _carried_on(self, now: datetime) -> JobIndex | None:
        """From the one held, if it is known which jobs have changed since."""
        if self._held is None:
            return None
        index, dependencies = self._held
        moved = moved_since(dependencies.since)
        if moved is None or "taxonomy" in moved or index.made_at > now:
            return None
        keys = {int(topic[4:]) for topic in moved if topic.startswith("job:")} | index.due(now)
        if len(keys) > MOST_CHANGED:
            return None
        return index.carried_on(keys, now, with_texts=WRITTEN_ANEW not in moved)


_keeper: Final = Keeper()


def index() -> JobIndex:
    """Of all public jobs; the page being made depends on them."""
    depends_on(*TOPICS)
    return _keeper.at(timezone.now())


def bare_index() -> JobIndex:
    """The same, for a page that shows a few of the jobs and names itself what it depends on."""
    return _keeper.at(timezone.now())


beforehand(index)
