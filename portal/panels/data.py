"""Panels as data: what the API answers."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from portal.freshness import depends_on
from portal.markdown import PanelCall
from portal.markdown.blocks import Block, Taken, text_of
from portal.markdown.placeholders import Mode, placeholder, split
from portal.panels.arguments import read
from portal.panels.filling import fill_all
from portal.panels.loading import load
from portal.panels.panel import Panel, find, get


def place(name: str, /, **arguments: object) -> PanelCall:
    """A panel as code asks for it: lists are joined by commas, None is left out."""
    return PanelCall(
        name, {key: _written(value) for key, value in arguments.items() if value is not None}
    )


def gap_for(name: str, /, **arguments: object) -> str:
    """A gap among those of a text, for `fill_all` to fill with the others."""
    return placeholder(place(name, **arguments), Mode.BLOCK)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ",".join(str(part) for part in value)
    return str(value)


def calls_in(html: str) -> list[PanelCall]:
    """The panels that a rendered body asks for."""
    return [gap.call() for gap in split(html)[1]]


def names_in(html: str) -> set[str]:
    return {gap.name for gap in split(html)[1]}


def data_of(source: str | Iterable[PanelCall]) -> list[dict[str, Any]]:
    """Name, arguments and data of each panel of a rendered body, or of the calls.

    Panels that aren't there, or whose arguments don't fit, are left out; data is None where there is
    nothing to show. What the data depends on is noted.
    """
    calls = calls_in(source) if isinstance(source, str) else list(source)
    return [entry for entry in _entries(calls) if entry is not None]


def blocks(html: str) -> list[Block]:
    """A body as typed blocks (portal.api.blocks describes them), panels between them as data.

    Panels in sentences are drawn. Of each kind of panel the database is asked once.
    """
    taken = Taken(html)
    entries = _entries([place.gap.call() for place in taken.places])
    filled = fill_all([words["html"] for words in taken.words], notices=False)
    for words, shown in zip(taken.words, filled, strict=True):
        taken.finish(words, str(shown))
    for spot, entry in zip(taken.places, entries, strict=True):
        if entry is None:
            spot.among[:] = [block for block in spot.among if block is not spot.block]
        else:
            spot.block.update(entry)
    return taken.blocks


def points(html: str) -> list[Block]:
    """The points of a list, as text and as HTML; panels in them are drawn."""
    taken = Taken(html)
    filled = fill_all([words["html"] for words in taken.words], notices=False)
    return [{"text": text_of(shown), "html": str(shown)} for shown in filled]


def _entries(calls: Sequence[PanelCall]) -> list[dict[str, Any] | None]:
    """An entry for each call, loaded together for each kind; None for those that can't be read."""
    wanted: dict[str, dict[int, Any]] = {}
    for index, call in enumerate(calls):
        panel = find(call.name)
        reading = read(panel.arguments, call.arguments) if panel else None
        if reading and reading.arguments is not None:
            wanted.setdefault(call.name, {})[index] = reading.arguments
    entries: list[dict[str, Any] | None] = [None] * len(calls)
    for name, arguments in wanted.items():
        panel = get(name)
        for index, data in zip(arguments, load(panel, list(arguments.values())), strict=True):
            entries[index] = _entry(panel, arguments[index], data)
    return entries


def _entry(panel: Panel[Any, Any], arguments: Any, data: Any) -> dict[str, Any]:
    depends_on(*panel.topics(arguments), until=None if data is None else panel.until(data))
    return {
        "panel": panel.name,
        "arguments": asdict(arguments),
        "data": None if data is None else panel.as_data(data),
    }
