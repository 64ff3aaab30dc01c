"""A listing's own text: Markdown, of which less is kept than of a guide's.

It comes from outside and goes out again in feeds and to search engines. So it holds no live panels and
no anchors, its headings lie below those of the page, and its links don't vouch for where they lead.
"""

import re
from typing import Final

import nh3

from portal import markdown

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
