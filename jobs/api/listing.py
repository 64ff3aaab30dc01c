"""Rows of the list of jobs: each is read, placed and encoded once, and kept until something in it changes."""

from collections.abc import Sequence
from typing import Any, Final

import orjson
from django.utils import timezone

from jobs import pay
from jobs.api.serializers import JobSerializer
from jobs.cards import listed
from portal.api.rows import encode
from portal.freshness import Dependencies, Memory

MEMORY: Final = 16 * 1024 * 1024  # bytes of rows in each process
OVERHEAD: Final = 1_000  # bytes that an entry takes besides its row, roughly

_encoded: Final[Memory[int, bytes]] = Memory(MEMORY, size_of=lambda row: len(row) + OVERHEAD)


def rows(page: Sequence[Any]) -> list[orjson.Fragment]:
    """A row for each job of the page, which names them by `pk`; with two queries at most.

    What a row depends on, the page depends on too: it declares the topics.
    """
    keys = [job.pk for job in page]
    known = {key: row for key in keys if (row := _encoded.get(key)) is not None}
    if missing := [key for key in keys if key not in known]:
        known |= _encode(missing)
    return [orjson.Fragment(known[key]) for key in keys if key in known]


def _encode(keys: Sequence[int]) -> dict[int, bytes]:
    began = {key: Dependencies() for key in keys}  # before anything is read
    columns = ("pk", "company_id", "company__slug", "primary_role__slug")
    jobs = list(listed(*columns).public(timezone.now()).filter(pk__in=keys))
    made = {}
    for job, position in zip(jobs, pay.standings(jobs), strict=True):
        made[job.pk] = row = encode(JobSerializer.row((job, position)))
        dependencies = began[job.pk]
        dependencies.add((f"job:{job.pk}", f"company:{job.company_id}", "salaries", "taxonomy"))
        _encoded.put(job.pk, row, dependencies)
    return made
