"""The row of jobs, and the sets of places in it. Made whole from the database, and carried on job by job."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Self

from django.db.models import F, Value

from jobs.finding.bits import Ordered, bits_of
from jobs.models import Job, JobPlace

type Key = tuple[str, int | str]  # a facet and one of its values: ("role", 7), ("level", "senior")

BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
CHUNK: Final = 20_000
MOST_UNREAD: Final = (
    500  # changed jobs; with more, all that hold some words are as quick to ask for
)
COUNTED: Final = 300  # sets of jobs that are counted by a facet and remembered
# The facets that are columns, and the column of each.
COLUMNS: Final = ("employment_type", "level", "workplace")
READ: Final = (
    *("pk", "published_at", "closes_at", "changed_at", "currency", "annual_min"),
    *COLUMNS,
)


def micros(at: datetime) -> int:
    """Whole microseconds since 1970, which no two instants share."""
    return (at - BEGIN) // timedelta(microseconds=1)


@dataclass
class JobIndex:
    """Jobs by place: `keys` and `since` (when each went live, in microseconds), the newest last.

    `ends`, `changes` and `pay` (by currency, in cents a year at the lower end) are sets by a number.
    `waiting` are jobs that go live later. It is never changed, but for what it remembers of questions.
    """

    keys: array[int] = field(default_factory=lambda: array("q"))
    since: array[int] = field(default_factory=lambda: array("q"))
    places: dict[int, int] = field(default_factory=dict)
    sets: dict[Key, int] = field(default_factory=dict)
    ends: Ordered = field(default_factory=lambda: Ordered(()))
    changes: Ordered = field(default_factory=lambda: Ordered(()))
    pay: dict[str, Ordered] = field(default_factory=dict)
    waiting: dict[int, datetime] = field(default_factory=dict)
    made_at: datetime = BEGIN
    texts: dict[tuple[str, ...], "Text"] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], "Numbers"] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.keys)

    def live(self, at: datetime) -> int:
        """The jobs that haven't ended at this moment, to the microsecond."""
        return self.ends.at_least(micros(at) + 1, self.size)

    def of(self, facet: str, value: int | str) -> int:
        return self.sets.get((facet, value), 0)

    def numbers(self, facet: str, among: int) -> "Numbers":
        """How many of some jobs each value of a facet has."""
        if (known := self._numbers.get((facet, among))) is None:
            if len(self._numbers) >= COUNTED:
                self._numbers.clear()
            self._numbers[facet, among] = known = Numbers(self.sets, facet, among)
        return known

    def posted_from(self, at: datetime) -> int:
        """The jobs that went live at this moment or after it."""
        first = bisect_left(self.since, micros(at))
        return (1 << self.size) - (1 << first)

    def changed_from(self, at: datetime) -> int:
        """The jobs whose public text changed at this moment or after it."""
        return self.changes.at_least(micros(at), self.size)

    def paying_from(self, floor: Decimal, currency: str) -> int:
        """Pay a year that starts at the floor or above, in this currency alone."""
        ordered = self.pay.get(currency)
        return ordered.at_least(cents(floor), self.size) if ordered else 0

    def of_keys(self, keys: Iterable[int]) -> int:
        """The set of the jobs with these keys that have a place."""
        places = self.places
        return bits_of((places[key] for key in keys if key in places), self.size)

    def place_of(self, published_at: datetime, key: int) -> tuple[int, bool]:
        """Where a job stands in the row, or would stand, and whether it does."""
        since = micros(published_at)
        place = bisect_left(self.since, since)
        while place < self.size and (self.since[place], self.keys[place]) < (since, key):
            place += 1
        is_there = place < self.size and (self.since[place], self.keys[place]) == (since, key)
        return place, is_there

    def published_at(self, place: int) -> datetime:
        return BEGIN + timedelta(microseconds=self.since[place])

    def due(self, at: datetime) -> set[int]:
        """Jobs that waited and are live at this moment."""
        return {key for key, starts in self.waiting.items() if starts <= at}

    @classmethod
    def made(cls, at: datetime, since: datetime | None = None) -> Self:
        """Everything that is published and hasn't ended at this moment; of that, with `since`, only what has
        changed for readers from then on."""
        jobs, links = _read(at, None, since)
        made = cls(made_at=at)
        noted = _Noted()
        for row in jobs:
            made._place(row, at, noted)
        made._link(links, noted, known=made.places)
        made.sets = {key: bits_of(places, made.size) for key, places in noted.sets.items()}
        made.ends = Ordered(noted.ends)
        made.changes = Ordered(noted.changes)
        made.pay = {currency: Ordered(pairs) for currency, pairs in noted.pay.items()}
        return made

    def carried_on(
        self, changed: Collection[int], at: datetime, *, with_texts: bool = True
    ) -> Self | None:
        """As it is once these jobs have changed; None where the row has to be made anew, as when a job was
        dated back. `with_texts`: only these jobs are written otherwise than before."""
        jobs, links = _read(at, changed)
        gone = {self.places[key] for key in changed if key in self.places}
        made = type(self)(self.keys[:], self.since[:], {**self.places}, made_at=at)
        made.waiting = {key: starts for key, starts in self.waiting.items() if key not in changed}
        before = {key: made.places.pop(key) for key in changed if key in made.places}
        noted = _Noted()
        for row in jobs:
            if not made._place(row, at, noted, before.get(row[0])):
                return None
        made._link(links, noted, known={key: made.places[key] for key in noted.keys})
        left = ~bits_of(gone, self.size)
        made.sets = {key: bits & left for key, bits in self.sets.items()} if gone else {**self.sets}
        for key, places in noted.sets.items():
            made.sets[key] = made.sets.get(key, 0) | bits_of(places, made.size)
        made.ends = self.ends.replaced(gone, noted.ends)
        made.changes = self.changes.replaced(gone, noted.changes)
        made.pay = {
            currency: self.pay.get(currency, NOTHING).replaced(gone, noted.pay.get(currency, ()))
            for currency in {*self.pay, *noted.pay}
        }
        if with_texts:
            texts = [
                (words, text.without(left, noted.keys)) for words, text in [*self.texts.items()]
            ]
            made.texts = {words: text for words, text in texts if len(text.unread) <= MOST_UNREAD}
        return made

    def _place(self, row: Any, at: datetime, noted: "_Noted", before: int | None = None) -> bool:
        """Give a job a place, the one that it had if it went live at the same moment; false if that isn't the
        last and others would have to move."""
        key, published_at, closes_at, changed_at, currency, annual, *values = row
        if published_at > at:
            self.waiting[key] = published_at
            return True
        since, place = micros(published_at), before
        if place is None or self.since[place] != since:
            place = self.size
            if place and (self.since[-1], self.keys[-1]) > (since, key):
                return False
            self.keys.append(key)
            self.since.append(since)
        self.places[key] = place
        noted.keys.append(key)
        noted.ends.append((micros(closes_at), place))
        noted.changes.append((micros(changed_at), place))
        noted.pay.setdefault(currency, []).append((cents(annual or Decimal(0)), place))
        for facet, value in zip(COLUMNS, values, strict=True):
            noted.sets.setdefault((facet, value), array("q")).append(place)
        return True

    def _link(self, links: Iterable[Any], noted: "_Noted", known: Mapping[int, int]) -> None:
        for facet, key, value in links:
            if key in known:
                noted.sets.setdefault((facet, value), array("q")).append(known[key])


@dataclass(frozen=True)
class Text:
    """The jobs that hold some words, in their titles and anywhere; whether the `unread` do is yet to be asked."""

    in_title: int
    anywhere: int
    unread: frozenset[int] = frozenset()

    def without(self, left: int, changed: Iterable[int]) -> "Text":
        """With those that are left of the jobs; the changed ones are to be read again."""
        return Text(self.in_title & left, self.anywhere & left, self.unread.union(changed))


class Numbers(dict[int | str, int]):
    """How many of some jobs have a value, each counted when it is first asked for."""

    def __init__(self, sets: Mapping[Key, int], facet: str, among: int) -> None:
        """Without the index that keeps it, which would only go with the next round of the collector."""
        super().__init__()
        self._sets, self._facet, self._among = sets, facet, among

    def __missing__(self, value: int | str) -> int:
        number = (self._sets.get((self._facet, value), 0) & self._among).bit_count()
        self[value] = number
        return number


NOTHING: Final = Ordered(())


@dataclass
class _Noted:
    """What is said of jobs that were given places."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    sets: dict[Key, array[int]] = field(default_factory=dict)
    ends: list[tuple[int, int]] = field(default_factory=list)
    changes: list[tuple[int, int]] = field(default_factory=list)
    pay: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def cents(amount: Decimal) -> int:
    return int(amount * 100)


def _read(
    at: datetime, keys: Collection[int] | None, since: datetime | None = None
) -> tuple[Iterator[Any], Iterator[Any]]:
    """Two queries: jobs that are published and haven't ended, oldest first, by the columns of `READ`; and what
    hangs on them, by facet, job and value. The second may give links of jobs that the first doesn't."""
    jobs = Job.objects.accepted().filter(closes_at__gt=at)
    if keys is not None:
        jobs = jobs.filter(pk__in=keys)
    if since is not None:
        jobs = jobs.filter(changed_at__gte=since)
    mine = jobs.order_by().values("pk")
    links = (
        _links("role", Job.roles.through, "role_id", mine),
        _links("skill", Job.skills.through, "skill_id", mine),
        _links("place", JobPlace, "place_id", mine),
    )
    every = links[0].union(*links[1:], all=True)
    rows = jobs.order_by("published_at", "pk").values_list(*READ)
    return rows.iterator(CHUNK), every.iterator(CHUNK)


def _links(facet: str, through: Any, column: str, jobs: Any) -> Any:
    found = through.objects.filter(job__in=jobs).order_by()
    return found.values_list(Value(facet), "job_id", F(column))
