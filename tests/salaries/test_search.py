"""Figures in the search of the site."""

import pytest

from portal.taxonomy.actions import save_role
from salaries.actions import withdraw_benchmarks
from salaries.models import Benchmark
from salaries.search import find
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    SourceFactory,
)
from tests.factories.taxonomy import CityFactory, RoleFactory, RoleSynonymFactory

pytestmark = pytest.mark.django_db


def titles(*words: str) -> list[str]:
    return [result.title for result in find(words).results(0, 20)]


@pytest.fixture
def figures():
    role = RoleFactory(slug="ml-engineer", name="ML engineer", plural="ML engineers", order=1)
    RoleSynonymFactory(role=role, title="Machine-learning engineer")
    source = SourceFactory(
        slug="office", name="Office of pay", publisher="The Crown", basis="official"
    )
    PublishedBenchmarkFactory(role=role, source=source)
    PublishedBenchmarkFactory(role=role, hub=True, place=CityFactory())
    PublishedBenchmarkFactory(role=role, remote=True, year=2024)
    PublishedBenchmarkFactory(role=role, measure="experience", min_years=3, max_years=5)
    PublishedBenchmarkFactory(role=role, special=True)
    other = RoleFactory(slug="keeper", name="Zoo keeper", plural="Zoo keepers", order=2)
    survey = SourceFactory(slug="index", name="ML and zoo index")
    PublishedBenchmarkFactory(
        role=other, distribution=True, level="senior", first_year=2020, year=2023, source=survey
    )


MEDIAN = "ML engineer: National median, United States"
HUB = "ML engineer: Tech hub, San Jose, CA, US"
REMOTE = "ML engineer: Remote average, United States, remote"
YEARS = "ML engineer: 3–5 years, United States"
ROBOTICS = "ML engineer: Robotics, United States"
KEEPER = "Zoo keeper: Senior level, United States"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ml",), [MEDIAN, HUB, REMOTE, YEARS, ROBOTICS]),
        (("machine", "learning", "engineers"), [MEDIAN, HUB, REMOTE, YEARS, ROBOTICS]),
        (("engineer", "jose"), [HUB]),
        (("hub", "california"), [HUB]),
        (("hub", "usa"), [HUB]),
        (("hub", "us"), [HUB]),
        (("4", "years", "experience"), [YEARS]),
        (("3",), [YEARS]),
        (("6",), []),
        (("percentiles",), [KEEPER]),
        (("zoo", "keepers"), [KEEPER]),
        (("national", "median", "states"), [MEDIAN]),
        (("remote",), [REMOTE]),
        (("robotics",), [ROBOTICS]),
        (("senior",), [KEEPER]),
        (("official",), [MEDIAN]),
        (("office", "crown"), [MEDIAN]),
        (("index",), [KEEPER]),
        (("2024",), [REMOTE]),
        (("2022",), [KEEPER]),
        (("engineer", "4"), [YEARS]),
        (("2020",), [KEEPER]),
        (("2019",), []),
        (("٣",), []),
        (("zoo", "engineer"), []),
        (("zebra",), []),
        (("99999999999999999999",), []),
        (("²",), []),
    ],
)
def test_figure_is_found_by_what_it_is_about(figures, words, expected):
    assert titles(*words) == expected
    assert find(words).total == len(expected)


def test_years_that_have_no_end_hold_more_of_them_but_no_calendar_year():
    PublishedBenchmarkFactory(measure="experience", min_years=10)

    assert (find(("25",)).total, find(("9",)).total, find(("2025",)).total) == (1, 0, 0)


def test_source_with_words_of_a_role_in_its_name_is_not_meant(figures):
    """Of keepers there is a figure from an index for ML."""
    assert titles("ml", "senior") == []
    assert titles("index") == [KEEPER]


def test_without_words_every_public_figure_is_found(figures):
    assert find(()).total == 6


def test_figure_that_is_not_public_is_not_found():
    role = RoleFactory(slug="keeper", name="Zoo keeper")
    BenchmarkFactory(role=role)
    ScheduledBenchmarkFactory(role=role, measure="mid-level")
    public = PublishedBenchmarkFactory(role=role, measure="senior-level")
    before = titles("keeper")

    withdraw_benchmarks(benchmarks=Benchmark.objects.filter(pk=public.pk), by=None, reason="Wrong")

    assert before == ["Zoo keeper: Senior, United States"]
    assert titles("keeper") == []


def test_renamed_role_is_found_by_its_new_name_only(figures):
    role = RoleFactory(slug="keeper")
    role.name, role.plural = "Warden", "Wardens"
    save_role(role=role)

    assert titles("warden") == ["Warden: Senior level, United States"]
    assert titles("keeper") == []


def test_result_says_the_figure_with_its_source_and_basis(figures):
    [result] = find(("national",)).results(0, 1)

    assert result.pay == "$100,000 to $150,000 a year"
    assert result.facts == ("2026", "Office of pay", "official statistics")
    assert result.url.startswith("/salaries/ml-engineer/#figure-")
