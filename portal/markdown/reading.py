"""The text alone, and how long it takes to read."""

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

WORDS_A_MINUTE: Final = 225
_SPACES: Final = ("softbreak", "hardbreak")
_TEXTS: Final = ("text", "text_special", "code_inline")


def minutes(words: int) -> int:
    """Reading time, at least one minute."""
    return max(1, round(words / WORDS_A_MINUTE))


def text_in(inline: Token) -> str:
    """The words of a run of text: no panels, no pictures, no marks of footnotes."""
    parts = []
    for child in inline.children or ():
        if child.type in _TEXTS:
            parts.append(child.content)
        elif child.type in _SPACES:
            parts.append(" ")
    return "".join(parts)


def plain_text(tokens: Sequence[Token]) -> str:
    """One line for each block of the text."""
    lines = []
    for token in tokens:
        if token.type == "inline":
            lines.append(" ".join(text_in(token).split()))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)
