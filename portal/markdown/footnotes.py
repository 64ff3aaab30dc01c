"""Footnotes that can be followed there and back, by ear too."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def footnotes(md: MarkdownIt) -> None:
    """Notes written in place (`^[…]`) are left out: the plugin reads them without a bound on depth."""
    md.use(footnote_plugin, inline=False)
    md.add_render_rule("footnote_ref", _reference)
    md.add_render_rule("footnote_block_open", _open_notes)
    md.add_render_rule("footnote_open", _open_note)
    md.add_render_rule("footnote_anchor", _way_back)


def _names(token: Token) -> tuple[int, str]:
    """The note's number, and the name of one place that refers to it."""
    number, again = token.meta["id"] + 1, token.meta.get("subId") or 0
    return number, f"{number}-{again + 1}" if again else f"{number}"


def _reference(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    number, place = _names(tokens[index])
    return (
        f'<sup class="footnote-ref"><a id="fnref-{place}" href="#fn-{number}" role="doc-noteref" '
        f'aria-label="Footnote {number}">{number}</a></sup>'
    )


def _open_notes(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n'


def _open_note(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<li id="fn-{_names(tokens[index])[0]}">'


def _way_back(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    _, place = _names(tokens[index])
    return (
        f' <a class="footnote-back" href="#fnref-{place}" role="doc-backlink" '
        f'aria-label="Back to reference {place}">↩\ufe0e</a>'
    )
