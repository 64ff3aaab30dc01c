"""The piece of a text that shows why it was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.passages import LENGTH, passage

FILLER = "Plain words follow each other for a while. " * 12


def marked(text: str, *words: str) -> str:
    """The passage with brackets around what was asked for."""
    return "".join(
        f"[{part.text}]" if part.is_asked else part.text for part in passage(text, words)
    )


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Engineers engineer engines.", ("engineer",), "[Engineers] [engineer] engines."),
        ("Machine-learning work", ("machine", "learning"), "[Machine]-[learning] work"),
        ("Lives in Zürich, or Zu\u0308rich.", ("zurich",), "Lives in [Zürich], or [Zürich]."),
        ("Writes C++ and C, not C#.", ("cplusplus",), "Writes [C++] and C, not C#."),
        ("A heading\nA paragraph.\n\nAnother", ("heading",), "A [heading] · A paragraph. Another"),
        ("Nothing of it", ("zebra",), "Nothing of it"),
        ("Nothing is asked", (), "Nothing is asked"),
        ("", ("word",), ""),
        (" \n ", (), ""),
    ],
)
def test_words_are_marked_as_the_reader_sees_them(text, words, expected):
    assert marked(text, *words) == expected


def test_passage_begins_with_the_sentence_that_has_the_word():
    text = f"{FILLER}Here a zebra grazes. {FILLER}"

    said = marked(text, "zebra")

    assert said.startswith("… Here a [zebra] grazes. Plain words")
    assert said.endswith(" …")


def test_passage_with_more_of_the_words_comes_first():
    text = f"A zebra. A zebra. A zebra. {FILLER}The zebra meets a lion. {FILLER}"

    assert marked(text, "zebra", "lion").startswith("… The [zebra] meets a [lion].")


def test_passage_without_the_words_is_the_beginning():
    said = marked(FILLER, "zebra")

    assert said.startswith("Plain words follow")
    assert said.endswith(" …")
    assert len(said) <= LENGTH + 2


def test_long_sentence_is_cut_between_words():
    said = marked("word " * 200 + "zebra" + " word" * 200, "zebra")

    assert said.startswith("… word ")
    assert "[zebra]" in said
    assert said.endswith("word …")


@given(st.text(max_size=900), st.lists(st.sampled_from(["a", "b", "word", "zebra"]), max_size=3))
def test_any_text_gives_a_piece_of_itself(text, words):
    parts = passage(f"{text} zebra {text}", words)
    said = "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …")

    assert len(said) <= LENGTH
    assert all(part.text for part in parts)
