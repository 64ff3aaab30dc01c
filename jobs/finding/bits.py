"""Sets of places in a row, each a whole number: place 0 is its lowest bit."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

KEPT: Final = 64  # sets that an `Ordered` remembers
PIECE: Final = 4_096  # places that are looked at together


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of places below `size`."""
    found = bytearray(-(-size // 8))
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def places_up(bits: int, edge: int = 0) -> Iterator[int]:
    """The places in a set that lie at an edge or above it, lowest first."""
    written = f"{bits >> edge:b}"[::-1]  # the lowest bit first
    place = written.find("1")
    while place >= 0:
        yield edge + place
        place = written.find("1", place + 1)


def places_down(bits: int, edge: int | None = None) -> Iterator[int]:
    """The places in a set, those below the edge if there is one, highest first."""
    left = bits if edge is None else bits & ((1 << edge) - 1)
    while left:  # piece by piece, as mostly a few are wanted
        low = max(0, left.bit_length() - PIECE)
        written = f"{left >> low:b}"
        last = low + len(written) - 1
        place = written.find("1")
        while place >= 0:
            yield last - place
            place = written.find("1", place + 1)
        left &= (1 << low) - 1


def among(order: array[int], bits: int, size: int) -> Iterator[int]:
    """Those of some places in an order of their own that are in a set."""
    written = f"{bits | 1 << size:b}"[:0:-1]  # a character for every place
    return (place for place in order if written[place] == "1")


class Ordered:
    """Places with a number each, the lowest number first."""

    __slots__ = ("_sets", "numbers", "places")

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(pairs)
        self.numbers = array("q", (number for number, _ in ordered))
        self.places = array("q", (place for _, place in ordered))
        self._sets: dict[tuple[int, int], int] = {}

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.numbers, self.places, strict=True)

    def replaced(self, gone: AbstractSet[int], new: Iterable[tuple[int, int]]) -> "Ordered":
        """A copy without some places, and with others; cheap while these are few."""
        made = Ordered(())
        made.numbers, made.places = self.numbers[:], self.places[:]
        at_gone = [at for at, place in enumerate(self.places) if place in gone] if gone else []
        for at in reversed(at_gone):
            del made.numbers[at], made.places[at]
        for number, place in new:
            at = bisect_left(made.numbers, number)
            while made.numbers[at : at + 1] == array("q", (number,)) and made.places[at] < place:
                at += 1
            made.numbers.insert(at, number)
            made.places.insert(at, place)
        return made

    def numbers_of(self, bits: int, size: int) -> list[int]:
        """The numbers of the places in a set, lowest first."""
        written = f"{bits | 1 << size:b}"[:0:-1]  # a character for every place
        return [
            number
            for number, place in zip(self.numbers, self.places, strict=True)
            if written[place] == "1"
        ]

    def at_least(self, number: int, size: int) -> int:
        """The set of places whose number is this or more."""
        first = bisect_left(self.numbers, number)
        key = (first, size)
        if (known := self._sets.get(key)) is None:
            known = bits_of(self.places[first:], size)
            if len(self._sets) >= KEPT:
                self._sets.clear()
            self._sets[key] = known
        return known
