"""Where links and pictures may point."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.html import escape
from markdown_it.token import Token

from portal.markdown.draft import Draft
from portal.markdown.results import Link

SCHEMES: Final = frozenset(("http", "https", "mailto"))
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB: Final = re.compile(r"https?://[^/?#@\s\\]+(?:[/?#][^\s]*)?", re.IGNORECASE)
_NEVER: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\]|^//")
_WORDS: Final = ("text", "code_inline", "panel", "text_special", "image")


def is_allowed(address: str) -> bool:
    """A path, a fragment, http, https or mailto; no other scheme, no `//host`, no user in a host."""
    if not address or _NEVER.search(address):
        return False
    scheme = _SCHEME.match(address)
    if scheme is None:
        return ":" not in address.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    if scheme[1].lower() == "mailto":
        return "@" in address
    return scheme[1].lower() in SCHEMES and _WEB.fullmatch(address) is not None


def is_outside(address: str) -> bool:
    """Whether a link leaves the site."""
    if not address.lower().startswith(("http://", "https://")):
        return False
    site = settings.SITE_URL
    return not (address == site or address.startswith((f"{site}/", f"{site}?", f"{site}#")))


def is_own_picture(address: str) -> bool:
    return address.startswith("/") and is_allowed(address)


def check_links_and_pictures(tokens: Sequence[Token], draft: Draft) -> None:
    for index, token in enumerate(tokens):
        if token.type != "inline" or not token.children:
            continue
        _check_links(token, draft)
        for child, line in draft.placed(token):
            if child.type == "image":
                _check_picture(child, line, draft)
        if index and tokens[index - 1].type == "paragraph_open":
            _make_figure(tokens[index - 1], token, tokens[index + 1])


def _check_links(inline: Token, draft: Draft) -> None:
    opened: Token | None = None
    has_words = False
    kept: list[Token] = []
    for child, line in draft.placed(inline):
        if child.type == "link_open":
            opened, has_words = child, False
            if not _mend_link(child, line, draft):
                continue
        elif child.type == "link_close":
            if not has_words:
                draft.error("The link has no words to follow.", line)
                kept = [other for other in kept if other is not opened]
            is_left_out = not has_words or (opened is not None and opened.hidden)
            opened = None
            if is_left_out:
                continue
        elif child.type in _WORDS and (child.type != "text" or child.content.strip()):
            has_words = True
            if child.type == "panel" and opened is not None:
                draft.error("A panel brings its own link: it can’t stand inside another.", line)
        kept.append(child)
    inline.children = kept


def _mend_link(link: Token, line: int, draft: Draft) -> bool:
    """Mark a link that leaves the site; say what is wrong with one that must not be."""
    address = str(link.attrs.get("href", ""))
    if is_allowed(address):
        draft.links.append(Link(address, line))
        if is_outside(address):
            link.attrs["rel"] = "nofollow noopener"
        return True
    link.hidden = True
    if address:
        draft.error(
            f"The address “{address[:80]}” is not allowed: links start with https://, mailto: or /.",
            line,
        )
    else:
        draft.error("The link has no address.", line)
    return False


def _check_picture(picture: Token, line: int, draft: Draft) -> None:
    address = str(picture.attrs.get("src", ""))
    if not is_own_picture(address):
        picture.hidden = True
        draft.error(
            f"The picture “{address[:80]}” is not on this site: upload it and use its path, /media/….",
            line,
        )
    if not picture.content.strip():
        draft.error("The picture has no description in words: write it in the brackets.", line)


def _make_figure(opening: Token, inline: Token, closing: Token) -> None:
    """A picture alone in its paragraph becomes a figure; its title is the caption."""
    children = inline.children or []
    if len(children) != 1 or children[0].type != "image" or opening.hidden:
        return
    if children[0].hidden:
        return
    opening.tag = closing.tag = "figure"
    opening.attrs["class"] = "figure"
    if title := str(children[0].attrs.get("title", "")):
        children.append(Token("figcaption", "figcaption", 0, content=title))


def draw_picture(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    picture = tokens[index]
    words = renderer.renderInlineAsText(picture.children, options, env)
    if picture.hidden:
        return escape(words)
    address = escape(str(picture.attrs["src"]))
    return f'<img src="{address}" alt="{escape(words)}" loading="lazy" decoding="async">'


def draw_caption(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"<figcaption>{escape(tokens[index].content)}</figcaption>"
