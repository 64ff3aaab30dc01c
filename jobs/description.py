"""A listing's own text: Markdown, of which less is kept than of a guide's.

It comes from outside and goes out again in feeds and to search engines. So it holds no live panels and
no anchors, its headings lie below those of the page, and its links don't vouch for where they lead.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

import nh3

from portal import markdown
from portal.markdown.blocks import text_of
from portal.markdown.elements import HEADINGS, Element, tree

NAMED: Final = 5  # gaps that are named at once
_HIGH_HEADING: Final = re.compile(r"(</?)h2\b")
_cleaner: Final = nh3.Cleaner(
    tags={
        "a",
        "blockquote",
        "br",
        "caption",
        "code",
        "del",
        "div",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    },
    clean_content_tags={"section", "figure"},
    attributes={
        "a": {"href"},
        "div": {"class"},
        "ol": {"start"},
        "table": {"class"},
        "td": {"class"},
        "th": {"class"},
    },
    tag_attribute_values={
        "div": {"role": {"region"}, "tabindex": {"0"}},
        "pre": {"tabindex": {"0"}},
        "th": {"scope": {"col", "row"}},
    },
    attribute_filter=lambda tag, name, value: None if value.startswith("#") else value,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
)


def description_html(text: str) -> str:
    return _cleaner.clean(_HIGH_HEADING.sub(r"\1h3", markdown.render(text).html))


def unfilled(text: str) -> list[str]:
    """What was begun and not filled in, the first few: headings with nothing under them by their words,
    and empty items of lists."""
    html = description_html(text)
    return list(dict.fromkeys(islice(_gaps(html, tree(html)), NAMED)))


def _gaps(html: str, element: Element) -> Iterator[str]:
    """In the order of the text; items of lists under a heading that is named already go with it."""
    passed = 0  # where the gap that was named last ends
    for index, child in enumerate(element.children):
        if child.end <= passed:
            continue
        words = text_of(html[child.inner : child.close])
        if child.tag in HEADINGS:
            end = _end_of_section(element, index)
            if not words or not text_of(html[child.end : end]):
                yield words or "a heading without words"
                passed = end
        elif child.tag == "li" and not words:
            yield "an empty item of a list"
        else:
            yield from _gaps(html, child)


def _end_of_section(element: Element, index: int) -> int:
    """Where the next heading of the same or a higher rank stands beside this one, or all is over."""
    rank = element.children[index].tag
    for child in element.children[index + 1 :]:
        if child.tag in HEADINGS and child.tag <= rank:
            return child.start
    return element.close
