"""The part of a text that shows why it was found."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Final, NamedTuple

from portal.search.words import forms, words_of

LENGTH: Final = 230  # characters of a passage
BEFORE: Final = 70  # of them before the first word that was asked for, at most
MOST: Final = 200  # words that are looked at
# A word as a reader sees it; `words_of` says what it is in the index.
WORD: Final = re.compile(r"(?:\.(?=net\b))?[^\W_]+(?:\+\+|#)?", re.IGNORECASE)
SENTENCE: Final = re.compile(r"(?:^|[.:;!?…] |· )")


class Part(NamedTuple):
    """A piece of a passage; `is_asked` where it is one of the words."""

    text: str
    is_asked: bool


class Hit(NamedTuple):
    start: int
    stop: int
    word: str


def passage(text: str, words: Sequence[str]) -> tuple[Part, ...]:
    """The piece of a text that holds the most of the words, or its beginning; its lines follow each other."""
    whole = _in_one_line(unicodedata.normalize("NFC", text))
    hits = _hits(whole, words)
    start = at = _before(whole, _best(hits)) if hits else 0
    stop = _end(whole, start)
    pieces = [("… " if start else "", False)]
    for hit in hits:
        if start <= hit.start and hit.stop <= stop:
            pieces += [(whole[at : hit.start], False), (whole[hit.start : hit.stop], True)]
            at = hit.stop
    pieces += [(whole[at:stop], False), (" …" if stop < len(whole) else "", False)]
    return tuple(Part(*piece) for piece in pieces if piece[0])


def _in_one_line(text: str) -> str:
    """A line that ends without a stop, as a heading does, is set off from the next."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept = [line for line in lines if line]
    ended = (line if line[-1] in ".:;!?…" else f"{line} ·" for line in kept[:-1])
    return " ".join((*ended, *kept[-1:]))


def _hits(text: str, words: Sequence[str]) -> list[Hit]:
    """Where the words stand, in their order; of a long text that is full of them the first ones."""
    meant = {form: word for word in words for form in forms(word)}
    found: list[Hit] = []
    for match in WORD.finditer(text) if meant else ():
        written = match[0]
        word = meant.get(written.lower())
        if word is None and not (written.isascii() and written.isalnum()):
            word = next((meant[one] for one in words_of(written) if one in meant), None)
        if word is not None:
            found.append(Hit(*match.span(), word))
            if len(found) == MOST:
                break
    return found


def _best(hits: Sequence[Hit]) -> int:
    """Where the piece begins that has the most different words, then the most of them."""

    def worth(number: int) -> tuple[int, int, int]:
        start = hits[number].start
        rest = islice(hits, number, None)
        near = list(takewhile(lambda hit: hit.start < start + LENGTH - BEFORE, rest))
        return len({hit.word for hit in near}), len(near), -start

    return hits[max(range(len(hits)), key=worth)].start


def _before(text: str, at: int) -> int:
    """The beginning of the sentence, or of a word, where that is far away."""
    if at <= BEFORE:
        return 0
    stops = [match.end() for match in SENTENCE.finditer(text, at - BEFORE, at)]
    return stops[-1] if stops else text.find(" ", at - BEFORE, at) + 1 or at


def _end(text: str, start: int) -> int:
    if len(text) <= start + LENGTH:
        return len(text)
    cut = text.rfind(" ", start, start + LENGTH)
    return len(text[: cut if cut > start else start + LENGTH].rstrip(" ·"))
