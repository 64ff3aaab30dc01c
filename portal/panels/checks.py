"""What stands against publishing a text that asks for panels."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from difflib import get_close_matches
from typing import Any, Final

from django.db import connection, transaction

from portal.markdown import PanelCall, Problem
from portal.panels.arguments import declared, read
from portal.panels.filling import IN_SENTENCE
from portal.panels.loading import load
from portal.panels.panel import Panel, all_panels, find, get

logger = logging.getLogger(__name__)

NOTHING: Final = "It shows nothing at present."


def check(name: str, arguments: Mapping[str, str], *, inline: bool = False) -> list[str]:
    """What is wrong with a panel as an author asks for it; nothing when it may be published."""
    panel = find(name)
    if panel is None:
        return [_unknown(name)]
    reading = read(panel.arguments, arguments)
    if reading.arguments is None:
        return list(reading.problems)
    problems = [
        problem
        for argument in declared(panel.arguments)
        for problem in argument.missing(getattr(reading.arguments, argument.name))
    ]
    if inline and not panel.is_inline(reading.arguments):
        problems.append(IN_SENTENCE)
    return problems or list(panel.check(reading.arguments))


def _unknown(name: str) -> str:
    names = [panel.name for panel in all_panels()]
    close = get_close_matches(name, names, n=1)
    hint = f"Did you mean “{close[0]}”?" if close else f"There are: {', '.join(names)}."
    return f"There is no panel of this name. {hint}"


def check_calls(calls: Sequence[PanelCall]) -> list[Problem]:
    """The problems of all panels of a text, those that show nothing at present among them."""
    problems = []
    sound: dict[str, list[PanelCall]] = {}
    for call in calls:
        found = check(call.name, call.arguments, inline=call.inline)
        problems += [_problem("error", call, message) for message in found]
        if not found:
            sound.setdefault(call.name, []).append(call)
    for name, same in sound.items():
        problems += _empty(get(name), same)
    return problems


def _empty(panel: Panel[Any, Any], calls: Sequence[PanelCall]) -> Iterable[Problem]:
    arguments = [read(panel.arguments, call.arguments).arguments for call in calls]
    # A failing query must not spoil the transaction of the publishing around it.
    guard: Any = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with guard:
            loaded = load(panel, arguments)
    except Exception:
        logger.exception("The panel %s could not be checked.", panel.name)
        return [_problem("warning", calls[0], "It can’t be shown at present: see the log.")]
    level, message = ("error", panel.missing) if panel.missing else ("warning", NOTHING)
    return [
        _problem(level, call, message)
        for call, data in zip(calls, loaded, strict=True)
        if data is None
    ]


def _problem(level: Any, call: PanelCall, message: str) -> Problem:
    return Problem(level, f"Panel “{call.name}”: {message}", call.line)
