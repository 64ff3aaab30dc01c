"""Rows of the list of jobs: each is read, placed and encoded once, and kept until something in it changes."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import orjson
from django.utils import timezone

from jobs import pay
from jobs.api.serializers import JobSerializer
from jobs.cards import listed
from portal.api.rows import encode
from portal.freshness import Memory, Read

MEMORY: Final = 16 * 1024 * 1024  # bytes of rows in each process
OVERHEAD: Final = 1_000  # bytes that an entry takes besides its row, roughly

_encoded: Final[Memory[int, bytes]] = Memory(MEMORY, size_of=lambda row: len(row) + OVERHEAD)


def rows(page: Sequence[Any]) -> list[orjson.Fragment]:
    """A row for each job of the page, which names them by `pk`; with two queries at most.

    What a row depends on, the page depends on too: it declares the topics.
    """
    return [*map(orjson.Fragment, _encoded.get_or_read([job.pk for job in page], _encode))]


def _encode(keys: Sequence[int]) -> Iterator[Read[int, bytes]]:
    columns = ("pk", "company_id", "company__slug", "primary_role__slug")
    jobs = list(listed(*columns).public(timezone.now()).filter(pk__in=keys))
    for job, position in zip(jobs, pay.standings(jobs), strict=True):
        topics = (f"job:{job.pk}", f"company:{job.company_id}", "salaries", "taxonomy")
        yield Read(job.pk, encode(JobSerializer.row((job, position))), topics)
