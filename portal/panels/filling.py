"""Panels into the gaps of rendered texts, and onto pages.

What is drawn is remembered by name and arguments until one of its topics changes. What isn't
remembered is loaded together: one query for each kind of panel, however many stand on the page.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.freshness import Dependencies, Memory, collect, depends_on, inherit
from portal.markdown import PanelCall
from portal.markdown.placeholders import Gap, Mode, encoded, split
from portal.panels import faults
from portal.panels.arguments import read
from portal.panels.loading import load
from portal.panels.panel import Panel, find

logger = logging.getLogger(__name__)

MEMORY: Final = 8 * 1024 * 1024  # bytes of drawn panels in each process
RETRY: Final = timedelta(seconds=30)  # a page that lacks a panel because of an error is made again
NOTHING: Final = "There is nothing to show for it at present."
IN_ITS_PLACE: Final = "(not known at present)"  # inside a sentence, which would have a hole
IN_SENTENCE: Final = "It is a block: it can’t stand inside a sentence. Put blank lines around it."


class Spot(NamedTuple):
    """A place for a panel; equal blocks on one page differ by `nth`, so that their ids do."""

    name: str
    arguments: str
    mode: str
    nth: int = 0

    @property
    def uid(self) -> str:
        digest = hashlib.blake2b(f"{self.name} {self.arguments}".encode(), digest_size=5)
        return f"p{digest.hexdigest()}" + (f"-{self.nth + 1}" if self.nth else "")


class Fault(Exception):
    """Why a panel isn't shown."""


# The empty string stands for a panel that has nothing to show.
_memory: Memory[Spot, str] = Memory(MEMORY, size_of=lambda html: len(html) + 500)


def fill(html: str, *, notices: bool | None = None) -> SafeString:
    """A rendered body with its panels; see `fill_all`."""
    return fill_all((html,), notices=notices)[0]


def fill_all(bodies: Iterable[str], *, notices: bool | None = None) -> tuple[SafeString, ...]:
    """Rendered bodies of one page with their panels.

    A panel that can't be shown is left out and told to staff; inside a sentence a few words say so. With
    `notices`, for pages that only staff see, a visible remark stands in its place instead; in DEBUG both happen.
    """
    parts = [split(html) for html in bodies]
    spots = list(_spots(gap for _, gaps in parts for gap in gaps))
    shown = _drawn(spots, notices)
    return tuple(_joined(pieces, [next(shown) for _ in gaps]) for pieces, gaps in parts)


def fill_sentences(bodies: Iterable[str]) -> tuple[SafeString, ...]:
    """The same where only the words are wanted: panels that stand apart from the sentences are left out."""
    return fill_all(_with_sentences_only(html) for html in bodies)


def _with_sentences_only(html: str) -> str:
    pieces, gaps = split(html)
    kept = [str(gap) if gap.mode == Mode.INLINE else "" for gap in gaps]
    return _joined(pieces, kept)


def draw(call: PanelCall) -> SafeString:
    """A panel that a page places; nothing where it isn't there or has nothing to show."""
    if find(call.name) is None:
        return SafeString("")
    spot = Spot(call.name, encoded(call), Mode.PAGE)
    return SafeString(next(_drawn([spot])))


def _spots(gaps: Iterable[Gap]) -> Iterator[Spot]:
    seen: dict[Spot, int] = {}
    for mode, name, arguments in gaps:
        spot = Spot(name, arguments, Mode.INLINE if mode == Mode.INLINE else Mode.BLOCK)
        if spot.mode == Mode.BLOCK:
            nth = seen[spot] = seen.get(spot, -1) + 1
            spot = spot._replace(nth=nth)
        yield spot


def _joined(pieces: Sequence[str], shown: Sequence[str]) -> SafeString:
    if not shown:
        return SafeString(pieces[0])
    parts = [part for pair in zip(pieces, shown, strict=False) for part in pair]
    return SafeString("".join((*parts, pieces[-1])))


def _drawn(spots: Sequence[Spot], notices: bool | None = None) -> Iterator[str]:
    """The HTML of each spot, remembered or made."""
    made: dict[Spot, str | Fault] = {}
    missing: dict[str, list[Spot]] = {}
    for spot in spots:
        html = _memory.recall(spot)
        if html is not None:
            made[spot] = html
        elif spot not in missing.setdefault(spot.name, []):
            missing[spot.name].append(spot)
    for name, same in missing.items():
        made |= _make(find(name), same)
    for spot in spots:
        yield _shown(spot, made[spot], notices)


def _shown(spot: Spot, made: str | Fault, notices: bool | None) -> str:
    if made == "":
        if spot.mode == Mode.PAGE:
            return ""
        made = Fault(NOTHING)
    if not isinstance(made, Fault):
        return made
    if not notices:
        faults.note(spot.name, spot.arguments, str(made))
    if not (settings.DEBUG if notices is None else notices):
        return IN_ITS_PLACE if spot.mode == Mode.INLINE else ""
    tag = SafeString("span" if spot.mode == Mode.INLINE else "p")
    remark = '<{0} class="notice notice--panel">Panel “{1}”: {2}</{0}>'
    return format_html(remark, tag, spot.name, str(made))


def _make(panel: Panel[Any, Any] | None, spots: Sequence[Spot]) -> dict[Spot, str | Fault]:
    """Panels of one kind, loaded together."""
    if panel is None:
        return dict.fromkeys(spots, Fault("There is no panel of this name."))
    made: dict[Spot, str | Fault] = {}
    wanted: dict[Spot, Any] = {}
    for spot in spots:
        try:
            wanted[spot] = _arguments(panel, spot)
        except Fault as fault:
            made[spot] = fault
    if wanted:
        made |= _load_and_draw(panel, wanted)
    return made


def _arguments(panel: Panel[Any, Any], spot: Spot) -> Any:
    call = Gap(spot.mode, spot.name, spot.arguments).call()
    reading = read(panel.arguments, call.arguments)
    if reading.arguments is None:
        raise Fault(" ".join(reading.problems))
    if spot.mode == Mode.INLINE and not panel.is_inline(reading.arguments):
        raise Fault(IN_SENTENCE)
    return reading.arguments


def _load_and_draw(panel: Panel[Any, Any], wanted: dict[Spot, Any]) -> dict[Spot, str | Fault]:
    depending = {spot: Dependencies() for spot in wanted}
    try:
        with collect() as shared:
            loaded = load(panel, list(wanted.values()))
    except Exception as error:  # noqa: BLE001  a panel must not take its page down
        return dict.fromkeys(wanted, _broken(panel, error))
    made: dict[Spot, str | Fault] = {}
    for (spot, arguments), data in zip(wanted.items(), loaded, strict=True):
        dependencies = depending[spot]
        dependencies.include(shared)
        try:
            dependencies.add(panel.topics(arguments), None if data is None else panel.until(data))
            # Its template may place other panels: it hangs on what they hang on.
            with collect() as drawing:
                html = made[spot] = _html(panel, spot, arguments, data)
            dependencies.include(drawing)
        except Exception as error:  # noqa: BLE001
            made[spot] = _broken(panel, error)
        else:
            _remember(spot, html, dependencies)
    return made


def _remember(spot: Spot, html: str, dependencies: Dependencies) -> None:
    """Keep what was drawn, unless from a transaction that may yet be undone."""
    dependencies.close()
    inherit(dependencies)
    if not connection.in_atomic_block:
        _memory.put(spot, html, dependencies)


def _broken(panel: Panel[Any, Any], error: Exception) -> Fault:
    logger.error("The panel %s could not be shown.", panel.name, exc_info=error)
    depends_on(until=timezone.now() + RETRY)
    return Fault(f"It could not be shown ({type(error).__name__}): see the log.")


def _html(panel: Panel[Any, Any], spot: Spot, arguments: Any, data: Any) -> str:
    if data is None:
        return ""
    inline = panel.is_inline(arguments)
    context = {
        "data": data,
        "arguments": arguments,
        "panel": panel,
        "inline": inline,
        "uid": spot.uid,
    }
    html = get_template(panel.template).render(context).strip()
    return f"<p>{html}</p>" if html and inline and spot.mode == Mode.BLOCK else html
