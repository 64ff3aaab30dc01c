"""`::: tip Title` … `:::`: a remark set apart from the text."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from portal.markdown.draft import Draft

TITLES: Final = {"tip": "Pro tip", "note": "Note", "warning": "Warning"}
_FENCE: Final = re.compile(r":{3,}[ \t]*([A-Za-z-]*)[ \t]*(.*)")


def callout_plugin(md: MarkdownIt) -> None:
    interrupted = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "callout", _callout, {"alt": interrupted})


def _callout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _fence_at(state, start)
    if found is None:
        return False
    if silent:
        return True
    draft: Draft = state.env["draft"]
    kind, title = found[1].lower(), found[2].strip()
    if not kind and not title:
        draft.error("“:::” closes a callout, but none is open here.", start + 1)
        state.line = start + 1
        return True
    if kind not in TITLES:
        draft.error(f"“{kind or title}” is no callout. There are: {', '.join(TITLES)}.", start + 1)
        kind, title = "note", title or kind
    close = _closing_line(state, start, end)
    if close is None:
        draft.error("This callout is never closed: put “:::” on a line after it.", start + 1)
    _push(state, kind, title, start, end if close is None else close)
    state.line = end if close is None else close + 1
    return True


def _fence_at(state: StateBlock, line: int) -> re.Match[str] | None:
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", begin) or state.is_code_block(line):
        return None
    return _FENCE.fullmatch(state.src, begin, state.eMarks[line])


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line of the `:::` that belongs to the callout opened at `start`, past those inside it."""
    depth = 1
    code = ""
    for line in range(start + 1, end):
        begin = state.bMarks[line] + state.tShift[line]
        if begin < state.eMarks[line] and state.sCount[line] < state.blkIndent:
            return None
        opening = state.src[begin : begin + 3]
        if opening in ("```", "~~~"):
            code = "" if code == opening else code or opening
        elif not code and (found := _fence_at(state, line)):
            depth += 1 if found[1] or found[2] else -1
            if not depth:
                return line
    return None


def _push(state: StateBlock, kind: str, title: str, start: int, end: int) -> None:
    numbers = state.env.setdefault("callouts", [])
    numbers.append(kind)
    label = f"c-{len(numbers)}"
    token = state.push("callout_open", "aside", 1)
    token.block, token.map = True, [start, end]
    token.attrs = {"class": f"callout callout--{kind}", "role": "note", "aria-labelledby": label}
    token = state.push("callout_title_open", "p", 1)
    token.block, token.attrs = True, {"class": "callout__title", "id": label}
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = title or TITLES[kind], [start, start + 1], []
    state.push("callout_title_close", "p", -1).block = True
    outer, outer_end = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", end
    state.md.block.tokenize(state, start + 1, end)
    state.parentType, state.lineMax = outer, outer_end
    state.push("callout_close", "aside", -1).block = True
