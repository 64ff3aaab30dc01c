"""A bounded memory of finished things, each as good as its dependencies."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import Error, connection

from portal.freshness.dependencies import Dependencies, collect, inherit
from portal.freshness.topics import memories

logger = logging.getLogger(__name__)


class _Entry[Value]:
    __slots__ = ("dependencies", "expires", "size", "used", "value")

    def __init__(self, value: Value, dependencies: Dependencies, size: int) -> None:
        self.value = value
        self.dependencies = dependencies
        self.expires = dependencies.expires
        self.size = size
        self.used = False


class Read[Key: Hashable, Value](NamedTuple):
    """A thing just read, the topics that it depends on, and the instant until which the clock changes nothing."""

    key: Key
    value: Value
    topics: Iterable[str]
    until: datetime | None = None


class Memory[Key: Hashable, Value]:
    """Remembers up to `limit` (bytes, or pieces: whatever `size_of` counts); the least used goes first.

    Reading takes no lock. What is out of date is never given.
    """

    def __init__(self, limit: int, size_of: Callable[[Value], int] = lambda value: 1) -> None:
        self.limit = limit
        self._size_of = size_of
        self._entries: OrderedDict[Key, _Entry[Value]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        memories.add(self)

    def get(self, key: Key) -> Value | None:
        entry = self._find(key)
        return None if entry is None else entry.value

    def recall(self, key: Key) -> Value | None:
        """As `get`; the page being made then depends on what the remembered thing depends on."""
        entry = self._find(key)
        if entry is None:
            return None
        inherit(entry.dependencies)
        return entry.value

    def recall_or_make(self, key: Key, topics: Iterable[str], make: Callable[[], Value]) -> Value:
        """What is remembered under the key, or what `make` gives, remembered until one of the topics moves.

        The page being made depends on it either way. `None` is not remembered.
        """
        known = self.recall(key)
        if known is None:
            with collect() as dependencies:
                dependencies.add(topics)
                known = make()
            self.put(key, known, dependencies)
        return known

    def get_or_read(
        self, keys: Sequence[Key], read: Callable[[list[Key]], Iterable[Read[Key, Value]]]
    ) -> list[Value]:
        """A thing for each key, in their order; those that aren't remembered are read together, and what
        `read` doesn't give is left out.

        The page being made declares itself what it depends on.
        """
        known = {key: value for key in keys if (value := self.get(key)) is not None}
        if missing := [key for key in keys if key not in known]:
            began = {key: Dependencies() for key in missing}  # before anything is read
            for found in read(missing):
                began[found.key].add(found.topics, found.until)
                self.put(found.key, found.value, began[found.key])
                known[found.key] = found.value
        return [known[key] for key in keys if key in known]

    def put(self, key: Key, value: Value, dependencies: Dependencies) -> None:
        """Remember a value, for as long as its topics and their schedules say.

        Nothing is kept of what was read inside a transaction: it may yet be undone.
        """
        size = self._size_of(value)
        if size > self.limit or connection.in_atomic_block:
            return
        try:
            dependencies.close()
        except Error:
            logger.exception("How long %r holds is not known, so it was not kept.", key)
            return
        entry = _Entry(value, dependencies, size)
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self._size += size
            while self._size > self.limit:
                self._make_room()

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def _find(self, key: Key) -> _Entry[Value] | None:
        entry = self._entries.get(key)
        if entry is None or entry.expires <= time.time() or not entry.dependencies.is_current():
            return None
        entry.used = True
        return entry

    def _drop(self, key: Key) -> None:
        if entry := self._entries.pop(key, None):
            self._size -= entry.size

    def _make_room(self) -> None:
        """Drop the oldest entry, but give one that was used since then another round."""
        key, entry = next(iter(self._entries.items()))
        if entry.used:
            entry.used = False
            self._entries.move_to_end(key)
        else:
            self._drop(key)
