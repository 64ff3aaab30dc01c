"""What the search of the whole site is answered from: each app registers what it has to show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

from django.db.models import QuerySet

from portal.paging import COUNTED


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found. `facts` stand under its title, `pay` before them; of `text` a passage is shown."""

    title: str
    url: str
    facts: tuple[str, ...]
    pay: str = ""
    text: str = ""


class Found(Protocol):
    """What is public and has the words, the best first. Beyond `COUNTED` the total may be that and one more."""

    @property
    def total(self) -> int: ...

    def results(self, start: int, stop: int) -> Sequence[Result]: ...


class Rows:
    """Rows of a query in its order, and what to show of them."""

    def __init__(
        self, rows: QuerySet[Any, Any], show: Callable[[Sequence[Any]], Sequence[Result]]
    ) -> None:
        self._rows = rows
        self._show = show

    @cached_property
    def total(self) -> int:
        return self._rows.order_by().values("pk")[: COUNTED + 1].count()

    def results(self, start: int, stop: int) -> Sequence[Result]:
        return self._show(list(self._rows[start:stop]))


@dataclass(frozen=True)
class Section:
    """One kind of things.

    `name` stands in addresses and in the API. `said_by` are words that only ask for this kind, as "salary"
    does: they need not stand in what is found. `find` takes words as `words_of` writes them, and finds
    everything where it gets none; the page being made depends on what it asks. `home` is the route of the page
    with everything; `address` is that of a page with all that is found, if the kind has one of its own, for
    words as people write them.
    """

    name: str
    label: str
    order: int
    said_by: frozenset[str]
    find: Callable[[tuple[str, ...]], Found]
    home: str
    address: Callable[[str], str] | None = None

    def asked(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words that a thing of this kind has to have."""
        return tuple(word for word in words if word not in self.said_by)


_sections: Final[dict[str, Section]] = {}


def register_section(section: Section) -> None:
    """Let a kind of things be found by the search of the site; a name that is taken raises `ValueError`."""
    if _sections.setdefault(section.name, section) != section:
        raise ValueError(f"There is a section “{section.name}” already.")


def all_sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: section.order)
