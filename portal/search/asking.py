"""One question to all that is registered: how much there is of each kind, and the best of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from portal.links import link
from portal.paging import COUNTED, PAGE_SIZE, Page
from portal.search.finding import spell
from portal.search.passages import Part, passage
from portal.search.questions import question
from portal.search.sections import Found, Result, Section, all_sections
from portal.search.words import written

FEW: Final = 5  # of each kind, where all kinds are shown


@dataclass(frozen=True, slots=True)
class Shown:
    """A result with the passage that shows why it was found."""

    title: str
    url: str
    facts: tuple[str, ...]
    pay: str
    passage: tuple[Part, ...]


@dataclass(frozen=True)
class Shelf:
    """What was found of one kind: a few, or a page of them. At the `address` is all of it."""

    section: Section
    address: str
    page: Page

    @property
    def is_cut(self) -> bool:
        return self.page.total > len(self.page.rows)


@dataclass(frozen=True)
class Answer:
    """A shelf for each kind, those with nothing too. `text` is what was asked, or if it `is_respelled`, what
    was looked for in its place."""

    text: str
    is_respelled: bool
    shelves: tuple[Shelf, ...]

    @property
    def total(self) -> int:
        return sum(shelf.page.total for shelf in self.shelves)


def ask(text: str, *, kind: str = "", number: int | None = None) -> Answer:
    """What is public and has all of the words; with a word that is written nowhere put right, if that finds more.

    A few of each kind, or a page of one: past its end the last. The others are then counted only.
    """
    words = question(text)
    found = _found(words)
    is_respelled = False
    if words and not all(some.total for _, some in found) and (spelling := spell(words)):
        others = _found(spelling.words)
        if _is_better(others, found):
            found, words, is_respelled = others, spelling.words, True
            text = written(words)
    shelves = [
        Shelf(section, _address(section, text, words), _page(section, some, words, kind, number))
        for section, some in found
    ]
    return Answer(text, is_respelled, tuple(shelves))


def _found(words: Sequence[str]) -> list[tuple[Section, Found]]:
    return [(section, section.find(section.asked(words))) for section in all_sections()]


def _is_better(found: list[tuple[Section, Found]], than: list[tuple[Section, Found]]) -> bool:
    """Whether more is found of some kind, and of none less: a database may know an odd word by its stem."""
    gained = [some.total - before.total for (_, some), (_, before) in zip(found, than, strict=True)]
    return min(gained) >= 0 and max(gained) > 0


def _address(section: Section, text: str, words: Sequence[str]) -> str:
    asked = section.asked(words)
    if not asked:
        return link(section.home)
    if section.address:
        return section.address(written(asked))
    return f"{link('site:search')}?{urlencode({'q': text, 'kind': section.name})}"


def _page(
    section: Section, found: Found, words: Sequence[str], kind: str, number: int | None
) -> Page:
    total = found.total
    at = min(number or 1, max(1, -(-total // PAGE_SIZE)))
    start, stop = (at - 1) * PAGE_SIZE, at * PAGE_SIZE
    if kind != section.name:
        start, stop = 0, 0 if kind else FEW
    results = found.results(start, stop) if total and stop else ()
    asked = section.asked(words)
    rows = [_shown(result, asked) for result in results]
    return Page(rows=rows, number=at, total=min(total, COUNTED), is_more=total > COUNTED)


def _shown(result: Result, words: Sequence[str]) -> Shown:
    return Shown(
        title=result.title,
        url=result.url,
        facts=result.facts,
        pay=result.pay,
        passage=passage(result.text, words),
    )
