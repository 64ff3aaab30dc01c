"""Anchors that stay, and the contents list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.text import slugify
from markdown_it.token import Token

from portal.markdown.draft import Draft
from portal.markdown.reading import text_in
from portal.markdown.results import Heading

LONGEST: Final = 60  # characters of an anchor


@dataclass
class _Entry:
    level: int
    id: str
    text: str
    children: list["_Entry"] = field(default_factory=list)

    def frozen(self) -> Heading:
        return Heading(self.id, self.text, tuple(child.frozen() for child in self.children))


def anchor_headings(tokens: Sequence[Token], draft: Draft) -> tuple[Heading, ...]:
    """Give every heading its anchor; returns the contents list. (A script adds the button that copies it.)"""
    taken: dict[str, int] = {}
    before = 1
    root = _Entry(1, "", "")
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        inline = tokens[index + 1]
        line, level = draft.line(token), int(token.tag[1])
        if level == 1:
            draft.error("Headings start at “##”: the title of the page is the first level.", line)
            level = 2
            token.tag = tokens[index + 2].tag = "h2"
        elif level > before + 1:
            draft.error(f"A level is skipped: h{level} follows h{before}.", line)
        before = level
        text = text_in(inline).strip()
        if not text:
            draft.error("The heading is empty.", line)
        token.attrs["id"] = anchor = _unique(text, taken)
        if token.level == 0 and text:
            _last_below(root, level).children.append(_Entry(level, anchor, text))
    return root.frozen().children


def _unique(text: str, taken: dict[str, int]) -> str:
    """The prefix keeps an anchor from taking a name that scripts or styles look for.

    `taken` holds the last number given to each anchor, so that many equal headings cost little.
    """
    stem = f"h-{slugify(text, allow_unicode=True)[:LONGEST].strip('-') or 'section'}"
    anchor, number = stem, taken.get(stem, 0)
    while anchor in taken:
        number += 1
        anchor = f"{stem}-{number}"
    taken[stem] = max(number, 1)
    taken.setdefault(anchor, 1)
    return anchor


def _last_below(root: _Entry, level: int) -> _Entry:
    entry = root
    while entry.children and entry.children[-1].level < level:
        entry = entry.children[-1]
    return entry
