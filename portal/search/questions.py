"""What somebody types, as the words to look for."""

import re
from typing import Final

from portal.search.words import asked, words_of

# Words of which every text is full, and which say nothing of what is looked for.
EVERYWHERE: Final = frozenset(
    words_of(
        "a about am an and are as at be but by can did do does for from get had has have how i if in into is me "
        "much my not of on or should so than that the their there this to versus vs was we what when where which "
        "who why will with would you your"
    )
)
# "don’t", and what stands behind an apostrophe: "what’s", "an engineer’s".
SHORTENED: Final = re.compile(r"\b\w+n['’]t\b|(?<=\w)['’](?:s|d|m|re|ll|ve)\b", re.IGNORECASE)


def question(text: str) -> tuple[str, ...]:
    """The words of a question without those that stand everywhere; where nothing else is asked, these."""
    words = asked(SHORTENED.sub("", text))
    return tuple(word for word in words if word not in EVERYWHERE) or words
