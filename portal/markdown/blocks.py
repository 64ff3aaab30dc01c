"""A rendered text taken apart into typed blocks; its panels are still gaps.

Whatever it has no type for stays a block of HTML, so that nothing gets lost.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin

from portal.links import site
from portal.markdown.elements import GAP, HEADINGS, Element, attributes, tree
from portal.markdown.placeholders import Gap, split

type Block = dict[str, Any]

_PICTURE: Final = re.compile(r"<img ([^>]*)>")
_NO_WORDS: Final = re.compile(
    r'<sup class="footnote-ref">.*?</sup>|<a class="footnote-back" .*?</a>|<[^>]*>', re.DOTALL
)
_BLOCK_END: Final = re.compile(
    r"</(?:p|h[1-6]|li|t[dh]|d[dt]|caption|figcaption|pre|blockquote)>|<br ?/?>"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands: its block, among which others, and the gap that says what it is."""

    block: Block
    among: list[Block]
    gap: Gap


class Taken:
    """The blocks of a text.

    `words` are the dictionaries whose `html` may hold gaps of panels in sentences; `places` the panels
    that stand apart. Whoever fills the first calls `finish`.
    """

    def __init__(self, html: str) -> None:
        self.html = html
        self.words: list[Block] = []
        self.places: list[Place] = []
        self.blocks = self._blocks_in(tree(html))

    @staticmethod
    def finish(words: Block, html: str) -> None:
        """Put the filled HTML in, and its text beside it where there is to be one."""
        words["html"] = html
        if "text" in words:
            words["text"] = text_of(html)

    def _blocks_in(self, element: Element, *, after: int = 0) -> list[Block]:
        """The children from the index `after` on, gathered under their headings."""
        root: list[Block] = []
        levels = [(1, root)]
        at = element.children[after - 1].end if after else element.inner
        for child in element.children[after:]:
            self._keep(levels[-1][1], at, child.start)
            at = child.end
            if child.tag in HEADINGS:
                level = int(child.tag[1])
                while levels[-1][0] >= level:
                    levels.pop()
                section = self._section(child, level)
                levels[-1][1].append(section)
                levels.append((level, section["blocks"]))
            elif child.tag == "section":
                root.append(self._notes(child))
            elif child.tag == GAP:
                self._place(child, levels[-1][1])
            else:
                levels[-1][1].append(self._block(child))
        self._keep(levels[-1][1], at, element.close)
        return root

    def _keep(self, among: list[Block], start: int, end: int) -> None:
        """What stands between two elements, if it is more than white space."""
        if loose := self.html[start:end].strip():
            among.append(self._html("html", loose))

    def _place(self, gap: Element, among: list[Block]) -> None:
        block: Block = {"type": "panel"}
        among.append(block)
        [found] = split(self.html[gap.start : gap.end])[1]
        self.places.append(Place(block, among, found))

    def _html(self, kind: str, html: str) -> Block:
        block: Block = {"type": kind, "html": html}
        self.words.append(block)
        return block

    def _inside(self, element: Element, **more: object) -> Block:
        words = {**more, "html": self.html[element.inner : element.close].strip()}
        self.words.append(words)
        return words

    def _short(self, element: Element, **more: object) -> Block:
        """Words that may be wanted without markup: they come both ways."""
        return self._inside(element, text="", **more)

    def _block(self, element: Element) -> Block:
        kind = element.attributes.get("class", "")
        match element.tag:
            case "p":
                block = self._html("paragraph", self._whole(element))
            case "ul" | "ol":
                block = self._list(element)
            case "div" if kind == "table-wrap":
                block = self._table(element)
            case "aside" if kind.startswith("callout "):
                block = self._callout(element, kind)
            case "figure":
                block = self._picture(element)
            case "pre":
                block = self._code(element)
            case "blockquote":
                block = {"type": "quote", "blocks": self._blocks_in(element)}
            case "hr":
                block = {"type": "rule"}
            case _:
                block = self._html("html", self._whole(element))
        return block

    def _whole(self, element: Element) -> str:
        return self.html[element.start : element.end]

    def _section(self, heading: Element, level: int) -> Block:
        return {
            "type": "section",
            "level": level,
            "id": heading.attributes.get("id", ""),
            "title": self._short(heading),
            "blocks": [],
        }

    def _list(self, element: Element) -> Block:
        is_ordered = element.tag == "ol"
        return {
            "type": "list",
            "ordered": is_ordered,
            "start": int(element.attributes.get("start", 1)) if is_ordered else None,
            "items": [self._inside(item) for item in element.children if item.tag == "li"],
        }

    def _table(self, element: Element) -> Block:
        caption = next(element.all("caption"), None)
        head, *rows = element.all("tr")
        return {
            "type": "table",
            "caption": self._short(caption) if caption else None,
            "columns": [self._short(cell, align=_alignment(cell)) for cell in head.all("th", "td")],
            "rows": [self._row(row) for row in rows],
        }

    def _row(self, row: Element) -> Block:
        header, *cells = map(self._short, row.all("th", "td"))
        return {"header": header, "cells": cells}

    def _callout(self, element: Element, kind: str) -> Block:
        return {
            "type": "callout",
            "kind": kind.rpartition("--")[2],
            "title": self._short(element.children[0]),
            "blocks": self._blocks_in(element, after=1),
        }

    def _picture(self, element: Element) -> Block:
        found = _PICTURE.search(self._whole(element))
        given = attributes(found[1]) if found else {}
        caption = next(element.all("figcaption"), None)
        return {
            "type": "picture",
            "src": urljoin(f"{site()}/", given.get("src", "")),
            "alt": given.get("alt", ""),
            "caption": self._short(caption) if caption else None,
        }

    def _code(self, element: Element) -> Block:
        opening, _, rest = self.html[element.inner : element.close].partition(">")
        language = attributes(opening).get("class", "").removeprefix("language-")
        text = unescape(rest.removesuffix("</code>"))
        return {"type": "code", "language": language or None, "text": text}

    def _notes(self, element: Element) -> Block:
        notes = [
            self._inside(note, number=number, id=note.attributes.get("id", ""))
            for number, note in enumerate(element.all("li"), start=1)
        ]
        return {"type": "footnotes", "notes": notes}


def text_of(html: str) -> str:
    """The words alone, without the marks of footnotes."""
    return " ".join(unescape(_NO_WORDS.sub("", html)).split())


def lines_of(html: str) -> list[str]:
    """The same with a line for each paragraph, heading, item and cell."""
    return [line for block in _BLOCK_END.split(html) if (line := text_of(block))]


def _alignment(cell: Element) -> str:
    return {"num": "right", "center": "center"}.get(cell.attributes.get("class", ""), "left")
