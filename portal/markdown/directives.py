"""`{{ name argument=value }}`: how an author asks for a panel, in a sentence or alone in a paragraph."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from portal.markdown.draft import Draft
from portal.markdown.placeholders import Mode
from portal.markdown.results import PanelCall

# Lengths are bounded and repetitions possessive: a hostile line costs no more than its length.
_VALUE: Final = r'"[^"\n]{0,300}"|“[^”\n]{0,300}”'
_DIRECTIVE: Final = re.compile(
    r"\{\{[ \t]*+([a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,8})(?=[ \t}])"
    rf'((?:{_VALUE}|[^{{}}"“”\n]){{0,600}}+)\}}\}}'
)
_ARGUMENT: Final = re.compile(rf"([a-z][a-z0-9_]*)=({_VALUE}|[^\s\"“”=]+)(?=\s|$)")


class Written(NamedTuple):
    """A panel as its author wrote it."""

    name: str
    arguments: tuple[tuple[str, str], ...]


def written_in(text: str) -> list[Written]:
    """The panels that a text names, without a look at the Markdown around them."""
    return [
        Written(found[1], tuple(arguments_of(found[2].strip())[0].items()))
        for found in _DIRECTIVE.finditer(text)
    ]


def directive(name: str, arguments: Mapping[str, str]) -> str:
    """What an author writes for a panel; raises `ValueError` for a value that can’t be written."""
    return " ".join(["{{", name, *(f"{key}={_quoted(arguments[key])}" for key in arguments), "}}"])


def _quoted(value: str) -> str:
    for written in (value, f'"{value}"', f"“{value}”"):
        if arguments_of(f"x={written}") == ({"x": value}, []) and not {"{", "}"} & {*value}:
            return written
    raise ValueError(f"“{value[:60]}” can’t be written: leave out quotes, braces and line breaks.")


def directive_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "panel", _directive)
    md.add_render_rule("panel", _draw)


def _directive(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{", state.pos):
        return False
    found = _DIRECTIVE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("panel", "", 0)
        token.content = found[1]
        token.meta = {"arguments": found[2].strip()}
    state.pos = found.end()
    return True


def arguments_of(text: str) -> tuple[dict[str, str], list[str]]:
    """The arguments by name, and what is wrong with how they are written."""
    found: dict[str, str] = {}
    wrong = []
    position = 0
    while position < len(text):
        match = _ARGUMENT.match(text, position)
        if match is None:
            junk = text[position:].split(maxsplit=1)[0]
            wrong.append(
                f"“{junk[:60]}” is not an argument. Write name=value; "
                "put a value with spaces in quotes; separate a list by commas alone."
            )
            break
        name, value = match[1], match[2]
        if name in found:
            wrong.append(f"The argument “{name}” is given twice.")
        found[name] = value[1:-1] if value[0] in '"“' else value
        position = match.end()
        position += len(text) - position - len(text[position:].lstrip())
    return found, wrong


def place_panels(tokens: Sequence[Token], draft: Draft) -> None:
    """Turn paragraphs of panels alone into blocks, and give every panel its mark."""
    for index, token in enumerate(tokens):
        if token.type != "inline" or not token.children:
            continue
        mode = Mode.INLINE
        if index and tokens[index - 1].type == "paragraph_open" and _only_panels(token.children):
            mode = Mode.NESTED if token.level > 1 else Mode.BLOCK
            tokens[index - 1].hidden = tokens[index + 1].hidden = True
            token.children = [child for child in token.children if child.type == "panel"]
        for child, line in draft.placed(token):
            if child.type == "panel":
                _place(child, mode, line, draft)


def _only_panels(children: Sequence[Token]) -> bool:
    kinds = {child.type for child in children if child.type != "text" or child.content.strip()}
    return "panel" in kinds and kinds <= {"panel", "softbreak"}


def _place(token: Token, mode: Mode, line: int, draft: Draft) -> None:
    arguments, wrong = arguments_of(token.meta["arguments"])
    for message in wrong:
        draft.error(f"The panel “{token.content}” can’t be read. {message}", line)
    token.meta["mark"] = ""
    if not wrong:
        call = PanelCall(token.content, arguments, mode is Mode.INLINE, line)
        token.meta["mark"] = draft.mark(call, mode) + ("" if call.inline else "\n")


def _draw(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    mark: str = tokens[index].meta.get("mark", "")
    return mark
