"""Swapping a source's distributions: numbers last, changes are told, nothing is written for nothing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import TopicVersion
from portal.publishing.models import Status
from salaries.actions import withdraw_benchmarks
from salaries.checks import PERCENTILES
from salaries.distributions import Distribution, Group, Swap, replace_distributions
from salaries.models import Benchmark, FigureChange
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory
from tests.salaries.test_actions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return SourceFactory(slug="reports")


@pytest.fixture
def group():
    return Group(RoleFactory().pk, "senior", CountryFactory().pk, "any", 2023, 2020)


def of(group, median=150_000, sample_size=40):
    p10, p25, p75, p90 = (Decimal(median + far) for far in (-40_000, -20_000, 20_000, 40_000))
    return Distribution(group, p10, p25, Decimal(median), p75, p90, sample_size)


def swap(source, *figures):
    return replace_distributions(source, figures, by=None, reason="Counted again")


def told():
    return [(row.kind, row.old, row.new) for row in FigureChange.objects.order_by("pk")]


WORDS = (
    "P10 $110,000, P25 $130,000, P50 $150,000, P75 $170,000, P90 $190,000 a year, n = 40, 2020–2023"
)


def test_new_figure_is_published_with_all_that_it_holds(source, group):
    answer = swap(source, of(group))

    row = Benchmark.objects.public().distributions().get()
    assert answer == Swap(published=1)
    assert (row.level, row.first_year, row.year, row.source) == ("senior", 2020, 2023, source)
    assert {getattr(row, name) for name in PERCENTILES} == {
        *(110_000, 130_000, 150_000, 170_000, 190_000)
    }
    assert row.sample_size == 40
    row.full_clean()
    assert told() == [("published", "", WORDS)]


def test_figure_keeps_its_number_while_it_says_something_else(source, group):
    swap(source, of(group))
    before = Benchmark.objects.get().pk

    answer = swap(source, of(group, sample_size=41))

    assert answer == Swap(changed=1)
    assert Benchmark.objects.get().pk == before
    assert told()[1:] == [("changed", WORDS, WORDS.replace("n = 40", "n = 41"))]


def test_nothing_is_written_where_nothing_is_new(source, group):
    swap(source, of(group))
    stamp = Benchmark.objects.get().updated_at

    with CaptureQueriesContext(connection) as asked:
        answer = swap(source, of(group))

    written = [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE"))]
    assert not answer
    assert written == []
    assert Benchmark.objects.get().updated_at == stamp


def test_group_that_vanishes_is_withdrawn_and_comes_back_under_its_number(source, group):
    swap(source, of(group))
    before = Benchmark.objects.get().pk

    gone = swap(source)
    hidden = list(Benchmark.objects.public())
    back = swap(source, of(group))

    assert (gone, hidden, back) == (Swap(withdrawn=1), [], Swap(published=1))
    assert Benchmark.objects.public().get().pk == before
    assert [kind for kind, *_ in told()] == ["published", "withdrawn", "published"]


def test_figure_that_somebody_withdrew_stays_withdrawn(source, group):
    swap(source, of(group), of(group._replace(level="mid")))
    senior = Benchmark.objects.filter(level="senior")
    withdraw_benchmarks(benchmarks=senior, by=None, reason="Half of the reports are one person’s")

    answer = swap(source, of(group, sample_size=99), of(group._replace(level="mid")))

    assert answer == Swap()
    assert [row.level for row in Benchmark.objects.public()] == ["mid"]


def test_figures_of_other_sources_and_stated_ones_stay(source, group):
    stated = PublishedBenchmarkFactory(source=source)
    other = PublishedBenchmarkFactory(distribution=True, source=SourceFactory(slug="other"))

    swap(source, of(group))
    swap(source)

    assert set(Benchmark.objects.public()) == {stated, other}


def test_scheduled_figure_is_public_once_it_is_counted(source, group):
    values = {name: getattr(of(group), name) for name in ("p10", "p25", "p50", "p75", "p90")}
    row = PublishedBenchmarkFactory(
        distribution=True,
        source=source,
        **group._asdict(),
        **values,
        sample_size=40,
        published_at=timezone.now() + timedelta(days=2),
    )

    swap(source, of(group))

    assert Benchmark.objects.public().get() == row
    assert told() == [("published", "", WORDS)]


def test_failure_leaves_everything_as_it_was(source, group):
    swap(source, of(group))
    falling = replace(of(group._replace(level="mid")), p90=Decimal(1))

    with pytest.raises(Exception, match="benchmark_percentiles"):
        swap(source, falling)

    assert [row.level for row in Benchmark.objects.public()] == ["senior"]
    assert len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_topic_moves_once_for_all(source, group):
    levels = ("entry", "mid", "senior", "executive")
    swap(source, *(of(group._replace(level=level)) for level in levels))
    before = TopicVersion.objects.get(name="salaries").version

    swap(source, *(of(group._replace(level=level)) for level in levels))
    same = TopicVersion.objects.get(name="salaries").version
    swap(source, *(of(group._replace(level=level), 160_000) for level in levels))

    assert same == before
    assert TopicVersion.objects.get(name="salaries").version != before


def many(group, number, median):
    return (
        of(
            group._replace(year=1990 + n % 100, level=("", "mid")[n // 100 % 2], currency=currency),
            median,
        )
        for n in range(number // 2)
        for currency in ("USD", "EUR")
    )


def test_queries_do_not_grow_with_the_figures(source, group):
    alone = group._replace(first_year=None)
    swap(source, of(group))
    counts = []
    for number in (10, 400):
        figures = [*many(alone, number, 150_000)]
        for sample_size in (40, 50):
            with CaptureQueriesContext(connection) as asked:
                swap(source, *(replace(each, sample_size=sample_size) for each in figures))
            counts.append(len(asked))

    assert counts == [counts[0], counts[1], counts[0], counts[1]]
    assert max(counts) <= 14


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where writers run side by side")
@pytest.mark.django_db(transaction=True)
def test_of_many_swaps_at_once_one_writes(source, group):
    answers = at_once(6, lambda: swap(source, of(group)))

    assert sorted(answer.published for answer in answers) == [0] * 5 + [1]
    assert Benchmark.objects.filter(status=Status.PUBLISHED).count() == 1
    assert len(told()) == 1
