"""The index, with a made-up kind of things; on both databases alike."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search import sources
from portal.search.finding import Spelling, find, spell
from portal.search.indexing import index, rebuild, remove
from portal.search.models import SearchEntry, SearchVariant
from portal.search.sources import Entry, Source, register
from portal.taxonomy.models import Skill

pytestmark = pytest.mark.django_db

TEXTS = {
    1: ("Machine learning engineer", "Train models in Python and C++."),
    2: ("Data engineer", "Pipelines for machine learning; some IT."),
    3: ("Writer", "Words about engineers. Zürich."),
}


@pytest.fixture
def texts(monkeypatch):
    """What the things say; a test may change it."""
    monkeypatch.setattr(sources, "_sources", {})
    said = {**TEXTS}

    def entries(keys):
        wanted = said if keys is None else [key for key in keys if key in said]
        return iter([Entry(key, *said[key]) for key in wanted])

    register(Source("thing", entries, Skill.objects.all, ("things",)))
    index("thing", list(said))
    return said


def found(*words: str) -> tuple[set[int], set[int]]:
    answer = find("thing", words)
    return set(answer.in_title), set(answer.anywhere)


@pytest.mark.parametrize(
    ("words", "in_title", "anywhere"),
    [
        (("engineer",), {1, 2}, {1, 2, 3}),
        (("engineers",), {1, 2}, {1, 2, 3}),
        (("machine", "learning"), {1}, {1, 2}),
        (("machine", "writer"), set(), set()),
        (("training",), set(), {1}),
        (("cplusplus",), set(), {1}),
        (("it",), set(), {2}),
        (("zurich",), set(), {3}),
        (("cobol",), set(), set()),
        ((), set(), set()),
        (("and", "or", "not", "near"), set(), set()),
    ],
)
def test_all_words_are_found_in_title_or_anywhere(texts, words, in_title, anywhere):
    assert found(*words) == (in_title, anywhere)


@pytest.mark.parametrize("words", [("engineer",), ("machine", "learning"), ("cobol",)])
@pytest.mark.parametrize("among", [(), (1,), (2, 3, 77), (1, 2, 3)])
def test_things_of_some_keys_are_found_as_among_all(texts, words, among):
    every, some = find("thing", words), find("thing", words, among)

    assert {*some.in_title} == {*every.in_title} & {*among}
    assert {*some.anywhere} == {*every.anywhere} & {*among}


def test_other_kinds_are_not_found(texts):
    assert find("guide", ("engineer",)).anywhere == ()


def test_what_changes_is_found_by_its_new_words_only(texts):
    texts[3] = ("Editor", "Commas.")
    index("thing", [3])

    assert found("editor") == ({3}, {3})
    assert found("writer") == (set(), set())
    assert SearchEntry.objects.count() == 3


def test_what_its_source_gives_no_more_is_removed(texts):
    del texts[1]
    index("thing", [1])
    remove("thing", [2])

    assert found("engineer") == (set(), {3})


@pytest.mark.parametrize("word", ["pyhton", "pythn", "pythom", "ppython", "ypthon"])
def test_wrong_letter_is_put_right(texts, word):
    assert spell(["machine", word]) == Spelling(("machine", "python"))


def test_letters_are_left_out_more_often_than_added(texts):
    texts[3] = ("Engine", "")
    index("thing", [3])

    assert spell(["enginer"]) == Spelling(("engineer",))


@pytest.mark.parametrize("word", ["python", "cobol", "py", "2024", "x" * 40])
def test_word_that_is_known_or_near_to_none_stays(texts, word):
    assert spell([word]) is None


def test_question_costs_one_query_however_many_words(texts):
    words = [f"word{number}" for number in range(12)]
    with CaptureQueriesContext(connection) as queries:
        find("thing", words)
        spell([*words, "pyhton"])

    assert len(queries) == 2


def test_rebuilt_index_holds_what_there_is(texts):
    SearchEntry.objects.filter(key=1).delete()
    SearchVariant.objects.all().delete()
    del texts[3]
    texts[4] = ("Plumber", "Pipes.")

    assert sum(rebuild(sources.source_of("thing"))) == 3
    assert found("engineer") == ({1, 2}, {1, 2})
    assert found("plumber") == ({4}, {4})
    assert spell(["plumbr"]) == Spelling(("plumber",))


def test_command_says_what_it_wrote(texts, capsys):
    call_command("rebuild_search")

    assert "thing: 3" in capsys.readouterr().out


def test_kind_is_registered_once(texts):
    other = Source("thing", lambda keys: iter(()), Skill.objects.all, ())

    with pytest.raises(ValueError, match="already"):
        register(other)
