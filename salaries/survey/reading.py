"""Reads a file of survey reports line by line: each line is a report, blank, or named with what is wrong.

A line is a record: no value of the schema holds a line break, so a quotation mark that is left open spoils
one line and not the rest of the file. However long the file, one line of it is held at a time.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from salaries.survey.schema import COLUMNS, Fault, Values, parse

LONGEST_LINE: Final = 4_096  # bytes; a report takes about a hundred
BOM: Final = b"\xef\xbb\xbf"
# What a file begins with that is no text at all, or text in another encoding.
MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x1f\x8b", "The file is compressed (gzip). Unpack it first."),
    (b"PK\x03\x04", "The file is a ZIP archive or an Excel workbook. Save it as CSV, unpacked."),
    (b"PK\x05\x06", "The file is an empty ZIP archive. Save the reports as CSV, unpacked."),
    (b"BZh", "The file is compressed (bzip2). Unpack it first."),
    (b"\xfd7zXZ\x00", "The file is compressed (xz). Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "The file is compressed (zstd). Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "The file is a 7z archive. Unpack it first."),
    (b"\xd0\xcf\x11\xe0", "The file is an old Excel workbook. Save it as CSV."),
    (b"PAR1", "The file is in the format Parquet. Save it as CSV."),
    (b"%PDF", "The file is a PDF. Reports are read from CSV."),
    (b"\xff\xfe", "The file is in UTF-16: it begins with the bytes 0xFF 0xFE. Save it as UTF-8."),
    (b"\xfe\xff", "The file is in UTF-16: it begins with the bytes 0xFE 0xFF. Save it as UTF-8."),
)
CONTENT_TYPES: Final = b"[Content_Types].xml"  # the first entry of every Excel workbook
SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line of the file is: a report with its values, or what is wrong with it. Lines count from 1.

    `read` is how many bytes have been read so far.
    """

    line: int
    read: int
    values: Values | None = None
    faults: tuple[Fault, ...] = ()


def read_reports(file: BinaryIO) -> Iterator[Reading]:
    """Every line below the header that is not blank. A file that is none ends with its first fault."""
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        yield Reading(1, 0, faults=(Fault("", "", "The file is empty."),))
        return
    order, fault = _header(first.content.removeprefix(BOM), first.is_whole)
    if fault:
        yield Reading(1, first.read, faults=(fault,))
        return
    is_empty = True
    for line in lines:
        if line.is_whole and not line.content.strip():
            continue
        is_empty = False
        values, faults = _report(line, order)
        yield Reading(line.number, line.read, values, faults)
    if is_empty:
        yield Reading(
            1, first.read, faults=(Fault("", "", "There is no report below the header."),)
        )


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    read: int
    content: bytes
    is_whole: bool


def _lines(file: BinaryIO) -> Iterator[_Line]:
    """Of a line that is too long only the beginning is kept; the rest is read over."""
    number = read = 0
    while content := file.readline(LONGEST_LINE):
        number += 1
        read += len(content)
        is_whole = content.endswith(b"\n") or len(content) < LONGEST_LINE
        rest = content
        while not is_whole and rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
            read += len(rest)
        yield _Line(number, read, content.rstrip(b"\r\n"), is_whole)


def _header(content: bytes, is_whole: bool) -> tuple[list[int], Fault | None]:
    """Where each column of the schema stands, or why the file can't be read at all."""
    for magic, reason in MAGIC:
        if content.startswith(magic):
            is_workbook = CONTENT_TYPES in content
            words = (
                "The file is an Excel workbook (.xlsx). Save it as CSV." if is_workbook else reason
            )
            return [], Fault("", "", words)
    text, fault = _decoded(content, is_whole)
    if fault:
        return [], fault
    for separator, name in SEPARATORS.items():
        if text.count(separator) >= len(COLUMNS) - 1:
            words = f"The columns are separated by {name}. Save the file with commas."
            return [], Fault("", text, words)
    found, fault = _split(text)
    if fault:
        return [], fault
    names = [name.strip().lower() for name in found]
    if wrong := _wrong_names(names):
        return [], Fault("", text, f"This line has to name the columns. {wrong}")
    return [names.index(name) for name in COLUMNS], None


def _wrong_names(names: Sequence[str]) -> str:
    missing = [name for name in COLUMNS if name not in names]
    extra = [name or "(no name)" for name in names if name not in COLUMNS]
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    parts = {"Missing": missing, "Not known": extra[:20], "Twice": twice}
    return " ".join(f"{word}: {', '.join(found)}." for word, found in parts.items() if found)


def _report(line: _Line, order: Sequence[int]) -> tuple[Values | None, tuple[Fault, ...]]:
    text, fault = _decoded(line.content, line.is_whole)
    if fault:
        return None, (fault,)
    found, fault = _split(text)
    if fault:
        return None, (fault,)
    if len(found) != len(COLUMNS):
        return None, (Fault("", text, _count_words(found)),)
    return parse([found[at] for at in order])


def _count_words(found: Sequence[str]) -> str:
    """How many values there are instead; an amount with a decimal comma makes two of one."""
    said = f"There {'is 1 value' if len(found) == 1 else f'are {len(found)} values'}"
    words = f"{said}, and the header names {len(COLUMNS)} columns."
    if len(found) > len(COLUMNS):
        words += " Write amounts without a comma, such as 1234.56, and a title with a comma in quotation marks."
    return words


def _decoded(content: bytes, is_whole: bool) -> tuple[str, Fault | None]:
    if not is_whole:
        words = f"The line is longer than {LONGEST_LINE:,} bytes."
        return "", Fault("", content[:80].decode("utf-8", "replace"), words)
    if b"\0" in content:
        words = (
            f"Byte {content.index(b'\0') + 1} of the line is a NUL. Save the file as UTF-8 text."
        )
        return "", Fault("", content.replace(b"\0", b"").decode("utf-8", "replace"), words)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        words = (
            f"Byte {error.start + 1} of the line, 0x{content[error.start]:02X}, is not UTF-8. "
            "Save the file as UTF-8."
        )
        return "", Fault("", content.decode("utf-8", "replace"), words)
    if "\r" in text:
        return "", Fault("", text, "A carriage return stands inside the line.")
    return text, None


def _split(text: str) -> tuple[list[str], Fault | None]:
    if '"' not in text:
        return text.split(","), None
    try:
        return next(csv.reader([text], strict=True)), None
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return [], Fault("", text, "A quotation mark is opened in this line and not closed.")
        words = "A quotation mark stands inside a value. Write two for one, and put the value in quotation marks."
        return [], Fault("", text, words)
