"""The gaps that a rendered text leaves for its panels.

A gap is an HTML comment. It is written after sanitizing, which removes all comments, so none can come
from an author. The values inside are JSON without `<`, `>` and `--`.
"""

import json
import re
from enum import StrEnum
from typing import Final, NamedTuple

from portal.markdown.results import PanelCall

_GAP: Final = re.compile(r"<!--panel:([ibn]) ([a-z0-9-]+) (\{[^<>]*\})-->")
_UNSAFE: Final = (("<", "\\u003c"), (">", "\\u003e"), ("--", "-\\u002d"))


class Mode(StrEnum):
    """Where a panel stands: in a sentence, between the blocks of the text, or inside one of them."""

    INLINE = "i"
    BLOCK = "b"
    NESTED = "n"
    PAGE = "p"  # placed by a page, not by a text


class Gap(NamedTuple):
    mode: str
    name: str
    arguments: str  # JSON

    def call(self) -> PanelCall:
        return PanelCall(self.name, json.loads(self.arguments), self.mode == Mode.INLINE)

    def __str__(self) -> str:
        """As it stands in the text."""
        return f"<!--panel:{self.mode} {self.name} {self.arguments}-->"


def placeholder(call: PanelCall, mode: Mode) -> str:
    return str(Gap(mode.value, call.name, encoded(call)))


def encoded(call: PanelCall) -> str:
    """The arguments as JSON that may stand in a comment; equal arguments give equal text."""
    values = json.dumps(dict(sorted(call.arguments.items())), separators=(",", ":"))
    for raw, safe in _UNSAFE:
        values = values.replace(raw, safe)
    return values


def split(html: str) -> tuple[list[str], list[Gap]]:
    """The pieces around the gaps, and the gaps: always one piece more than gaps."""
    parts = _GAP.split(html)
    gaps = [Gap(*parts[start : start + 3]) for start in range(1, len(parts), 4)]
    return parts[::4], gaps
