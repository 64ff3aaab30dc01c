"""Text as it is searched: letters and digits of any script, in small letters, without accents."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

MOST_WORDS: Final = 12  # of a question; the others are left out
LONGEST: Final = 40  # letters of a word
SHORTEST_SPELT: Final = 4  # shorter words are taken as they are written
ENDINGS: Final = frozenset({"d", "ed", "es", "ing", "ly", "s"})

WORD: Final = re.compile(r"[^\W_]+")
COMBINING: Final = re.compile("[\u0300-\u036f]")  # accents, once they are written apart
# Names of which nothing would be left, or what other words are written like.
NAMES: Final = (
    (re.compile(r"(?<!\w)c\+\+(?![\w+])"), " cplusplus "),
    (re.compile(r"(?<!\w)([cfj])#(?!\w)"), r" \1sharp "),
    (re.compile(r"(?<!\w)\.net(?!\w)"), " dotnet "),
)

WRITTEN: Final = {
    "cplusplus": "C++",
    "csharp": "C#",
    "fsharp": "F#",
    "jsharp": "J#",
    "dotnet": ".NET",
}


def words_of(text: str) -> list[str]:
    """ "Sr. C++ Engineer (Zürich)" is sr, cplusplus, engineer, zurich."""
    folded = text if text.isascii() else COMBINING.sub("", unicodedata.normalize("NFKD", text))
    folded = folded.casefold()
    for name, instead in NAMES:
        folded = name.sub(instead, folded)
    return [word[:LONGEST] for word in WORD.findall(folded)]


def asked(text: str) -> tuple[str, ...]:
    """The words of a question, each once."""
    return tuple(dict.fromkeys(words_of(text)))[:MOST_WORDS]


def written(words: Iterable[str]) -> str:
    """Words as people write them."""
    return " ".join(WRITTEN.get(word, word) for word in words)


def forms(word: str) -> frozenset[str]:
    """The word with the endings that it may have as well: "engineer", "engineers". The databases' own stemming
    knows more of these."""
    longer = (f"{word}{ending}" for ending in ENDINGS if len(word) >= SHORTEST_SPELT)
    shorter = (word.removesuffix(ending) for ending in ENDINGS)
    return frozenset((word, *longer, *(one for one in shorter if len(one) >= SHORTEST_SPELT)))


def variants(word: str) -> Iterator[str]:
    """The word, and what is left of it without one letter."""
    yield word
    if len(word) >= SHORTEST_SPELT:
        yield from {word[:at] + word[at + 1 :] for at in range(len(word))}


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with the next to make one word of the other."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, wanted in enumerate(other, start=1):
            best = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != wanted))
            is_swap = row > 1 < column and letter == other[column - 2] and one[row - 2] == wanted
            here.append(min(best, before[column - 2] + 1) if is_swap else best)
        before, above = above, here
    return above[-1]
