"""Panels as data: what the API answers."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from portal.freshness import depends_on
from portal.markdown import PanelCall
from portal.markdown.placeholders import Mode, placeholder, split
from portal.panels.arguments import read
from portal.panels.filling import fill_all
from portal.panels.loading import load
from portal.panels.panel import Panel, find, get


def place(name: str, **arguments: object) -> PanelCall:
    """A panel as code asks for it: lists are joined by commas, None is left out."""
    return PanelCall(
        name, {key: _written(value) for key, value in arguments.items() if value is not None}
    )


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


def blocks(html: str) -> list[dict[str, Any]]:
    """A body as typed blocks: runs of HTML, panels in sentences drawn; block panels as data."""
    pieces, gaps = split(html)
    is_apart = [gap.mode == Mode.BLOCK for gap in gaps]
    runs = [pieces[0]]
    for gap, apart, piece in zip(gaps, is_apart, pieces[1:], strict=True):
        if apart:
            runs.append(piece)
        else:
            runs[-1] += placeholder(gap.call(), Mode(gap.mode)) + piece
    filled = fill_all(runs, notices=False)
    entries = _entries([gap.call() for gap, apart in zip(gaps, is_apart, strict=True) if apart])
    found: list[dict[str, Any]] = []
    for run, entry in zip(filled, [*entries, None], strict=True):
        if run.strip():
            found.append({"type": "html", "html": str(run).strip()})
        if entry is not None:
            found.append({"type": "panel", **entry})
    return found


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
