"""Saving, publishing and withdrawing figures: what readers see of one changes here, and is written down.

Many at once are swapped by `salaries.distributions`, which does the same.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.models import Status
from portal.taxonomy.models import Role
from salaries.changes import moves_of, record
from salaries.models import Benchmark, FigureChange
from salaries.querysets import BenchmarkQuerySet

type Refusal = tuple[Benchmark, str]

NO_REASON: Final = "Say why the figure is withdrawn: readers are told."


@transaction.atomic
def save_figure(*, benchmark: Benchmark, by: User | None, reason: str = "", step: str = "") -> None:
    """Save a figure, and write down what readers see otherwise from now on, or from when it is due.

    Its history names the `step` where there is no reason, which is for readers.
    Raises `ValidationError` where a published figure is withdrawn without a reason.
    """
    before = _as_stored(benchmark)
    if needs_reason(before, benchmark) and not reason:
        raise ValidationError(NO_REASON)
    benchmark._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    benchmark._change_reason = (reason or step)[:100]  # type: ignore[attr-defined]
    benchmark.save()
    _forget_foretold([benchmark.pk])
    record(moves_of(before, benchmark), by=by, reason=reason)


def needs_reason(before: Benchmark | None, after: Benchmark) -> bool:
    """Whether readers lose a figure that was published."""
    if before is None or before.status != Status.PUBLISHED:
        return False
    moves = moves_of(before, after)
    return after.status != Status.PUBLISHED or any(not move.new for move in moves)


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
            save_figure(benchmark=benchmark, by=by, step="Published")
        except ValidationError as error:
            refused.append((benchmark, " ".join(error.messages)))
        except IntegrityError:
            refused.append((benchmark, "Somebody else has just published a figure for this."))
        else:
            done += 1
    return done, refused


@transaction.atomic
def withdraw_benchmarks(*, benchmarks: BenchmarkQuerySet, by: User | None, reason: str) -> int:
    """Take published figures off the site, for a reason that readers learn; they and their history stay."""
    published = list(_locked(benchmarks.filter(status=Status.PUBLISHED)))
    for benchmark in published:
        benchmark.status = Status.CLOSED
        save_figure(benchmark=benchmark, by=by, reason=reason)
    return len(published)


def close_double(benchmark: Benchmark, role: Role, by: User | None) -> None:
    """Take over a figure from a role that is merged into another, which has a published one for the same.

    It is kept with its history, withdrawn: of two figures of one source readers see one.
    """
    benchmark.role = role
    benchmark.status = Status.CLOSED
    benchmark._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    benchmark._change_reason = "Withdrawn: the merged roles both had this figure"  # type: ignore[attr-defined]
    benchmark.save()


@contextmanager
def moving_figures(keep: Role, gone: Role, by: User | None) -> Iterator[None]:
    """Around a merge of roles: figures go from one role and come to the other, or are doubles and close."""
    mine = Benchmark.objects.filter(role=gone, status=Status.PUBLISHED)
    before = {row.pk: row for row in mine}
    went = [move for row in before.values() for move in moves_of(row, None)]
    reason = f"“{gone.name}” was merged into “{keep.name}”"
    record(went, by=by, reason=reason)
    yield
    after = Benchmark.objects.filter(pk__in=before, status=Status.PUBLISHED)
    _forget_foretold(before)
    record((move for row in after for move in moves_of(None, row)), by=by, reason=reason)


def _forget_foretold(keys: Iterable[int]) -> None:
    """What was to come of a figure that was scheduled is told anew."""
    FigureChange.objects.filter(benchmark__in=list(keys), at__gt=timezone.now()).delete()


def _as_stored(benchmark: Benchmark) -> Benchmark | None:
    """The row before it is saved, held until the transaction ends."""
    if benchmark.pk is None:
        return None
    return Benchmark.objects.select_for_update(of=("self",)).filter(pk=benchmark.pk).first()


def _locked(benchmarks: BenchmarkQuerySet) -> Iterator[Benchmark]:
    """The rows as they stand now, held until the transaction ends: of two people at once, one acts.

    PostgreSQL asks the conditions again once it has the lock, so that a row that another has just
    published or withdrawn is no longer among them.
    """
    yield from benchmarks.order_by("pk").select_for_update(of=("self",))
