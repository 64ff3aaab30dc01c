"""The figures of the first guide are those that were taken down."""

import csv
from pathlib import Path

import pytest

from salaries.demo.loader import CONTENT, PUBLISHED, load
from salaries.models import Benchmark, Source
from tests.factories.taxonomy import CityFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    for slug in ("ai-engineer", "ml-engineer"):
        RoleFactory(slug=slug)
    CityFactory()
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
    rows = Benchmark.objects.public().select_related("role")

    assert {(row.role.slug, row.measure, row.min_years): row.figure for row in rows} == FIGURES


def test_no_figure_is_public_before_it_was_taken_down(loaded):
    source = Source.objects.get()

    assert source.retrieved_on == PUBLISHED.date()
    assert {row.published_at for row in Benchmark.objects.all()} == {PUBLISHED}


def test_loading_again_changes_nothing_and_keeps_a_correction(loaded):
    benchmark = Benchmark.objects.get(measure="specialism")
    benchmark.note = "Corrected"
    benchmark.save()
    Source.objects.update(publisher="Somebody else")

    load(lambda words: None)

    benchmark.refresh_from_db()
    assert Benchmark.objects.count() == 19
    assert benchmark.note == "Corrected"
    assert Source.objects.get().publisher == "Somebody else"


def test_content_has_nothing_that_the_loader_leaves_out():
    with Path(CONTENT / "benchmarks.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) == len(FIGURES)
    assert all(row["source"] for row in rows)
