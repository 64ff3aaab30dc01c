"""What a file of reports may hold, and how each thing that it may not is named."""

import gzip
import io
import zipfile
from itertools import islice
from typing import Any

import pytest

from salaries.survey.codes import COUNTRIES
from salaries.survey.reading import LONGEST_LINE, Reading, read_reports
from tests.factories.surveys import HEADER, ROW, line


def read(content: bytes) -> list[Reading]:
    return list(read_reports(io.BytesIO(content)))


def with_line(bad: bytes) -> list[Reading]:
    """A good line, the bad one, and a good one again."""
    good = line().encode()
    return read(b"\n".join((HEADER.encode(), good, bad, good, b"")))


def fault_of(**values: object) -> tuple[str, str, str]:
    readings = with_line(line(**values).encode())
    assert [bool(reading.values) for reading in readings] == [True, False, True]
    [fault] = readings[1].faults
    assert readings[1].line == 3
    return fault.column, fault.value, fault.reason


def reason_of(readings: list[Reading]) -> tuple[int, str]:
    """Where the only fault of a file stands, and what it is."""
    [found] = [(reading.line, fault) for reading in readings for fault in reading.faults]
    return found[0], found[1].reason


def test_line_is_read_as_it_is_written() -> None:
    title = '"Engineer, ML"'
    [reading] = read(f"{HEADER}\n{line(salary='99.5', job_title=title)}\n".encode())

    assert reading.values is not None
    found = {name: str(getattr(reading.values, name)) for name in ROW}
    assert found == {name: str(value) for name, value in ROW.items()} | {
        "salary": "99.5",
        "job_title": "Engineer, ML",
    }


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_ends_of_lines_and_marks_make_no_difference(ending: str, bom: str, last: bool) -> None:
    text = bom + ending.join((HEADER, line(), "", "   ", line())) + (ending if last else "")

    readings = read(text.encode())

    assert [(reading.line, bool(reading.values)) for reading in readings] == [(2, True), (5, True)]


def test_columns_may_stand_in_another_order() -> None:
    names = list(reversed(ROW))
    text = f"{','.join(names)}\n{','.join(str(ROW[name]) for name in names)}\n"

    [reading] = read(text.encode())

    assert reading.values is not None
    assert (reading.values.work_year, reading.values.company_size) == (2023, "M")


AMOUNT = "Write the amount in digits, with a point before cents: 1234.56."
DOLLARS = "A year’s pay lies between $1,000 and $10,000,000."
LETTERS = "A title needs letters or digits, and not too many of them."


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("salary", '"1.234,56"', AMOUNT),
        ("salary", '"1,234"', AMOUNT),
        ("salary", "1.234", AMOUNT),
        ("salary", "$100000", AMOUNT),
        ("salary", "1e5", AMOUNT),
        ("salary", "١٢٣", AMOUNT),
        ("salary", "-5", "Pay is not negative."),
        ("salary", "0", "Pay is more than zero."),
        ("salary", "0.00", "Pay is more than zero."),
        ("salary", "NaN", "Not a number."),
        ("salary", "-Infinity", "Not a number."),
        ("salary", "100000000000", "Nobody earns so much: it has to be less than 100,000,000,000."),
        ("salary", "", "Nothing stands here."),
        ("salary", "9" * 41, "Longer than 40 characters."),
        ("salary_in_usd", "999.99", DOLLARS),
        ("salary_in_usd", "10000000.01", DOLLARS),
        ("salary_currency", "usd", "Not a currency of ISO 4217, such as USD."),
        ("salary_currency", "ZZZ", "Not a currency of ISO 4217, such as USD."),
        ("experience_level", "Senior", "Not one of EN, MI, SE, EX."),
        ("employment_type", "ft", "Not one of FT, PT, CT, FL."),
        ("company_size", "XL", "Not one of S, M, L."),
        ("employee_residence", "UK", "Not a country of ISO 3166-1, such as US."),
        ("company_location", "USA", "Not a country of ISO 3166-1, such as US."),
        ("work_year", "1989", "Before 1990."),
        ("work_year", "9999", "In the future."),
        ("work_year", "23", "Not a year of four digits."),
        ("work_year", "2023.0", "Not a year of four digits."),
        ("remote_ratio", "49", "Not one of 0, 50, 100."),
        ("remote_ratio", "050", "Not one of 0, 50, 100."),
        ("job_title", "x" * 121, "Longer than 120 characters."),
        ("job_title", "  ", "Nothing stands here."),
        ("job_title", "…", LETTERS),
        ("job_title", "a\u202eb", "Contains a character that can’t be shown."),
        ("job_title", "\ufdfa" * 100, LETTERS),
    ],
)
def test_value_that_is_none_is_named(column: str, value: str, reason: str) -> None:
    assert fault_of(**{column: value}) == (column, value.strip('"').strip(), reason)


def test_every_bad_value_of_a_line_is_named() -> None:
    readings = with_line(line(salary="x", remote_ratio="", company_size="?").encode())

    columns = [fault.column for fault in readings[1].faults]
    assert columns == ["salary", "remote_ratio", "company_size"]


def test_title_with_a_formula_is_a_title() -> None:
    [reading] = read(f"{HEADER}\n{line(job_title='=HYPERLINK(1)')}\n".encode())

    assert reading.values is not None
    assert reading.values.job_title == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (
            line(job_title="Ing\u00e9nieur").encode("latin-1"),
            "Byte 15 of the line, 0xE9, is not UTF-8. Save the file as UTF-8.",
        ),
        (
            line(job_title="A\0B").encode(),
            "Byte 13 of the line is a NUL. Save the file as UTF-8 text.",
        ),
        (
            line(job_title='"ML engineer').encode(),
            "A quotation mark is opened in this line and not closed.",
        ),
        (
            line(job_title='"ML" engineer').encode(),
            "A quotation mark stands inside a value. Write two for one, and put the value in quotation marks.",
        ),
        (line(job_title="A\rB").encode(), "A carriage return stands inside the line."),
        (
            line().rpartition(",")[0].encode(),
            "There are 10 values, and the header names 11 columns.",
        ),
        (b"one", "There is 1 value, and the header names 11 columns."),
        (
            line(salary="1.234,56").encode(),
            (
                "There are 12 values, and the header names 11 columns. Write amounts without a comma, such as "
                "1234.56, and a title with a comma in quotation marks."
            ),
        ),
        (
            line(job_title="x" * LONGEST_LINE).encode(),
            f"The line is longer than {LONGEST_LINE:,} bytes.",
        ),
        (
            line(job_title="x" * 3 * LONGEST_LINE).encode(),
            f"The line is longer than {LONGEST_LINE:,} bytes.",
        ),
    ],
    ids=range(10),
)
def test_line_that_is_none_is_named_and_the_next_is_read(bad: bytes, reason: str) -> None:
    readings = with_line(bad)

    found = [(reading.line, bool(reading.values)) for reading in readings]
    assert found == [(2, True), (3, False), (4, True)]
    assert reason_of(readings) == (3, reason)


def zipped(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "<Types/>")
    return packed.getvalue()


GOOD = f"{HEADER}\n{line()}\n"
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file is empty."),
    "header": (HEADER.encode(), "There is no report below the header."),
    "header and blanks": (f"{HEADER}\n\n".encode(), "There is no report below the header."),
    "gzip": (gzip.compress(GOOD.encode()), "compressed (gzip)"),
    "zip": (zipped("survey.csv"), "a ZIP archive or an Excel workbook"),
    "xlsx": (zipped("[Content_Types].xml"), "an Excel workbook"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel workbook"),
    "utf-16": (GOOD.encode("utf-16"), "in UTF-16: it begins with the bytes 0xFF 0xFE"),
    "utf-16 unmarked": (GOOD.encode("utf-16-be"), "Byte 1 of the line is a NUL."),
    "latin-1": (b"\xe9" + GOOD.encode(), "Byte 1 of the line, 0xE9, is not UTF-8."),
    "semicolons": (GOOD.replace(",", ";").encode(), "separated by semicolons"),
    "tabs": (GOOD.replace(",", "\t").encode(), "separated by tabs"),
    "cr": (GOOD.replace("\n", "\r").encode(), "A carriage return stands inside the line."),
    "missing": (GOOD.replace("job_title,", "").encode(), "Missing: job_title."),
    "unknown": (GOOD.replace("job_title", "title").encode(), "Not known: title."),
    "twice": (GOOD.replace("salary,", "salary,salary,", 1).encode(), "Twice: salary."),
    "no header": (f"{line()}\n{line()}\n".encode(), "Missing: work_year"),
    "nul": (b"\0" * 20_000, "longer than"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_none_is_named_in_its_first_line(name: str) -> None:
    content, words = FILES[name]

    number, reason = reason_of(read(content))

    assert (number, words in reason) == (1, True), reason


class Endless(io.RawIOBase):
    """Reports without end."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        text = (line() if self.given else HEADER).encode() + b"\n"
        memoryview(buffer)[: len(text)] = text
        self.given += 1
        return len(text)


def test_file_is_read_no_further_than_it_is_asked_for() -> None:
    file = Endless()

    found = list(islice(read_reports(io.BufferedReader(file, 512)), 50))

    assert [reading.line for reading in found] == list(range(2, 52))
    assert file.given < 60


def test_codes_of_countries_are_those_of_the_standard() -> None:
    assert (len(COUNTRIES), COUNTRIES["KR"]) == (250, "South Korea")
