"""Live pieces: a name, typed arguments, data, a template, and the topics that it depends on.

See `panel` for what one is, `arguments` for what it may be asked, `filling` for how it reaches readers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from portal.panels.arguments import AtLeast, AtMost, Between, Exists, Help, Renamed, Slug
from portal.panels.panel import Cited, Headline, Panel, register

if TYPE_CHECKING:
    from portal.panels.checks import check, check_calls
    from portal.panels.citations import (
        Citation,
        Citing,
        cited_by,
        citing,
        describe,
        described,
        tell_citing,
        when_cited_move,
    )
    from portal.panels.data import blocks, calls_in, data_of, gap_for, names_in, place, points
    from portal.panels.filling import fill, fill_all, fill_sentences
    from portal.panels.headlines import headline_gap, headline_in

# These need models, which are not there yet when Django imports this package as an app.
_LATER: Final = {
    "Citation": "citations",
    "Citing": "citations",
    "blocks": "data",
    "calls_in": "data",
    "check": "checks",
    "check_calls": "checks",
    "cited_by": "citations",
    "citing": "citations",
    "data_of": "data",
    "describe": "citations",
    "described": "citations",
    "fill": "filling",
    "fill_all": "filling",
    "fill_sentences": "filling",
    "gap_for": "data",
    "headline_gap": "headlines",
    "headline_in": "headlines",
    "names_in": "data",
    "place": "data",
    "points": "data",
    "tell_citing": "citations",
    "when_cited_move": "citations",
}

__all__ = (
    "AtLeast",
    "AtMost",
    "Between",
    "Citation",
    "Cited",
    "Citing",
    "Exists",
    "Headline",
    "Help",
    "Panel",
    "Renamed",
    "Slug",
    "blocks",
    "calls_in",
    "check",
    "check_calls",
    "cited_by",
    "citing",
    "data_of",
    "describe",
    "described",
    "fill",
    "fill_all",
    "fill_sentences",
    "gap_for",
    "headline_gap",
    "headline_in",
    "names_in",
    "place",
    "points",
    "register",
    "tell_citing",
    "when_cited_move",
)


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
