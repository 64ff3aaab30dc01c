"""What rendering a text gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type Level = Literal["error", "warning"]


class TextTooLong(ValueError):
    """The text has more characters than will be rendered."""


@dataclass(frozen=True)
class Problem:
    """Something that an author should mend. Errors stand against publishing.

    `line` counts from 1; 0 stands for no line in particular. `field` is for forms of several fields.
    """

    level: Level
    message: str
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True)
class Link:
    """Where a link points, as written, and the line that it stands in."""

    address: str
    line: int
    field: str = ""


@dataclass(frozen=True)
class Heading:
    """An entry of the contents list; `id` is the anchor."""

    id: str
    text: str
    children: tuple["Heading", ...] = ()


@dataclass(frozen=True)
class PanelCall:
    """A panel as a text asks for it: names and values are the author's, not yet checked."""

    name: str
    arguments: Mapping[str, str]
    inline: bool = False
    line: int = 0


@dataclass(frozen=True)
class Rendered:
    """`html` is sanitized and holds a placeholder for each panel (see `placeholders`)."""

    html: str
    contents: tuple[Heading, ...]
    words: int
    panels: tuple[PanelCall, ...]
    problems: tuple[Problem, ...]
    links: tuple[Link, ...] = ()
