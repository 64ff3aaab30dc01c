"""Files that a spreadsheet opens without running anything, and that are read back as they were."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.spreadsheets import FORMULA, as_csv, as_lines, defused, read_csv, restored

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
RISKY = st.builds(
    lambda quotes, spaces, sign, rest: f"{quotes}{spaces}{sign}{rest}",
    st.text("'", max_size=3),
    st.text(" ", max_size=2),
    st.sampled_from(["", *FORMULA]),
    TEXTS,
)
CELLS = st.one_of(TEXTS, RISKY)


@given(CELLS)
@example("'=1+1")
@example("''=1+1")
@example("'tis")
@example("'")
def test_every_text_is_restored_exactly(text):
    assert restored(defused(text)) == text


@given(CELLS)
def test_no_cell_starts_a_formula(text):
    assert not defused(text).lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_gets_an_apostrophe(sign):
    assert defused(f"{sign}1+1") == f"'{sign}1+1"


def test_plain_text_stays_as_it_is():
    assert [defused(text) for text in ("1+1", "'tis", "a=b", "")] == ["1+1", "'tis", "a=b", ""]


@given(st.lists(st.fixed_dictionaries({"first": CELLS, "=second": CELLS}), max_size=8))
def test_file_survives_a_round_trip(rows):
    assert read_csv(as_csv(rows, ["first", "=second"])) == rows


@given(st.lists(st.fixed_dictionaries({"first": CELLS}), max_size=8))
def test_lines_are_the_file(rows):
    assert "".join(as_lines(rows, ["first"])) == as_csv(rows, ["first"])


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_number_stays_a_number(amount):
    [row] = csv.DictReader(io.StringIO(as_csv([{"pay": amount}], ["pay"])))

    assert Decimal(row["pay"]) == amount


def test_negative_number_is_no_formula():
    text = as_csv([{"pay": Decimal("-12.50"), "gap": -3}], ["pay", "gap"])

    assert text == "pay,gap\r\n-12.50,-3\r\n"
