"""Which parts of two sequences are the same, in time that stays near their length.

What stands once in both is an anchor; what lies between anchors is aligned by Myers' greedy algorithm
while the budget of steps lasts. What is then left counts as replaced: true, if coarse.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

type Pair = tuple[int, int]


class Run(NamedTuple):
    """A stretch of both: the same, or one that replaces the other (either may be empty)."""

    same: bool
    old: slice
    new: slice


@dataclass
class Budget:
    """How many steps are left; a real text takes a few thousand."""

    steps: int = 600_000


def align(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Run]:
    """The stretches of both sequences in their order, the same and the replaced in turn."""
    runs: list[Run] = []
    end_old = end_new = 0
    for i, j in [*_matches(old, new, budget), (len(old), len(new))]:
        if i > end_old or j > end_new:
            runs.append(Run(same=False, old=slice(end_old, i), new=slice(end_new, j)))
        if i == len(old):
            break
        if runs and runs[-1].same:
            last = runs.pop()
            runs.append(
                Run(same=True, old=slice(last.old.start, i + 1), new=slice(last.new.start, j + 1))
            )
        else:
            runs.append(Run(same=True, old=slice(i, i + 1), new=slice(j, j + 1)))
        end_old, end_new = i + 1, j + 1
    return runs


def _matches(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Pair]:
    """Places of what is the same, ascending in both."""
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(part, len(numbers)) for part in old]
    b = [numbers.setdefault(part, len(numbers)) for part in new]
    bounds = [(-1, -1), *_anchors(a, b), (len(a), len(b))]
    for (i, j), (to_i, to_j) in pairwise(bounds):
        between = _between(a[i + 1 : to_i], b[j + 1 : to_j], budget)
        yield from ((i + 1 + x, j + 1 + y) for x, y in between)
        if to_i < len(a):
            yield to_i, to_j


def _anchors(a: Sequence[int], b: Sequence[int]) -> list[Pair]:
    """The longest rising row of what stands exactly once in both."""
    in_a, in_b = Counter(a), Counter(b)
    place = {part: j for j, part in enumerate(b) if in_b[part] == 1}
    pairs = [(i, place[part]) for i, part in enumerate(a) if in_a[part] == 1 and part in place]
    tops: list[int] = []  # the lowest end of a rising row of each length
    rows: list[int] = []  # which pair that is
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        length = bisect_left(tops, j)
        before.append(rows[length - 1] if length else -1)
        tops[length : length + 1] = [j]
        rows[length : length + 1] = [at]
    at, found = rows[-1] if rows else -1, []
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _between(a: Sequence[int], b: Sequence[int], budget: Budget) -> Iterator[Pair]:
    shorter = min(len(a), len(b))
    head = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if a[-1 - at] != b[-1 - at]), rest)
    yield from ((at, at) for at in range(head))
    inner = _myers(a[head : len(a) - tail], b[head : len(b) - tail], budget)
    yield from ((head + i, head + j) for i, j in inner)
    yield from ((len(a) - at, len(b) - at) for at in range(tail, 0, -1))


def _myers(a: Sequence[int], b: Sequence[int], budget: Budget) -> list[Pair]:
    """The longest common row; nothing if the budget runs out first.

    `layers[d]` holds how far along `a` each diagonal comes with `d` differences.
    """
    if not a or not b:
        return []
    layers: list[array[int]] = []
    while budget.steps > 0:
        d = len(layers)
        layers.append(array("l"))
        for k in range(-d, d + 1, 2):
            x = start = _reached(layers, d, k)
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            layers[d].append(x)
            budget.steps -= 1 + x - start
            if x >= len(a) and x - k >= len(b):
                return _walked_back(layers, k)
    return []


def _reached(layers: Sequence[array[int]], d: int, k: int) -> int:
    """Where diagonal `k` starts with its `d`-th difference: from the neighbor that came further."""
    if d == 0:
        return 0
    last, at = (
        layers[d - 1],
        (k + d) // 2,
    )  # the place of k + 1 in the last layer; k - 1 is one before
    if k == -d or (k != d and last[at - 1] < last[at]):
        return last[at]
    return last[at - 1] + 1


def _walked_back(layers: Sequence[array[int]], k: int) -> list[Pair]:
    found: list[Pair] = []
    for d in range(len(layers) - 1, -1, -1):
        start, end = _reached(layers, d, k), layers[d][(k + d) // 2]
        found += [(x, x - k) for x in range(end - 1, start - 1, -1)]
        if d:
            last, at = layers[d - 1], (k + d) // 2
            k += 1 if k == -d or (k != d and last[at - 1] < last[at]) else -1
    return found[::-1]
