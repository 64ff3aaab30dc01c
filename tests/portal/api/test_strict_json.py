import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from portal.api.strict_json import LARGEST_NUMBER, read

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBERS = st.integers(-LARGEST_NUMBER, LARGEST_NUMBER) | st.floats(-1e6, 1e6).filter(
    lambda number: number == 0 or abs(number) > 1e-6
)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def refusal(text):
    with pytest.raises(ValidationError) as caught:
        read(text)
    detail: Any = caught.value.detail
    return {name: [str(message) for message in messages] for name, messages in detail.items()}


@settings(deadline=None, max_examples=100)  # a slow machine is no failure
@given(PLAIN)
def test_plain_data_comes_back_as_it_was(data):
    assert read(json.dumps(data)) == data
    assert read(json.dumps(data, ensure_ascii=False)) == data


@settings(deadline=None, max_examples=100)  # a slow machine is no failure
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        read(text)
    except ValidationError as error:
        json.dumps(error.detail).encode()


@settings(deadline=None, max_examples=100)  # a slow machine is no failure
@given(st.lists(TEXT, max_size=5), st.characters(categories=["Cs"]), TEXT)
def test_lone_surrogate_is_refused_wherever_it_lies(path, surrogate, around):
    data = around + surrogate
    for name in reversed(path):
        data = {name: data}

    assert list(refusal(json.dumps(data)).values()) == [
        ["This holds half of a surrogate pair, which is no character."]
    ]


@settings(deadline=None, max_examples=100)  # a slow machine is no failure
@given(st.integers(21, 3000), st.booleans())
def test_deep_nesting_is_refused(depth, in_lists):
    begin, end = ("[", "]") if in_lists else ('{"a":', "}")

    [[message]] = refusal(begin * depth + "1" + end * depth).values()

    assert message == "Nothing may lie deeper than 20 levels."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"pay": NaN}', {"pay": ["NaN is not a number that JSON knows."]}),
        ('{"pay": [1, -Infinity]}', {"pay.1": ["-Infinity is not a number that JSON knows."]}),
        ('{"a": {"b": [{"c": 1e400}]}}', {"a.b.0.c": ["The exponent of this number is beyond 30."]}),
        ('{"a": 1e-400}', {"a": ["The exponent of this number is beyond 30."]}),
        ('{"a": 1e20}', {"a": ["This number is too large: 10^15 at most."]}),
        ('{"a": 1000000000000001}', {"a": ["This number is too large: 10^15 at most."]}),
        ('{"a": -1000000000000001}', {"a": ["This number is too large: 10^15 at most."]}),
        (f'{{"a": {"9" * 5000}}}', {"a": ["This number is too large: 10^15 at most."]}),
        (f'{{"a": 0.{"1" * 50}}}', {"a": ["This number has more than 40 characters."]}),
        ('{"a": {"b": 1, "b": 2}}', {"a.b": ["This name stands here twice."]}),
        ('{"a": 1, "a": 1}', {"a": ["This name stands here twice."]}),
        (r'{"a": "x\u0000"}', {"a": ["This holds a NUL character, which is no text."]}),
        (r'{"a\u0000": 1}', {"a�": ["This holds a NUL character, which is no text."]}),
        (r'["\ud83d"]', {"0": ["This holds half of a surrogate pair, which is no character."]}),
        (r'{"\udc00": 1}', {"?": ["This holds half of a surrogate pair, which is no character."]}),
        ("", {"body": ["This is not JSON (line 1, column 1): Expecting value."]}),
        ("{", {"body": ["This is not JSON (line 1, column 2): Expecting property name enclosed in double quotes."]}),
        ("NaN", {"body": ["NaN is not a number that JSON knows."]}),
        ("[" * 100_000, {"body": ["Nothing may lie deeper than 20 levels."]}),
    ],
)  # fmt: skip
def test_what_no_database_stores_is_refused_with_its_path(text, expected):
    assert refusal(text) == expected


@pytest.mark.parametrize("text", ["1000000000000000", "-1e15", "0.1", "1e-30", "0"])
def test_number_at_the_limit_is_read(text):
    assert math.isclose(read(text), float(text))


def test_pair_of_surrogates_is_a_character():
    assert read(r'"\ud83d\ude00"') == "😀"


def test_twenty_levels_are_read():
    assert read("[" * 20 + "]" * 20) == json.loads("[" * 20 + "]" * 20)
