"""Addresses that stand in the text as they are become links.

One possessive pattern of bounded length looks at each address once: the work grows with the text,
whatever is in it.
"""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_SCHEME: Final = re.compile(r"(?<![A-Za-z0-9.+-])https?\Z", re.IGNORECASE)
_LONGEST_SCHEME: Final = len("https") + 1  # and what stands before it
_REST: Final = re.compile(r"""://[^\W_][^\s<>"`{}|\\^\[\]]{0,2000}+""")
_TRAILING: Final = ".,:;!?'\"*_~’”»…"


def bare_links(md: MarkdownIt) -> None:
    md.inline.ruler.before("newline", "bare_link", _bare_link)


def _bare_link(state: StateInline, silent: bool) -> bool:
    colon = state.pos
    if state.src[colon] != ":" or state.linkLevel > 0:
        return False
    before = state.src[max(0, colon - _LONGEST_SCHEME) : colon]
    scheme, rest = _SCHEME.search(before), _REST.match(state.src, colon, state.posMax)
    if scheme is None or rest is None or not (silent or state.pending.endswith(scheme[0])):
        return False
    after = _trimmed(rest[0])
    if not silent:
        state.pending = state.pending.removesuffix(scheme[0])
        _push(state, scheme[0] + after)
    state.pos += len(after)
    return True


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it; a bracket goes unless it closes one inside."""
    unclosed = address.count("(") - address.count(")")
    while True:
        address = address.rstrip(_TRAILING)
        if address.endswith(")") and unclosed < 0:
            unclosed += 1
        elif address.endswith("("):
            unclosed -= 1
        else:
            return address
        address = address[:-1]


def _push(state: StateInline, address: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(address)}
    opening.markup, opening.info = "linkify", "auto"
    state.push("text", "", 0).content = state.md.normalizeLinkText(address)
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "linkify", "auto"
