"""Questions that a guide answers under a heading that announces them, for search engines (FAQPage)."""

import re
from html import unescape
from typing import Final, NamedTuple

from django.utils.html import strip_tags

# Only what stands under one of these is announced: a heading that merely asks something is rhetoric.
ANNOUNCED: Final = ("faq", "frequently asked questions", "questions", "questions and answers")
_HEADING: Final = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
# Charts, tables and forms are no sentences.
_PIECES: Final = re.compile(r"<(figure|table|form|svg|section|aside)\b.*?</\1>", re.DOTALL)


class Question(NamedTuple):
    question: str
    answer: str


def questions_in(body: str) -> list[Question]:
    """Those of a finished body: third-level headings that end in a question mark, each with its answer in words."""
    if "?</h3>" not in body:
        return []
    found, is_announced = [], False
    parts = _HEADING.split(body)
    for level, heading, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        words = _words(heading)
        if level == "2":
            is_announced = words.lower() in ANNOUNCED
        elif level == "3" and is_announced and words.endswith("?"):
            answer = _words(_PIECES.sub(" ", text))
            found += [Question(words, answer)] if answer else []
    return found


def _words(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("</p>", " ").replace("</li>", " "))).split())
