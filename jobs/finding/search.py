"""One question to the index at one moment: how many jobs fit, in which order, and how many would fit less."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, reduce
from itertools import chain
from operator import and_, or_
from typing import Final

from django.utils import timezone

from jobs.finding.bits import among, places_down
from jobs.finding.current import index
from jobs.finding.index import JobIndex, Numbers, Text
from jobs.words import KIND
from portal.freshness import depends_on
from portal.search.finding import find, spell

REMEMBERED: Final = 200  # questions in words, by each index
# Facets whose values are places, found in the same sets.
OF_PLACES: Final = ("country", "city", "place")


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    PAY = "pay"


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `chosen` are the values of each facet, of which one has to fit; `floor` is pay per year
    in `currency`; `days` counts whole days of UTC, today left out; `since` is when the text last changed."""

    words: tuple[str, ...] = ()
    chosen: Mapping[str, Collection[int | str]] = field(default_factory=dict)
    floor: Decimal | None = None
    currency: str = ""
    days: int | None = None
    since: datetime | None = None


def _stored(facet: str) -> str:
    return "place" if facet in OF_PLACES else facet


class Search:
    """Answers from memory; `words` ask the database once, and twice more where nothing public is written so."""

    def __init__(self, wanted: Wanted, among: JobIndex | None = None) -> None:
        """Among all public jobs, or some; among some, words are taken as they are spelled."""
        self.now = timezone.now()
        self.index = index() if among is None else among
        self._may_respell = among is None
        self.live = self.index.live(self.now)
        self.words = wanted.words
        self.is_respelled = False
        self._titles = self.live
        self._fit: dict[str, int] = {}
        if wanted.words:
            self._fit["q"] = self._of_words()
        for facet, values in wanted.chosen.items():
            self._fit[facet] = reduce(or_, (self.of(facet, value) for value in values), 0)
        if wanted.floor:
            self._fit["pay_min"] = self.index.paying_from(wanted.floor, wanted.currency)
        if wanted.since is not None:
            self._fit["since"] = self.index.changed_from(wanted.since)
        if wanted.days is not None:
            self._fit["posted"] = self.posted(wanted.days)
            depends_on(until=self._midnight(-1))

    @cached_property
    def found(self) -> int:
        """The set of jobs that fit."""
        return reduce(and_, self._fit.values(), self.live)

    @property
    def is_narrowed(self) -> bool:
        """Whether it is asked for anything besides what changed."""
        return bool(self._fit.keys() - {"since"})

    def fits(self, key: int) -> bool:
        """Whether a job is among those found, or unknown to the index, which may be a second behind."""
        place = self.index.places.get(key)
        return place is None or bool(self.found >> place & 1)

    @property
    def total(self) -> int:
        return self.found.bit_count()

    def without(self, *names: str) -> int:
        """The set that would fit were these not asked for."""
        if self._fit.keys().isdisjoint(names):
            return self.found
        others = (bits for name, bits in self._fit.items() if name not in names)
        return reduce(and_, others, self.live)

    def of(self, facet: str, value: int | str) -> int:
        return self.index.of(_stored(facet), value)

    def numbers(self, facet: str) -> Numbers:
        """How many jobs each value of a facet would give in the place of what is asked of it."""
        return self.index.numbers(_stored(facet), self.without(facet))

    def posted(self, days: int) -> int:
        """Since so many days before today, by the calendar of UTC, so that it changes at midnight only."""
        return self.index.posted_from(self._midnight(days))

    def keys(self, sort: Sort, currency: str, start: int, stop: int) -> list[int]:
        """Some of the jobs that fit, in order."""
        keys = self.index.keys
        return [
            keys[place]
            for number, place in zip(range(stop), self._ordered(sort, currency), strict=False)
            if number >= start
        ]

    def _ordered(self, sort: Sort, currency: str) -> Iterator[int]:
        """Places, each once. By relevance: with the words in the title first. By pay: the most first in the
        currency asked for, then in each other, as amounts in two currencies can't be compared."""
        if sort is Sort.PAY:
            return self._by_pay(currency)
        if sort is Sort.RELEVANCE:
            return chain(
                places_down(self.found & self._titles), places_down(self.found & ~self._titles)
            )
        return places_down(self.found)

    def _by_pay(self, currency: str) -> Iterator[int]:
        found, size, pay = self.found, self.index.size, self.index.pay
        currencies = sorted(pay, key=lambda other: (other != currency, other))
        return chain.from_iterable(
            among(pay[name].places[::-1], found, size) for name in currencies
        )

    def _of_words(self) -> int:
        """Jobs that hold the words; where no public one does, those with the words nearest to them."""
        titles, anywhere = self._written(self.words)
        is_found = anywhere & self.live or not self._may_respell
        if not is_found and (spelling := spell(self.words)):
            other = self._written(spelling.words)
            if other[1] & self.live:
                self.words, self.is_respelled = spelling.words, True
                titles, anywhere = other
        self._titles = titles
        return anywhere

    def _written(self, words: tuple[str, ...]) -> tuple[int, int]:
        known = self.index.texts
        text = known.get(words)
        if text is None or text.unread:
            before, unread = (text, text.unread) if text else (Text(0, 0), None)
            found, of_keys = find(KIND, words, unread), self.index.of_keys
            text = Text(
                before.in_title | of_keys(found.in_title), before.anywhere | of_keys(found.anywhere)
            )
            if len(known) >= REMEMBERED:
                known.clear()
            known[words] = text
        return text.in_title, text.anywhere

    def _midnight(self, days: int) -> datetime:
        """The beginning of the day so many days ago."""
        today = datetime.combine(self.now.date(), time(), tzinfo=self.now.tzinfo)
        return today - timedelta(days=days)
