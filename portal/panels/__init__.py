"""Live pieces: a name, typed arguments, data, a template, and the topics that it depends on.

See `panel` for what one is, `arguments` for what it may be asked, `filling` for how it reaches readers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from portal.panels.arguments import AtLeast, AtMost, Between, Exists, Help, Renamed, Slug
from portal.panels.panel import Panel, register

if TYPE_CHECKING:
    from portal.panels.checks import check, check_calls
    from portal.panels.data import blocks, calls_in, data_of, names_in, place
    from portal.panels.filling import fill, fill_all

# These need models, which are not there yet when Django imports this package as an app.
_LATER: Final = {
    "blocks": "data",
    "calls_in": "data",
    "check": "checks",
    "check_calls": "checks",
    "data_of": "data",
    "fill": "filling",
    "fill_all": "filling",
    "names_in": "data",
    "place": "data",
}

__all__ = (
    "AtLeast",
    "AtMost",
    "Between",
    "Exists",
    "Help",
    "Panel",
    "Renamed",
    "Slug",
    "blocks",
    "calls_in",
    "check",
    "check_calls",
    "data_of",
    "fill",
    "fill_all",
    "names_in",
    "place",
    "register",
)


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
