"""Listings whose texts are nearly the same, found without comparing each with each.

A text is the set of its shingles, every four words in a row. Its marks are the twelve smallest hashes of
them (a bottom-k sketch): two texts share each mark about as likely as they share any shingle, so texts
half of which are the same share one of twelve in all but one of 4,000 cases. The index of marks gives
those that share some: at most `ROWS` of each mark, the newest, so that a phrase which thousands of
listings share costs no more than any other. The `CANDIDATES` that share most are then compared shingle
by shingle. Twelve reads of an index and twenty texts, whether there are a hundred listings or 100,000.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest
from typing import Final

from jobs.models import JobContent, JobRevision
from jobs.moderation.models import TextMark

WORDS: Final = 4
MARKS: Final = 12
ROWS: Final = 100
CANDIDATES: Final = 20
ALIKE: Final = 60  # percent of all shingles of both that both have
SHOWN: Final = 5
_WORD: Final = re.compile(r"\w+")


def shingles(content: JobContent) -> set[int]:
    """Hashes of every few words in a row of title and description; of all words where there are few."""
    words = _WORD.findall(f"{content.title}\n{content.description}".casefold())
    last = max(len(words) - WORDS, 0)
    return {_hash(" ".join(words[at : at + WORDS])) for at in range(last + 1)}


def _hash(words: str) -> int:
    digest = hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def mark(job_id: int, found: set[int]) -> None:
    """Keep the marks of a listing's text in place of those of an earlier one."""
    marks = set(nsmallest(MARKS, found))
    there = set(TextMark.objects.filter(job=job_id).values_list("mark", flat=True))
    TextMark.objects.filter(job=job_id, mark__in=there - marks).delete()
    new = [TextMark(job_id=job_id, mark=one) for one in sorted(marks - there)]
    TextMark.objects.bulk_create(new, ignore_conflicts=True)


def sharing(job_id: int, found: set[int]) -> list[int]:
    """Other listings that share marks, those that share most first."""
    marks = nsmallest(MARKS, found)
    rows = [
        TextMark.objects.filter(mark=one).order_by("-job")[:ROWS].values_list("job", flat=True)
        for one in marks
    ]
    counts = Counter(job for each in rows for job in each if job != job_id)
    return [job for job, _ in counts.most_common(CANDIDATES)]


def alike(found: set[int], others: Iterable[JobRevision]) -> list[tuple[int, int]]:
    """The listings whose text is nearly the same, and how much of it in percent; the nearest first."""
    shares = ((other.item_id, _share(found, shingles(other))) for other in others)
    near = sorted((-percent, key) for key, percent in shares if percent >= ALIKE)
    return [(key, -percent) for percent, key in near[:SHOWN]]


def _share(one: set[int], other: set[int]) -> int:
    return round(100 * len(one & other) / len(one | other))
