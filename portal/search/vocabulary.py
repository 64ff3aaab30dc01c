"""Words of what is held in memory: matched by their endings too, as the databases match those of the index."""

from portal.search.words import forms, words_of


class Words:
    """The words of a text."""

    def __init__(self, text: str) -> None:
        self._words = frozenset(words_of(text))

    def holds(self, word: str) -> bool:
        return self.hold_any(forms(word))

    def hold_any(self, written: frozenset[str]) -> bool:
        return not self._words.isdisjoint(written)
