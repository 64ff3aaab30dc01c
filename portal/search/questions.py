"""What somebody types, as the words to look for."""

from typing import Final

from portal.search.words import asked, words_of

# Words of which every text is full, and which say nothing of what is looked for.
EVERYWHERE: Final = frozenset(
    words_of(
        "a about an and are as at be by can do does for from get how i in is me much my of on or "
        "should that the their there this to was what when where which who why will with would you your"
    )
)


def question(text: str) -> tuple[str, ...]:
    """The words of a question without those that stand everywhere; where nothing else is asked, these."""
    words = asked(text)
    return tuple(word for word in words if word not in EVERYWHERE) or words
