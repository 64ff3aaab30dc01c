import pytest

from portal.search.questions import question
from portal.search.vocabulary import Words
from portal.search.words import forms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What does an ML engineer earn?", ("ml", "engineer", "earn")),
        ("salary of a data scientist in the US", ("salary", "data", "scientist", "us")),
        ("IT support", ("it", "support")),
        ("What's an engineer’s pay? I don't know", ("engineer", "pay", "know")),
        ("rock 'n' roll, 5's", ("rock", "n", "roll", "5")),
        ("how to", ("how", "to")),
        ("  ", ()),
        ("— !", ()),
    ],
)
def test_words_that_stand_everywhere_are_left_out_unless_there_are_no_others(text, words):
    assert question(text) == words


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("engineer", "engineers", True),
        ("trained", "train", True),
        ("training", "train", True),
        ("remotely", "remote", True),
        ("engineer", "engine", False),
        ("data", "database", False),
        ("ai", "ais", False),
        ("java", "javascript", False),
    ],
)
def test_word_is_known_with_other_endings(one, other, is_same):
    assert (one in forms(other), other in forms(one)) == (is_same, is_same)
    assert Words(f"Some {other} here").holds(one) is is_same
