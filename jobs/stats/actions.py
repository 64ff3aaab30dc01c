"""Counting, so that of any number at once none is lost."""

from typing import Final, Literal

from django.db.models import F

from jobs.stats.models import JobDay, today

BATCH: Final = 5_000


def count(*, job: int, what: Literal["views", "clicks"]) -> None:
    """One more of today for the job of that key, which has to be there."""
    row = JobDay.objects.filter(job=job, day=today())
    one_more = {what: F(what) + 1}
    if not row.update(**one_more):
        JobDay.objects.bulk_create([JobDay(job_id=job)], ignore_conflicts=True)
        row.update(**one_more)


def forget_days() -> int:
    """Delete sums that are older than they are kept; how many. A batch at a time, so that no lock lasts."""
    oldest = JobDay.objects.outdated().order_by("day").values("pk")[:BATCH]
    return JobDay.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()[0]
