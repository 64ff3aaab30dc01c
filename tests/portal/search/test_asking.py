"""One question to several kinds of things, made up for these tests."""

from dataclasses import dataclass

import pytest

from portal.paging import COUNTED, PAGE_SIZE
from portal.search import sections, sources
from portal.search.asking import FEW, ask
from portal.search.indexing import index
from portal.search.sections import Result, Section, register_section
from portal.search.sources import Entry, Source, register
from portal.taxonomy.models import Skill

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Some:
    """Things called by their numbers, so many of them."""

    total: int

    def results(self, start, stop):
        numbers = range(start, min(stop, self.total))
        return [Result(f"Thing {n}", f"/things/{n}/", ("A fact",), text="A word") for n in numbers]


@pytest.fixture
def made(monkeypatch):
    """What each kind was asked for, and how much it has for it; a test fills the latter."""
    monkeypatch.setattr(sections, "_sections", {})
    asked: dict[str, list[tuple[str, ...]]] = {}
    has = {"plants": 0, "beasts": 0}

    def register_kind(name, order, **more):
        def find(words):
            asked.setdefault(name, []).append(words)
            return Some(has[name])

        register_section(
            Section(
                name, name.title(), order, frozenset({name, name[:-1]}), find, "site:roles", **more
            )
        )

    register_kind("plants", 2, address=lambda words: f"/plants/?q={words}")
    register_kind("beasts", 1)
    return asked, has


def shown(answer) -> dict[str, tuple[int, int]]:
    """How many there are of each kind, and how many of them are shown."""
    return {
        shelf.section.name: (shelf.page.total, len(shelf.page.rows)) for shelf in answer.shelves
    }


def test_every_kind_is_counted_and_a_few_of_each_are_shown_in_order(made):
    made[1].update(plants=3, beasts=77)

    answer = ask("green")

    assert shown(answer) == {"beasts": (77, FEW), "plants": (3, 3)}
    assert [shelf.section.name for shelf in answer.shelves] == ["beasts", "plants"]
    assert [shelf.is_cut for shelf in answer.shelves] == [True, False]
    assert answer.total == 80


def test_one_kind_is_shown_by_pages_and_the_others_are_counted(made):
    made[1].update(plants=3, beasts=PAGE_SIZE + 2)

    assert shown(ask("green", kind="beasts")) == {
        "beasts": (PAGE_SIZE + 2, PAGE_SIZE),
        "plants": (3, 0),
    }
    assert shown(ask("green", kind="beasts", number=2))["beasts"] == (PAGE_SIZE + 2, 2)
    assert shown(ask("green", kind="beasts", number=9))["beasts"] == (PAGE_SIZE + 2, 2)


def test_more_than_are_counted_are_said_to_be_more(made):
    made[1].update(plants=COUNTED + 1)

    page = ask("green").shelves[1].page

    assert (page.total, page.is_more, page.total_words) == (COUNTED, True, "more than 1,000")


def test_words_that_ask_for_a_kind_are_not_asked_of_it(made):
    ask("green plants of the beast")

    assert made[0] == {"plants": [("green", "beast")], "beasts": [("green", "plants")]}


def test_kind_with_a_page_of_its_own_leads_there(made):
    answer = ask("green plants")

    addresses = [shelf.address for shelf in answer.shelves]
    assert addresses == ["/search/?q=green+plants&kind=beasts", "/plants/?q=green"]


@pytest.fixture
def known(monkeypatch):
    """A word that the index knows."""
    monkeypatch.setattr(sources, "_sources", {})
    entry = Entry(1, "Zebra", "")
    register(Source("thing", lambda keys: iter([entry]), Skill.objects.all, ()))
    index("thing", [1])


def test_wrong_letter_is_put_right_where_nothing_is_found(made, known):
    def zebras(words):
        return Some(2 * (words == ("zebra",)))

    register_section(Section("birds", "Birds", 3, frozenset(), zebras, "site:roles"))

    answer = ask("Zebrra")

    assert (answer.text, answer.is_respelled, answer.total) == ("zebra", True, 2)
    assert answer.shelves[2].address == "/search/?q=zebra&kind=birds"


def test_spelling_that_finds_more_of_one_kind_and_less_of_none_is_taken(made, known):
    """A database may know an odd word by its stem, where what is held in memory does not."""
    made[1].update(plants=2)

    def zebras(words):
        return Some(3 * (words == ("zebra",)))

    register_section(Section("birds", "Birds", 3, frozenset(), zebras, "site:roles"))

    answer = ask("zebrra")

    assert answer.is_respelled
    assert shown(answer) == {"beasts": (0, 0), "plants": (2, 2), "birds": (3, 3)}


def test_spelling_that_finds_less_of_a_kind_is_not_taken(made, known):
    def others(words):
        return Some(3 * (words != ("zebra",)))

    register_section(Section("birds", "Birds", 3, frozenset(), others, "site:roles"))

    answer = ask("zebrra")

    assert not answer.is_respelled
    assert shown(answer)["birds"] == (3, 3)


def test_question_for_a_kind_alone_leads_to_everything_of_it(made):
    made[1].update(beasts=7)

    answer = ask("beasts")

    assert [shelf.address for shelf in answer.shelves] == ["/roles/", "/plants/?q=beasts"]
    assert shown(answer)["beasts"] == (7, FEW)


def test_addresses_have_words_as_people_write_them(made):
    made[1].update(plants=1)

    assert ask("C++ plants").shelves[1].address == "/plants/?q=C++"


def test_spelling_that_finds_nothing_either_is_not_said(made, known):
    answer = ask("Zebrra")

    assert (answer.text, answer.is_respelled, answer.total) == ("Zebrra", False, 0)


def test_name_of_a_kind_is_given_once(made):
    with pytest.raises(ValueError, match="beasts"):
        register_section(
            Section("beasts", "Others", 3, frozenset(), lambda words: Some(0), "site:roles")
        )
