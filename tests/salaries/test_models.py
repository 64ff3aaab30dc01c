"""What a figure may be. The model's own words are tried, then the database without them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.publishing.models import Status
from salaries.models import Benchmark
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

SHAPES = {
    "range": ({}, "$100,000 to $150,000"),
    "range with an open end": ({"open_range": True}, "$100,000 to $150,000 or more"),
    "one figure": ({"single": True}, "$120,000"),
    "at least": ({"at_least": True}, "$220,000 or more"),
    "at most": ({"at_most": True}, "up to $190,000"),
    "percentiles": ({"distribution": True}, "$142,000 median"),
}


def draft(**values):
    """A figure that is not stored yet, its neighbors are."""
    role, place, source = RoleFactory(slug="ml-engineer"), CountryFactory(), SourceFactory()
    return BenchmarkFactory.build(role=role, place=place, **({"source": source} | values))


@pytest.mark.parametrize(("values", "words"), SHAPES.values(), ids=SHAPES)
def test_each_shape_is_stored_as_published(values, words):
    draft(**values).full_clean()

    stored = Benchmark.objects.get(pk=BenchmarkFactory(**values).pk)

    assert stored.figure == words


REFUSED = {
    "percentile missing": ({"distribution": True, "p25": None}, {"p25": "Percentiles need it."}),
    "percentiles that fall": (
        {"distribution": True, "p75": Decimal(100_000)},
        {"p75": "Lies below the percentile before it."},
    ),
    "percentiles with an end": (
        {"distribution": True, "low": Decimal(100_000)},
        {"low": "Percentiles have no ends."},
    ),
    "range with percentiles": (
        {"p50": Decimal(120_000), "sample_size": 12},
        dict.fromkeys(("p50", "sample_size"), "Only for the shape “percentiles”."),
    ),
    "percentiles of a measure": (
        {"distribution": True, "measure": "mid-level"},
        {"shape": "Percentiles and the measure “Distribution” come together."},
    ),
    "level of a measure": ({"level": "senior"}, {"level": "Only for a distribution."}),
    "first year after the last": (
        {"distribution": True, "first_year": 2026},
        {"first_year": "Lies before the year."},
    ),
    "range without an upper end": ({"high": None}, {"high": "This shape needs it."}),
    "range without a lower end": ({"low": None}, {"low": "This shape needs it."}),
    "range upside down": (
        {"low": Decimal(200_000)},
        {"high": "Lies above the lower end; for one figure choose the shape “one figure”."},
    ),
    "one figure with two amounts": (
        {"single": True, "high": Decimal(130_000)},
        {"high": "One figure has one amount: leave this empty, or choose the shape “range”."},
    ),
    "at least with an upper end": (
        {"at_least": True, "high": Decimal(250_000)},
        {"high": "“At least” has a lower end only."},
    ),
    "at most with a lower end": (
        {"at_most": True, "low": Decimal(100_000)},
        {"low": "“At most” has an upper end only."},
    ),
    "one figure with an open end": (
        {"single": True, "open_ended": True},
        {"open_ended": "Only the upper end of a range can be a floor."},
    ),
    "experience without years": (
        {"measure": "experience"},
        {"min_years": "“By experience” needs it; 0 for those who begin."},
    ),
    "years upside down": (
        {"measure": "experience", "min_years": 4, "max_years": 3},
        {"max_years": "Lies above “from years”."},
    ),
    "years of another measure": (
        {"min_years": 4, "max_years": 9},
        dict.fromkeys(("min_years", "max_years"), "Only for the measure “By experience”."),
    ),
    "specialism without one": (
        {"measure": "specialism"},
        {"specialism": "The measure “Specialism” needs one."},
    ),
    "specialism of another measure": (
        {"specialism": "Robotics"},
        {"specialism": "Only for the measure “Specialism”."},
    ),
    "published without a source": (
        {"status": "published", "source": None},
        {"source": "A figure can’t be published without a source."},
    ),
    "no amount at all": (
        {"low": Decimal(0)},
        {"low": "Ensure this value is greater than or equal to 0.01."},
    ),
    "negative": (
        {"low": Decimal(-1)},
        {"low": "Ensure this value is greater than or equal to 0.01."},
    ),
    "NaN": ({"low": Decimal("NaN")}, {"low": "“NaN” value must be a decimal number."}),
    "too large": (
        {"high": Decimal(10) ** 20},
        {"high": "Ensure this value is less than or equal to 1000000000."},
    ),
    "NUL": ({"note": "a\0b"}, {"note": "Contains a character that can’t be stored."}),
    "half a character": (
        {"note": "\ud800"},
        {"note": "Contains a character that can’t be stored."},
    ),
    "currency in small letters": (
        {"currency": "usd"},
        {"currency": "Three capital letters, such as USD."},
    ),
    "year 9999": ({"year": 9999}, {"year": "Ensure this value is less than or equal to 2100."}),
    "public in the year 9999": (
        {"published_at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)},
        {"published_at": "Choose an instant within the next five years."},
    ),
}


@pytest.mark.parametrize(("values", "problems"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_with_the_name_of_the_field(values, problems):
    with pytest.raises(ValidationError) as refused:
        draft(**values).full_clean()

    found = {field: messages[0] for field, messages in refused.value.message_dict.items()}
    assert found == problems


BROKEN = {
    "percentile missing": {"distribution": True, "p25": None},
    "percentiles that fall": {"distribution": True, "p75": Decimal(100_000)},
    "percentiles of nothing": {"distribution": True, "sample_size": 0},
    "percentiles without their number": {"distribution": True, "sample_size": None},
    "percentiles with an end": {"distribution": True, "low": Decimal(100_000)},
    "percentiles of a measure": {"distribution": True, "measure": "mid-level"},
    "range with a percentile": {"p50": Decimal(120_000)},
    "range with a number of reports": {"sample_size": 12},
    "distribution without percentiles": {"measure": "distribution"},
    "level of a measure": {"level": "senior"},
    "years together of a measure": {"first_year": 2024},
    "first year after the last": {"distribution": True, "first_year": 2026},
    "range without an upper end": {"high": None},
    "range upside down": {"low": Decimal(200_000)},
    "range of nothing": {"low": Decimal(150_000)},
    "one figure with two amounts": {"single": True, "high": Decimal(130_000)},
    "at least with an upper end": {"at_least": True, "high": Decimal(250_000)},
    "at most with a lower end": {"at_most": True, "low": Decimal(100_000)},
    "no end at all": {"at_least": True, "low": None},
    "another shape": {"shape": "median"},
    "one figure with an open end": {"single": True, "open_ended": True},
    "nothing": {"single": True, "low": 0, "high": 0},
    "too large": {"high": Decimal(2) * 10**9},
    "experience without years": {"measure": "experience"},
    "years upside down": {"measure": "experience", "min_years": 4, "max_years": 4},
    "years of another measure": {"max_years": 4},
    "specialism without one": {"measure": "specialism"},
    "specialism of another measure": {"specialism": "Robotics"},
    "published without a source": {"status": "published", "source": None},
    "published without an instant": {"status": "published"},
}


@pytest.mark.parametrize("values", BROKEN.values(), ids=BROKEN)
def test_the_database_refuses_what_came_past_the_model(values):
    benchmark = draft(**values)

    with pytest.raises(IntegrityError), transaction.atomic():
        benchmark.save()

    assert Benchmark.objects.count() == 0


def test_one_figure_needs_one_amount_only():
    benchmark = draft(single=True, high=None)

    benchmark.full_clean()

    assert benchmark.high == Decimal(120_000)


def test_published_figure_is_public_from_now_if_nothing_else_is_said(time_machine):
    time_machine.move_to(datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC), tick=False)
    benchmark = draft(status=Status.PUBLISHED)

    benchmark.full_clean()

    assert benchmark.published_at == datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "values",
    [{}, {"expert": True}, {"entry": True}, {"special": True}, {"distribution": True}],
)
def test_the_same_figure_of_the_same_source_is_published_once(values):
    first = PublishedBenchmarkFactory(**values)
    second = BenchmarkFactory(**values)
    second.status, second.published_at = Status.PUBLISHED, first.published_at

    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()

    assert refused.value.messages == [
        "This source already has a published figure for exactly this."
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2025},
        {"source__slug": "another"},
        {"currency": "EUR"},
        {"component": "total"},
        {"workplace": "hybrid"},
        {"hub": True},
        {"role__slug": "ai-engineer", "role__name": "AI engineer"},
    ],
)
def test_figures_that_differ_in_one_respect_stand_side_by_side(other):
    PublishedBenchmarkFactory()

    PublishedBenchmarkFactory(**other)

    assert Benchmark.objects.public().count() == 2


def test_only_what_is_published_and_due_is_public(time_machine):
    time_machine.move_to(datetime(2026, 5, 4, tzinfo=UTC), tick=False)
    shown = PublishedBenchmarkFactory(year=2025)
    scheduled = ScheduledBenchmarkFactory(year=2026)
    BenchmarkFactory()
    WithdrawnBenchmarkFactory(year=2024)

    now = list(Benchmark.objects.public())
    time_machine.move_to(scheduled.published_at, tick=False)
    then = list(Benchmark.objects.public().order_by("year"))

    assert now == [shown]
    assert then == [shown, scheduled]


def test_next_change_is_the_next_figure_to_become_public(time_machine):
    at = datetime(2026, 5, 4, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    PublishedBenchmarkFactory()
    BenchmarkFactory(published_at=datetime(2026, 5, 5, tzinfo=UTC))
    scheduled = ScheduledBenchmarkFactory(year=2025)

    assert Benchmark.objects.next_change(at) == scheduled.published_at
    assert Benchmark.objects.next_change(scheduled.published_at) is None


def test_source_is_not_deleted_while_a_figure_rests_on_it():
    benchmark = PublishedBenchmarkFactory()

    with pytest.raises(IntegrityError):
        benchmark.source.delete()


SOURCE_REFUSED = {
    "retrieved tomorrow": (
        {"retrieved_on": date(2026, 5, 5)},
        {"retrieved_on": ["This day is still to come."]},
    ),
    "retrieved in the year 9999": (
        {"retrieved_on": date(9999, 12, 31)},
        {"retrieved_on": ["This day is still to come."]},
    ),
    "retrieved in the year 1": (
        {"retrieved_on": date(1, 1, 1)},
        {"retrieved_on": ["Nothing is kept from before 1990."]},
    ),
    "script for an address": ({"url": "javascript:alert(1)"}, {"url": ["Enter a valid URL."]}),
    "NUL": ({"name": "a\0"}, {"name": ["Contains a character that can’t be stored."]}),
    "half a character": (
        {"method": "\udfff"},
        {"method": ["Contains a character that can’t be stored."]},
    ),
    "unknown basis": ({"basis": "hearsay"}, {"basis": ["Value 'hearsay' is not a valid choice."]}),
}


@pytest.mark.parametrize(("values", "problems"), SOURCE_REFUSED.values(), ids=SOURCE_REFUSED)
def test_source_that_does_not_fit_is_refused(values, problems, time_machine):
    time_machine.move_to(datetime(2026, 5, 4, tzinfo=UTC), tick=False)

    with pytest.raises(ValidationError) as refused:
        SourceFactory.build(**values).full_clean()

    assert refused.value.message_dict == problems
