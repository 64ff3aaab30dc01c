import pytest

from portal.search.words import LONGEST, MOST_WORDS, asked, distance, variants, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sr. ML–Engineer (Zürich)", ["sr", "ml", "engineer", "zurich"]),
        ("C++, C# or .NET; F#", ["cplusplus", "csharp", "or", "dotnet", "fsharp"]),
        ("C++20 x.net a#b", ["c", "20", "x", "net", "a", "b"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("snake_case e.g. 3.5", ["snake", "case", "e", "g", "3", "5"]),
        ("机器学习 مهندس", ["机器学习", "مهندس"]),
        ("🦓 — !", []),
        ("x" * 500, ["x" * LONGEST]),
    ],
)
def test_text_is_read_as_words(text, words):
    assert words_of(text) == words


def test_question_holds_each_word_once_and_not_too_many():
    question = "b a b " + " ".join(map(str, range(50)))

    assert asked(question)[:2] == ("b", "a")
    assert len(asked(question)) == MOST_WORDS


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("python", "python", 0),
        ("pyhton", "python", 1),
        ("pythn", "python", 1),
        ("pythoon", "python", 1),
        ("pithon", "python", 1),
        ("pxthxn", "python", 2),
        ("", "abc", 3),
    ],
)
def test_distance_counts_letters(one, other, letters):
    assert distance(one, other) == distance(other, one) == letters


def test_words_one_letter_apart_share_a_variant():
    for other in ("pyhton", "pythn", "pythoon", "pithon"):
        assert set(variants("python")) & set(variants(other)), other
    assert not set(variants("python")) & set(variants("cobol"))
    assert list(variants("sql")) == ["sql"]
