"""The last word on what rendered Markdown may hold: whatever is not named here is removed."""

import re
from typing import Final

import nh3

from portal.markdown.addresses import SCHEMES, is_allowed, is_own_picture

_TAGS: Final = frozenset(
    (
        "a",
        "aside",
        "blockquote",
        "br",
        "caption",
        "code",
        "del",
        "div",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_ATTRIBUTES: Final = {
    "a": {"href", "title", "class", "id", "aria-label"},
    "aside": {"class", "aria-labelledby"},
    "caption": {"id"},
    "code": {"class"},
    "div": {"class", "aria-labelledby", "aria-label"},
    "figure": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "img": {"src", "alt"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"class", "id"},
    "section": {"class", "aria-label"},
    "sup": {"class"},
    "table": {"class"},
    "td": {"class", "data-label"},
    "th": {"class"},
}
_VALUES: Final = {
    "a": {"rel": {"nofollow noopener"}, "role": {"doc-noteref", "doc-backlink"}},
    "aside": {"role": {"note"}},
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "pre": {"tabindex": {"0"}},
    "section": {"role": {"doc-endnotes"}},
    "th": {"scope": {"col", "row"}},
}
_CLASSES: Final = {
    "a": {"footnote-back"},
    "aside": {"callout", "callout--tip", "callout--note", "callout--warning"},
    "div": {"table-wrap"},
    "figure": {"figure"},
    "p": {"callout__title"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
    "table": {"data", "data--stack"},
    "td": {"num", "center"},
    "th": {"num", "center"},
}
_LANGUAGE: Final = re.compile(r"language-[A-Za-z0-9_+#-]{1,30}")
_ANCHOR: Final = re.compile(r"(?:h|t|c|fn|fnref)-[\w-]{1,80}")


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return _classes(tag, value)
    if attribute in ("id", "aria-labelledby"):
        return value if _ANCHOR.fullmatch(value) else None
    if attribute == "href":
        return value if is_allowed(value) else None
    if attribute == "src":
        return value if is_own_picture(value) else None
    return value


def _classes(tag: str, value: str) -> str | None:
    if tag == "code":
        return value if _LANGUAGE.fullmatch(value) else None
    allowed = _CLASSES.get(tag, set())
    return " ".join(name for name in value.split() if name in allowed) or None


_cleaner: Final = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    tag_attribute_values=_VALUES,
    attribute_filter=_filter,
    url_schemes=SCHEMES,
    link_rel=None,
)


def sanitized(html: str) -> str:
    return _cleaner.clean(html)
