"""The elements of a rendered text that give it its structure, found in one pass.

It reads what the sanitizer put into canonical form: well-formed, and without `>` inside of attributes.
Links, emphasis and the like are no structure and are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
GAP: Final = "gap"  # the tag of a panel's place
_PAIRED: Final = frozenset(
    (
        *HEADINGS,
        *("aside", "blockquote", "caption", "div", "figcaption", "figure", "li", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
_TAG: Final = re.compile(r"<!--panel:[^>]*-->|<(/?)([a-z][a-z0-9]*)([^>]*)>")
_ATTRIBUTE: Final = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(slots=True)
class Element:
    """A stretch of the text: the whole of it from `start` to `end`, what is inside from `inner` to `close`."""

    tag: str
    start: int
    inner: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    close: int = 0
    end: int = 0

    def all(self, *tags: str) -> Iterator["Element"]:
        """Those inside it with one of the tags, in order; not what is inside of them."""
        for child in self.children:
            if child.tag in tags:
                yield child
            else:
                yield from child.all(*tags)


def tree(html: str) -> Element:
    """The whole text as an element with those inside it."""
    root = Element("", 0, 0, close=len(html), end=len(html))
    opened = [root]
    for found in _TAG.finditer(html):
        is_closing, tag, given = found.groups()
        if tag is None or tag == "hr":
            opened[-1].children.append(
                Element(tag or GAP, found.start(), found.end(), close=found.end(), end=found.end())
            )
        elif tag not in _PAIRED:
            continue
        elif not is_closing:
            element = Element(tag, found.start(), found.end(), attributes(given))
            opened[-1].children.append(element)
            opened.append(element)
        elif len(opened) > 1:
            element = opened.pop()
            element.close, element.end = found.start(), found.end()
    return root


def attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}
