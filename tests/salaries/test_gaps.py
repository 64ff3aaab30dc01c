"""The gap of advertised pay to surveys: like with like, by role and level."""

from decimal import Decimal

import pytest

from portal.markdown import render
from portal.panels import data_of, fill, place
from salaries.gaps import gaps_of
from tests.factories.salaries import (
    PublishedBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import CountryFactory, RoleFactory
from tests.salaries.test_panels import words

pytestmark = pytest.mark.django_db


def figure(basis, median, factory=PublishedBenchmarkFactory, **given):
    amounts = {"p10": 1, "p25": 2, "p75": 10**6, "p90": 10**6, "p50": median}
    values = {name: Decimal(amount) for name, amount in amounts.items()}
    return factory(
        distribution=True,
        **values,
        **({"source": SourceFactory(slug=f"{basis}-pay", basis=basis), "year": 2023} | given),
    )


def gaps(slug="ml-engineer"):
    return [
        (gap.level, gap.survey.p50, gap.advertised.p50, gap.difference, gap.percent)
        for gap in gaps_of([slug])[slug]
    ]


def test_medians_of_each_level_are_set_against_each_other():
    for level, survey, advertised in (("", 140_000, 150_000), ("senior", 190_000, 180_500)):
        figure("survey", survey, level=level)
        figure("advertised", advertised, level=level, year=2026)
    figure("survey", 99_000, level="entry")

    assert gaps() == [
        ("", 140_000, 150_000, 10_000, Decimal("7.1")),
        ("senior", 190_000, 180_500, -9_500, Decimal("-5.0")),
    ]


def test_newest_year_of_a_survey_counts_and_by_itself_before_many_together():
    figure("survey", 100_000, year=2022)
    figure("survey", 110_000, year=2023, first_year=2020)
    figure("survey", 120_000, year=2023)
    figure("advertised", 150_000)

    assert [survey for _, survey, *_ in gaps()] == [120_000]


UNLIKE = [
    {"currency": "EUR"},
    {"workplace": "remote"},
    {"level": "mid"},
    {"source__basis": "official"},
    {"place": "de"},
    {"factory": WithdrawnBenchmarkFactory},
]


@pytest.mark.parametrize("unlike", UNLIKE, ids=str)
def test_what_is_not_alike_has_no_gap(unlike):
    given = dict(unlike)
    if "place" in given:
        given["place"] = CountryFactory(slug="de", name="Germany", country="DE")
    if given.pop("source__basis", ""):
        given["source"] = SourceFactory(slug="official", basis="official")
    figure("survey", 140_000, **given)
    figure("advertised", 150_000)

    assert gaps() == []


def test_panel_says_the_gap_in_words():
    figure("survey", 140_000, sample_size=1_234)
    figure("advertised", 150_000, year=2026, sample_size=56)
    figure("survey", 190_000, level="senior")
    figure("advertised", 180_500, level="senior", year=2026)

    html = fill(render("{{ pay-gap role=ml-engineer }}").html, notices=False)

    body = words(html[html.index("<tbody") : html.index("</tbody")])
    assert body == (
        "All levels $140,000 1,234 reports, 2023 $150,000 56 listings, 2026 $10,000 more (7.1 %) "
        "Senior level $190,000 312 reports, 2023 $180,500 312 listings, 2026 $9,500 less (5.0 %)"
    )
    assert "Basis: survey" in words(html)
    assert "Basis: advertised pay" in words(html)


def test_equal_medians_are_the_same():
    figure("survey", 140_000)
    figure("advertised", 140_000)

    [entry] = data_of([place("pay-gap", role="ml-engineer")])

    assert entry["data"]["levels"][0]["words"] == "the same"


def test_many_panels_cost_one_query(start_worker, django_assert_num_queries):
    other = RoleFactory(slug="ai-engineer")
    for role in (other, RoleFactory(slug="ml-engineer")):
        figure("survey", 140_000, role=role)
        figure("advertised", 150_000, role=role)
    start_worker()

    with django_assert_num_queries(1):
        found = data_of([place("pay-gap", role=slug) for slug in ("ai-engineer", "ml-engineer")])

    assert all(entry["data"] for entry in found)


@pytest.mark.parametrize("has_survey", [True, False])
def test_page_of_a_role_shows_the_gap_where_there_is_one(client, has_survey):
    figure("advertised", 150_000, year=2026)
    if has_survey:
        figure("survey", 140_000)

    html = client.get("/salaries/ml-engineer/").text

    assert ("What listings offer beside surveys" in html) is has_survey
