"""What is left to learn, and in which order. Knows no database: keys stand for steps.

A step comes after all that it builds on; where several may come next, the smallest by `rank` does, so that
the same question has the same answer. A circle, which is refused when it is saved, would be cut at its smallest.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush
from typing import Any


@dataclass(frozen=True)
class Plan[Key]:
    """`order`: what is left; `known`: what the reader has of it; `spared`: what only that would need."""

    order: tuple[Key, ...]
    known: tuple[Key, ...]
    spared: tuple[Key, ...]


def make_plan[Key: Hashable](
    needs: Mapping[Key, Collection[Key]],
    *,
    wanted: Collection[Key],
    known: Collection[Key],
    rank: Mapping[Key, Any],
) -> Plan[Key]:
    """Who knows a skill needs nothing that leads to it, unless another step does."""
    everything = reached(needs, wanted)
    left = reached(needs, wanted, without=known)
    had = everything & set(known)
    return Plan(
        order=tuple(in_order({key: needs[key] for key in left}, rank)),
        known=tuple(sorted(had, key=rank.__getitem__)),
        spared=tuple(sorted(everything - left - had, key=rank.__getitem__)),
    )


def reached[Key: Hashable](
    needs: Mapping[Key, Collection[Key]], wanted: Collection[Key], without: Collection[Key] = ()
) -> set[Key]:
    """What is wanted and all that it builds on, through as many steps as it takes."""
    found: set[Key] = set()
    waiting = list(wanted)
    while waiting:
        key = waiting.pop()
        if key in needs and key not in found and key not in without:
            found.add(key)
            waiting += needs[key]
    return found


def in_order[Key: Hashable](
    needs: Mapping[Key, Collection[Key]], rank: Mapping[Key, Any]
) -> list[Key]:
    """Each after those of `needs` that it builds on."""
    missing = {key: {need for need in needs[key] if need in needs and need != key} for key in needs}
    ready = [(rank[key], key) for key, open_needs in missing.items() if not open_needs]
    heapify(ready)
    ordered: list[Key] = []
    while missing:
        key = heappop(ready)[1] if ready else _where_to_cut(missing, rank)
        del missing[key]
        ordered.append(key)
        for other, open_needs in missing.items():
            if key in open_needs:
                open_needs.discard(key)
                if not open_needs:
                    heappush(ready, (rank[other], other))
    return ordered


def circle_in[Key: Hashable](
    needs: Mapping[Key, Collection[Key]], rank: Mapping[Key, Any]
) -> list[Key]:
    """The steps of a circle, each building on the next and the last on the first; empty if there is none."""
    by_rank = rank.__getitem__
    graph = {key: sorted(set(needs[key]) & needs.keys(), key=by_rank) for key in needs}
    try:
        TopologicalSorter({key: graph[key] for key in sorted(graph, key=by_rank)}).prepare()
    except CycleError as error:
        # Each is built on by the next, and the first stands at both ends.
        circle: list[Key] = error.args[1][:0:-1]
        start = circle.index(min(circle, key=by_rank))
        return circle[start:] + circle[:start]
    return []


def _where_to_cut[Key: Hashable](
    missing: Mapping[Key, Collection[Key]], rank: Mapping[Key, Any]
) -> Key:
    return circle_in(missing, rank)[0]
