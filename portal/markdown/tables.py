"""Tables that say what they show: a caption, row and column headers, and a frame that scrolls."""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from portal.markdown.draft import Draft
from portal.markdown.reading import text_in

MARK: Final = "Table:"
STACKED: Final = 4  # columns from which the rows of a table become blocks on a phone
_ALIGNED: Final = {"text-align:right": "num", "text-align:center": "center"}


def finish_tables(tokens: list[Token], draft: Draft) -> list[Token]:
    """The tokens with every table framed, captioned and its headers marked."""
    done: list[Token] = []
    index = number = 0
    while index < len(tokens):
        if tokens[index].type != "table_open":
            done.append(tokens[index])
            index += 1
            continue
        end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
        number += 1
        table, caption = _without_caption_row(tokens[index : end + 1])
        index = end + 1
        if caption is None and (caption := _caption_after(tokens, index)):
            index += 3
        done += _framed(table, caption, f"t-{number}")
        if caption is None:
            draft.warn(
                "The table has no caption: put “Table: what it shows” on a line below it.",
                draft.line(table[0]),
            )
    return done


def _caption_after(tokens: Sequence[Token], index: int) -> Token | None:
    if len(tokens) < index + 3 or tokens[index].type != "paragraph_open":
        return None
    return _caption_in(tokens[index + 1])


def _caption_in(inline: Token) -> Token | None:
    """The run of text without the leading mark, if it has one and anything else."""
    first = inline.children[0] if inline.children else None
    if first is None or first.type != "text" or not first.content.startswith(MARK):
        return None
    if inline.content.strip() == MARK:
        return None
    first.content = first.content.removeprefix(MARK).lstrip()
    return inline


def _without_caption_row(table: list[Token]) -> tuple[list[Token], Token | None]:
    """A caption directly below a table was read as its last row: take it out again."""
    start = max(i for i, token in enumerate(table) if token.type == "tr_open")
    in_body = any(token.type == "tbody_open" for token in table)
    cells = [token for token in table[start:] if token.type == "inline"]
    if not in_body or any(cell.content for cell in cells[1:]):
        return table, None
    caption = _caption_in(cells[0])
    if caption is None:
        return table, None
    rest = table[:start]
    if rest[-1].type == "tbody_open":
        return [*rest[:-1], table[-1]], caption
    return [*rest, *table[-2:]], caption


def _framed(table: Sequence[Token], caption: Token | None, label: str) -> Iterator[Token]:
    frame: dict[str, str | int | float] = {"class": "table-wrap", "role": "region", "tabindex": "0"}
    frame |= (
        {"aria-labelledby": label} if caption else {"aria-label": label.replace("t-", "Table ")}
    )
    yield Token("table_wrap_open", "div", 1, attrs=frame, block=True)
    columns = [text_in(table[i + 1]) for i, token in enumerate(table) if token.type == "th_open"]
    is_wide = len(columns) >= STACKED
    table[0].attrs["class"] = "data data--stack" if is_wide else "data"
    yield table[0]
    if caption:
        yield Token("caption_open", "caption", 1, attrs={"id": label}, block=True)
        yield caption
        yield Token("caption_close", "caption", -1, block=True)
    yield from _with_headers(table[1:], columns if is_wide else ())
    yield Token("table_wrap_close", "div", -1, block=True)


def _with_headers(table: Sequence[Token], labels: Sequence[str]) -> Iterator[Token]:
    """Mark the headers (one without text is an ordinary cell); cells that stack are labelled."""
    column = 0
    for index, token in enumerate(table):
        if token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            scope = "col" if token.type == "th_open" else "" if column else "row"
            is_header = bool(scope and table[index + 1].content)
            token.tag = table[index + 2].tag = "th" if is_header else "td"
            alignment = _ALIGNED.get(str(token.attrs.pop("style", "")))
            if is_header:
                token.attrs["scope"] = scope
            elif labels and token.type == "td_open":
                token.attrs["data-label"] = labels[column]
            if alignment:
                token.attrs["class"] = alignment
            column += 1
        yield token
