"""Two texts as one, with what went and what came marked word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.publishing.alignment import Budget, Run, align

type Mark = Literal["same", "gone", "new"]

CONTEXT: Final = 2  # unchanged lines shown beside a change
ALIKE: Final = 0.3  # of the longer text: with less in common the two stand one after the other
_WORD: Final = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")
_TAGS: Final[dict[Mark, str]] = {
    "same": "{}",
    "gone": "<del>{}</del>",
    "new": "<ins>{}</ins>",
}


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str

    @property
    def html(self) -> SafeString:
        return format_html(_TAGS[self.mark], self.text)


@dataclass(frozen=True)
class Block:
    """A stretch of a text: `folded` ones hold only unchanged lines that need not be shown."""

    pieces: tuple[Piece, ...]
    folded: bool = False

    @property
    def html(self) -> SafeString:
        return format_html_join("", "{}", ((piece.html,) for piece in self.pieces))

    @property
    def lines(self) -> int:
        return sum(piece.text.count("\n") for piece in self.pieces) + 1


def marked(old: str, new: str, budget: Budget) -> tuple[Piece, ...]:
    """Both texts as one."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    runs = align(before, after, budget)
    shared = sum(len(word) for run in runs if run.same for word in before[run.old] if word.strip())
    if shared < ALIKE * max(len(old), len(new)):
        return _pieces([("gone", old), ("new", new)])
    return _pieces(_by_words(runs, before, after))


def _by_words(
    runs: Sequence[Run], before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Mark, str]]:
    """A space between two changed words belongs to the change, or each word would stand alone."""
    gone = new = ""
    for at, run in enumerate(runs):
        old = "".join(before[run.old])
        if run.same and (old.strip(" \t") or not 0 < at < len(runs) - 1):
            yield from (("gone", gone), ("new", new), ("same", old))
            gone = new = ""
        else:
            gone += old
            new += "".join(after[run.new])
    yield from (("gone", gone), ("new", new))


def _pieces(texts: Sequence[tuple[Mark, str]] | Iterator[tuple[Mark, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(mark, text) for mark, text in texts if text)


def by_lines(old: str, new: str, budget: Budget) -> tuple[Block, ...]:
    """Long texts: changed lines with their words marked, and the unchanged ones around them."""
    before, after = old.split("\n"), new.split("\n")
    runs = align(before, after, budget)
    blocks: list[Block] = []
    for at, run in enumerate(runs):
        if run.same:
            blocks += _unchanged(before[run.old], is_first=at == 0, is_last=at == len(runs) - 1)
        else:
            theirs, ours = "\n".join(before[run.old]), "\n".join(after[run.new])
            blocks.append(Block(marked(theirs, ours, budget) or _empty_lines(run)))
    return tuple(blocks)


def _empty_lines(run: Run) -> tuple[Piece, ...]:
    """One empty line, which joined is nothing, came or went."""
    return (Piece("new" if run.new.stop > run.new.start else "gone", "¶"),)


def _unchanged(lines: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Block]:
    head, tail = 0 if is_first else CONTEXT, 0 if is_last else CONTEXT
    if len(lines) <= head + tail + 1:
        head, tail = len(lines), 0
    middle = len(lines) - tail
    for part, folded in (
        (lines[:head], False),
        (lines[head:middle], True),
        (lines[middle:], False),
    ):
        if part:
            yield Block((Piece("same", "\n".join(part)),), folded)
