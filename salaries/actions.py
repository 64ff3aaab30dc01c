"""Publishing and withdrawing figures; single edits go through the model's own form."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.models import Status
from salaries.models import Benchmark


@transaction.atomic
def publish_benchmarks(
    *, benchmarks: Iterable[Benchmark], by: User | None
) -> tuple[int, list[tuple[Benchmark, str]]]:
    """Publish what can be; gives the number published and, for each of the others, the reason."""
    done, refused = 0, []
    for benchmark in benchmarks:
        if benchmark.status == Status.PUBLISHED:
            continue
        benchmark.status = Status.PUBLISHED
        benchmark.published_at = benchmark.published_at or timezone.now()
        try:
            benchmark.full_clean()
        except ValidationError as error:
            refused.append((benchmark, " ".join(error.messages)))
            continue
        _save(benchmark, by, "Published")
        done += 1
    return done, refused


@transaction.atomic
def withdraw_benchmarks(*, benchmarks: Iterable[Benchmark], by: User | None) -> int:
    """Take published figures off the site; they and their history stay."""
    published = [row for row in benchmarks if row.status == Status.PUBLISHED]
    for benchmark in published:
        benchmark.status = Status.CLOSED
        _save(benchmark, by, "Withdrawn")
    return len(published)


def _save(benchmark: Benchmark, by: User | None, reason: str) -> None:
    benchmark._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    benchmark._change_reason = reason  # type: ignore[attr-defined]
    benchmark.save()
