"""Open jobs like another: of its role first, those nearest by skills, level and place before others.

Points are added for all jobs at once: bit n of each set says whether the sum of a job has that power of two.
So the cost doesn't grow with the number of jobs beyond that of a few dozen steps over such sets.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from jobs.finding.bits import places_down
from jobs.finding.index import JobIndex

type Points = tuple[str, int | str, int]  # a facet, one of its values, and what it is worth

MOST: Final = 60  # values that are looked at


class Sums:
    """The sum of every place in a row, as sets: the nth holds the places whose sum has that power of two."""

    def __init__(self) -> None:
        self._planes: list[int] = []

    def add(self, bits: int, points: int) -> None:
        """So many points, 1, 2 or 4, for each place in the set."""
        plane, carry = points.bit_length() - 1, bits
        while carry:
            while plane >= len(self._planes):
                self._planes.append(0)
            known = self._planes[plane]
            self._planes[plane], carry = known ^ carry, known & carry
            plane += 1

    def highest_first(self, bits: int) -> Iterator[int]:
        """Places of a set, those with the highest sum first, of equal ones the newest."""
        return self._from(bits, len(self._planes) - 1)

    def _from(self, bits: int, plane: int) -> Iterator[int]:
        """The same for places whose sums differ in this plane and those below it alone."""
        if plane < 0:
            yield from places_down(bits)
        elif bits:
            higher = bits & self._planes[plane]
            yield from self._from(higher, plane - 1)
            yield from self._from(bits ^ higher, plane - 1)


def nearest(
    index: JobIndex, live: int, *, role: int, points: Sequence[Points], count: int, but: int
) -> list[int]:
    """Keys of so many live jobs at most, without the one of the key `but`.

    After those of the role come others with a skill in common, if there are too few.
    """
    sums, skilled = Sums(), 0
    for facet, value, worth in points[:MOST]:
        bits = index.of(facet, value) & live
        sums.add(bits, worth)
        skilled |= bits if facet == "skill" else 0
    same = index.of("role", role) & live
    ordered = chain(sums.highest_first(same), sums.highest_first(skilled & ~same))
    keys = (index.keys[place] for place in ordered)
    return list(islice((key for key in keys if key != but), count))
