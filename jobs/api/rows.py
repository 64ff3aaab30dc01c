"""The rows of the public list, as a cursor goes through them."""

from datetime import datetime
from itertools import islice
from typing import NamedTuple

from jobs.finding.bits import places_down, places_up
from jobs.finding.search import Search
from portal.api.pagination import Position


class Edge(NamedTuple):
    """A job of a page, as the cursor names it."""

    pk: int
    published_at: datetime


def rows_beyond(search: Search, backwards: bool, position: Position, stop: int) -> list[Edge]:
    """The jobs found on one side of a position, nearest first; newest first if it isn't backwards."""
    index, edge = search.index, None
    if position is not None:
        edge, is_there = index.place_of(position[0], position[1])
        edge += is_there and backwards
    places = places_up(search.found, edge or 0) if backwards else places_down(search.found, edge)
    return [Edge(index.keys[place], index.published_at(place)) for place in islice(places, stop)]
