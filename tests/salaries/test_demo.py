"""The figures of the first guide are those that were taken down."""

import csv
from pathlib import Path

import pytest

from salaries.demo.loader import CONTENT, PUBLISHED, load
from salaries.models import Benchmark, Source
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    for slug in ("ai-engineer", "ml-engineer"):
        RoleFactory(slug=slug)
    CityFactory()
    for slug, code in (("ca", "CA"), ("gb", "GB")):
        CountryFactory(slug=slug, country=code)
    load(lambda words: None)


FIGURES = {
    ("ai-engineer", "national-median", None): "$134,023 to $145,080",
    ("ml-engineer", "national-median", None): "$149,136 to $159,000",
    ("ai-engineer", "mid-level", None): "$149,923 to $192,884",
    ("ml-engineer", "mid-level", None): "$149,136 to $192,044",
    ("ai-engineer", "senior-level", None): "$155,862 to $203,103",
    ("ml-engineer", "senior-level", None): "$168,076 to $220,560",
    ("ai-engineer", "tech-hub", None): "$206,706",
    ("ml-engineer", "tech-hub", None): "$187,000 to $260,000 or more",
    ("ai-engineer", "remote-average", None): "$180,173",
    ("ml-engineer", "remote-average", None): "$195,475 to $237,829",
    ("ai-engineer", "experience", 0): "$103,015",
    ("ml-engineer", "experience", 0): "$128,769",
    ("ai-engineer", "experience", 1): "$121,513",
    ("ml-engineer", "experience", 1): "$134,000 to $142,000",
    ("ai-engineer", "experience", 4): "$138,000 to $155,000",
    ("ml-engineer", "experience", 4): "up to $190,000",
    ("ai-engineer", "experience", 10): "$185,709 or more",
    ("ml-engineer", "experience", 10): "$220,000 or more",
    ("ai-engineer", "specialism", None): "$175,000 to $250,000",
}


def test_all_nineteen_figures_are_public_in_the_shape_they_were_published(loaded):
    rows = Benchmark.objects.public().stated().select_related("role")

    assert {(row.role.slug, row.measure, row.min_years): row.figure for row in rows} == FIGURES


def test_no_figure_is_public_before_it_was_taken_down(loaded):
    assert {*Source.objects.values_list("retrieved_on", flat=True)} == {PUBLISHED.date()}
    assert {row.published_at for row in Benchmark.objects.stated()} == {PUBLISHED}
    assert not Benchmark.objects.filter(published_at__lt=PUBLISHED).exists()


def test_percentiles_of_the_survey_are_public_with_their_number(loaded):
    with Path(CONTENT / "percentiles.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = Benchmark.objects.public().distributions()

    everybody = found.get(
        role__slug="ml-engineer",
        level="",
        place__slug="world",
        workplace="any",
        year=2023,
        first_year=2020,
    )

    assert len(rows) == found.count()
    assert (everybody.figure, everybody.years, everybody.sample_size) == (
        "$172,200 median",
        "2020–2023",
        647,
    )
    assert not found.filter(sample_size__lt=10).exists()


def test_loading_again_changes_nothing_and_keeps_a_correction(loaded):
    benchmark = Benchmark.objects.get(measure="specialism")
    benchmark.note = "Corrected"
    benchmark.save()
    Source.objects.update(publisher="Somebody else")

    load(lambda words: None)

    benchmark.refresh_from_db()
    assert Benchmark.objects.stated().count() == 19
    assert Benchmark.objects.distributions().count() == 80
    assert benchmark.note == "Corrected"
    assert {*Source.objects.values_list("publisher", flat=True)} == {"Somebody else"}


def test_content_has_nothing_that_the_loader_leaves_out():
    with Path(CONTENT / "benchmarks.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) == len(FIGURES)
    assert all(row["source"] for row in rows)
