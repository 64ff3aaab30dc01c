"""Publishing and withdrawing: what may be, once, with who and when; races on a real database."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from simple_history.utils import update_change_reason

from portal.publishing.models import Status
from salaries.actions import publish_benchmarks, withdraw_benchmarks
from salaries.models import Benchmark
from tests.factories.accounts import StaffFactory
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    WithdrawnBenchmarkFactory,
)

pytestmark = pytest.mark.django_db


def trail(benchmark):
    """What the history says, the newest first."""
    rows = benchmark.history.order_by("-history_id")
    return [(row.history_change_reason, row.status, row.history_user) for row in rows]


def test_draft_is_published_by_somebody_from_now_on(time_machine):
    at = datetime(2026, 5, 4, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    analyst = StaffFactory()
    benchmark = BenchmarkFactory()

    done = publish_benchmarks(benchmarks=Benchmark.objects.all(), by=analyst)

    benchmark.refresh_from_db()
    assert done == (1, [])
    assert (benchmark.status, benchmark.published_at) == (Status.PUBLISHED, at)
    assert trail(benchmark) == [("Published", "published", analyst), (None, "draft", None)]


def test_planned_instant_is_kept():
    planned = datetime(2026, 1, 2, tzinfo=UTC)
    benchmark = BenchmarkFactory(published_at=planned)

    publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None)

    benchmark.refresh_from_db()
    assert benchmark.published_at == planned


def test_what_cannot_be_published_says_why_and_the_rest_is_published():
    good = BenchmarkFactory()
    without = BenchmarkFactory(source=None, entry=True)
    PublishedBenchmarkFactory(expert=True)
    twice = BenchmarkFactory(expert=True)

    done, refused = publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None)

    assert done == 1
    assert [(row.pk, reason) for row, reason in refused] == [
        (without.pk, "A figure can’t be published without a source."),
        (twice.pk, "This source already has a published figure for exactly this."),
    ]
    assert set(Benchmark.objects.public().values_list("pk", flat=True)) > {good.pk}
    assert not {without.pk, twice.pk} & set(Benchmark.objects.public().values_list("pk", flat=True))


def test_published_figure_is_withdrawn_by_somebody():
    analyst = StaffFactory()
    benchmark = PublishedBenchmarkFactory()
    scheduled = ScheduledBenchmarkFactory(entry=True)
    draft = BenchmarkFactory(expert=True)

    count = withdraw_benchmarks(
        benchmarks=Benchmark.objects.all(), by=analyst, reason="The publisher took it back"
    )

    states = Benchmark.objects.order_by("pk").values_list("pk", "status")
    assert count == 2
    assert list(states) == [(benchmark.pk, "closed"), (scheduled.pk, "closed"), (draft.pk, "draft")]
    assert trail(benchmark)[0] == ("The publisher took it back", "closed", analyst)


def test_withdrawn_figure_can_be_published_again():
    benchmark = WithdrawnBenchmarkFactory()

    done = publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None)

    assert done == (1, [])
    assert list(Benchmark.objects.public()) == [benchmark]


def test_history_keeps_old_figure_new_figure_and_reason():
    benchmark = PublishedBenchmarkFactory()
    benchmark.low = Decimal(110_000)
    benchmark.save()
    update_change_reason(benchmark, "Corrected by the publisher")

    newest, oldest = benchmark.history.order_by("-history_id")

    assert (oldest.low, newest.low) == (100_000, 110_000)
    assert newest.history_change_reason == "Corrected by the publisher"


def at_once(number, work):
    """Run the work in threads that start together; gives what each returned."""
    gate, answers = threading.Barrier(number), []

    def run() -> None:
        try:
            gate.wait()
            answers.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="races are proved where writers run side by side"
)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_publishes():
    benchmark = BenchmarkFactory()

    answers = at_once(8, lambda: publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None))

    assert sorted(done for done, _ in answers) == [0] * 7 + [1]
    assert [reason for reason, *_ in trail(benchmark)] == ["Published", None]


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_of_one_figure_one_is_published():
    drafts = [BenchmarkFactory().pk for _ in range(2)]
    left = iter(drafts)

    def publish() -> tuple[int, list[object]]:
        mine = Benchmark.objects.filter(pk=next(left))
        done, refused = publish_benchmarks(benchmarks=mine, by=None)
        return done, [reason for _, reason in refused]

    answers = at_once(2, publish)

    assert sorted(done for done, _ in answers) == [0, 1]
    assert Benchmark.objects.public().count() == 1
