"""Rows as CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

# What a spreadsheet would take for the start of a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


DEFUSED: Final = "'"


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """RFC 4180, with cells defused that a spreadsheet would run as formulas."""
    return "".join(as_lines(rows, columns))


def as_lines(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[str]:
    """The same, a row at a time: for more rows than should stand in memory at once."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows of a file that `as_csv` made, every text as it was before it was defused."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{name: restored(cell) for name, cell in row.items()} for row in rows]


def defused(text: str) -> str:
    """With an apostrophe before what would run as a formula, or would be taken for defused."""
    return f"{DEFUSED}{text}" if _is_formula(text) else text


def restored(cell: str) -> str:
    """Undoes `defused`, exactly."""
    is_defused = cell.startswith(DEFUSED) and _is_formula(cell[1:])
    return cell[1:] if is_defused else cell


def _is_formula(text: str) -> bool:
    """Apostrophes before a formula make no difference: else nobody could tell whose the first one is."""
    return text.lstrip(DEFUSED).lstrip(" ").startswith(FORMULA)


def _cell(value: object) -> object:
    """Numbers stay numbers, negative ones too."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return defused(value) if isinstance(value, str) else value
