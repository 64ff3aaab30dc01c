"""What is gathered about a text while it is being rendered."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from portal.markdown.placeholders import Mode, placeholder
from portal.markdown.results import Link, PanelCall, Problem

_BREAKS = ("softbreak", "hardbreak")


@dataclass
class Draft:
    """Panels are marked by a secret that is new for each rendering, and become gaps after sanitizing."""

    problems: list[Problem] = field(default_factory=list)
    panels: list[PanelCall] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _modes: list[Mode] = field(default_factory=list)
    _secret: str = field(default_factory=lambda: secrets.token_hex(16))

    def error(self, message: str, line: int) -> None:
        self.problems.append(Problem("error", message, line))

    def warn(self, message: str, line: int) -> None:
        self.problems.append(Problem("warning", message, line))

    def mark(self, call: PanelCall, mode: Mode) -> str:
        self.panels.append(call)
        self._modes.append(mode)
        return f"{self._secret}-{len(self.panels) - 1}-"

    def with_gaps(self, html: str) -> str:
        """The sanitized text, its marks replaced by gaps.

        After sanitizing, `<!--` can only be inside an attribute's value, where it is escaped here.
        """
        html = html.replace("<!--", "&lt;!--")
        if not self.panels:
            return html
        gaps = [placeholder(*pair) for pair in zip(self.panels, self._modes, strict=True)]
        return re.sub(rf"{self._secret}-(\d+)-", lambda mark: gaps[int(mark[1])], html)

    @staticmethod
    def line(token: Token) -> int:
        return token.map[0] + 1 if token.map else 0

    def placed(self, inline: Token) -> Iterator[tuple[Token, int]]:
        """The children of a run of text, each with its line."""
        line = self.line(inline)
        for child in inline.children or ():
            yield child, line
            line += child.type in _BREAKS
