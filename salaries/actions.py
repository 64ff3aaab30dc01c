"""Publishing and withdrawing figures; single edits go through the model's own form."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.models import Status
from portal.taxonomy.models import Role
from salaries.models import Benchmark
from salaries.querysets import BenchmarkQuerySet

type Refusal = tuple[Benchmark, str]


@transaction.atomic
def publish_benchmarks(
    *, benchmarks: BenchmarkQuerySet, by: User | None
) -> tuple[int, list[Refusal]]:
    """Publish what can be; gives the number published and, for each of the others, the reason.

    A figure that is published already is neither. Without an instant of its own a figure is public
    from now on.
    """
    done = 0
    refused: list[Refusal] = []
    for benchmark in _locked(benchmarks.exclude(status=Status.PUBLISHED)):
        benchmark.status = Status.PUBLISHED
        benchmark.published_at = benchmark.published_at or timezone.now()
        try:
            benchmark.full_clean()
            _save(benchmark, by, "Published")
        except ValidationError as error:
            refused.append((benchmark, " ".join(error.messages)))
        except IntegrityError:
            refused.append((benchmark, "Somebody else has just published a figure for this."))
        else:
            done += 1
    return done, refused


@transaction.atomic
def withdraw_benchmarks(*, benchmarks: BenchmarkQuerySet, by: User | None) -> int:
    """Take published figures off the site; they and their history stay."""
    published = list(_locked(benchmarks.filter(status=Status.PUBLISHED)))
    for benchmark in published:
        benchmark.status = Status.CLOSED
        _save(benchmark, by, "Withdrawn")
    return len(published)


def close_double(benchmark: Benchmark, role: Role, by: User | None) -> None:
    """Take over a figure from a role that is merged into another, which has a published one for the same.

    It is kept with its history, withdrawn: of two figures of one source readers see one.
    """
    benchmark.role = role
    benchmark.status = Status.CLOSED
    _save(benchmark, by, "Withdrawn: the merged roles both had this figure")


def _locked(benchmarks: BenchmarkQuerySet) -> Iterator[Benchmark]:
    """The rows as they stand now, held until the transaction ends: of two people at once, one acts.

    PostgreSQL asks the conditions again once it has the lock, so that a row that another has just
    published or withdrawn is no longer among them.
    """
    yield from benchmarks.order_by("pk").select_for_update(of=("self",))


@transaction.atomic
def _save(benchmark: Benchmark, by: User | None, reason: str) -> None:
    benchmark._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    benchmark._change_reason = reason  # type: ignore[attr-defined]
    benchmark.save()
