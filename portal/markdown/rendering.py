"""Markdown in, sanitized HTML with gaps for panels out."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.markdown.addresses import check_links_and_pictures, draw_caption, draw_picture
from portal.markdown.bare_links import bare_links
from portal.markdown.callouts import callout_plugin
from portal.markdown.directives import directive_plugin, place_panels
from portal.markdown.draft import Draft
from portal.markdown.footnotes import footnotes
from portal.markdown.headings import anchor_headings
from portal.markdown.reading import plain_text
from portal.markdown.results import PanelCall, Problem, Rendered, TextTooLong
from portal.markdown.sanitizing import sanitized
from portal.markdown.tables import finish_tables

type PanelCheck = Callable[[Sequence[PanelCall]], Iterable[Problem]]

LONGEST: Final = 200_000  # characters
DEEPEST: Final = 20  # lists and quotes inside each other
_STRAY: Final = re.compile(r"\{\{")
_panel_checks: list[PanelCheck] = []


def check_panels_with(check: PanelCheck) -> None:
    """Let those who know the panels say what is wrong with the ones that a text asks for."""
    _panel_checks[:] = [check]


def render(text: str) -> Rendered:
    """Render a text of up to 200,000 characters; a longer one raises `TextTooLong`."""
    draft = Draft()
    tokens = _parse(text, draft)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        draft.error("Lists or quotes are nested too deep; what is inside is not shown.", 1)
    tokens = finish_tables(tokens, draft)
    check_links_and_pictures(tokens, draft)
    place_panels(tokens, draft)
    contents = anchor_headings(tokens, draft)
    _find_strays(tokens, draft)
    html = draft.with_gaps(sanitized(_md.renderer.render(tokens, _md.options, {})))
    for check in _panel_checks:
        draft.problems += check(draft.panels)
    return Rendered(
        html=html,
        contents=contents,
        words=len(plain_text(tokens).split()),
        panels=tuple(draft.panels),
        problems=tuple(sorted(draft.problems, key=lambda problem: problem.line)),
        links=tuple(draft.links),
    )


def text_of(text: str) -> str:
    """The words alone, one line for each block: for descriptions, search and counting."""
    draft = Draft()
    return plain_text(finish_tables(_parse(text, draft), draft))


def _parse(text: str, draft: Draft) -> list[Token]:
    if len(text) > LONGEST:
        raise TextTooLong(
            f"The text has {len(text):,} characters; {LONGEST:,} are allowed. Split it into parts."
        )
    whole = text.encode("utf-8", "replace").decode()  # a lone surrogate is no character
    return _md.parse(whole, {"draft": draft})


def _find_strays(tokens: Sequence[Token], draft: Draft) -> None:
    for token in tokens:
        if token.type != "inline" or "{{" not in token.content:
            continue
        for child, line in draft.placed(token):
            if child.type == "text" and _STRAY.search(child.content):
                draft.warn("“{{” starts no panel here and is shown as it is.", line)


def _draw_code(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
    attribute = f' class="language-{escape(language)}"' if language else ""
    return f'<pre tabindex="0"><code{attribute}>{escape(token.content)}</code></pre>\n'


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    md.disable(["html_block", "html_inline"])
    md.enable(["table", "strikethrough"])
    md.use(bare_links).use(footnotes).use(callout_plugin).use(directive_plugin)
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # judged in `addresses`, with a message
    md.add_render_rule("fence", _draw_code)
    md.add_render_rule("code_block", _draw_code)
    md.add_render_rule("image", draw_picture)
    md.add_render_rule("figcaption", draw_caption)
    # The rules are compiled at the first use; threads must not find them half done.
    for ruler in (md.core.ruler, md.block.ruler, md.inline.ruler, md.inline.ruler2):
        ruler.getRules("")
    return md


_md: Final = _parser()
