"""What the charts of a choice draw: one respect varies, the others are held; a line breaks between sources."""

from decimal import Decimal

import pytest

from portal.taxonomy.models import Place
from salaries.explorer.sections import sections_of
from salaries.explorer.years import years_chart
from salaries.models import Benchmark
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory
from tests.salaries.explorer.conftest import spread

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return RoleFactory(slug="ml-engineer", name="ML engineer")


def drawn(role) -> dict[str, list[str]]:
    """Label and value of each bar, section by section."""
    rows = list(Benchmark.objects.public().shown())
    return {
        section.slug: [
            f"{bar.label}: {bar.value_label}".replace("\N{NO-BREAK SPACE}", " ")
            for bar in section.chart.rows
        ]
        for section in sections_of(rows, role)
        if section.chart
    }


def test_levels_are_of_one_place_source_year_and_workplace(role):
    for level, median in (("senior", 300_000), ("", 100_000), ("entry", 200_000)):
        PublishedBenchmarkFactory(**spread(median, level=level, year=2025))
    PublishedBenchmarkFactory(**spread(1, level="mid", year=2024))
    PublishedBenchmarkFactory(**spread(2, level="mid", workplace="remote", year=2025))
    PublishedBenchmarkFactory(
        **spread(3, level="mid", place=CountryFactory(slug="ca", country="CA"))
    )
    PublishedBenchmarkFactory(**spread(4, level="mid", source=SourceFactory(), year=2025))
    PublishedBenchmarkFactory(**spread(5, level="mid", component="total", year=2025))

    assert drawn(role)["level"] == [
        "All levels: $100,000 median, n 312",
        "Entry level: $200,000 median, n 312",
        "Senior level: $300,000 median, n 312",
    ]


def test_places_stand_by_their_medians_the_world_first(role):
    PublishedBenchmarkFactory(**spread(100_000))
    for slug, median in (("ca", 90_000), ("ch", 120_000)):
        place = CountryFactory(slug=slug, country=slug.upper(), name=slug.upper())
        PublishedBenchmarkFactory(**spread(median, place=place))
    PublishedBenchmarkFactory(**spread(80_000, place=Place.objects.world()))

    assert [bar.partition(":")[0] for bar in drawn(role)["place"]] == [
        *("Worldwide", "CH", "United States", "CA")
    ]


def test_workplaces_stand_beside_each_other(role):
    for workplace in ("remote", "any", "onsite"):
        PublishedBenchmarkFactory(**spread(100_000, workplace=workplace))

    found = drawn(role)["workplace"]

    assert [bar.partition(":")[0] for bar in found] == ["Any workplace", "On-site", "Remote"]


def test_source_that_tells_most_makes_a_section(role):
    broad = SourceFactory(slug="broad", basis="survey")
    for level in ("", "mid", "senior"):
        PublishedBenchmarkFactory(**spread(100_000, level=level, source=broad, year=2022))
    PublishedBenchmarkFactory(**spread(150_000, source=SourceFactory(slug="new"), year=2025))

    assert len(drawn(role)["level"]) == 3


def test_stated_figures_stand_beside_distributions(role):
    PublishedBenchmarkFactory(**spread(100_000))
    PublishedBenchmarkFactory(measure="senior-level")

    assert drawn(role) == {
        "level": [
            "All levels: $100,000 median, n 312",
            "Senior: $100,000 to $150,000",
        ]
    }


def test_one_figure_alone_is_drawn(role):
    PublishedBenchmarkFactory(**spread(100_000))

    assert drawn(role) == {"figures": ["All levels: $100,000 median, n 312"]}


def line(*points: tuple[int, str]):
    for year, slug in points:
        source = SourceFactory(slug=slug)
        PublishedBenchmarkFactory(**spread(100_000 + year, year=year, source=source))
    rows = list(Benchmark.objects.public().shown())
    return years_chart(rows, title="Medians")


def lengths(chart) -> list[int]:
    """Points of each stretch of the line."""
    return [len(stretch.line.split()) for stretch in chart.stretches]


def test_years_of_one_source_are_joined(role):
    chart = line((2021, "a"), (2022, "a"), (2023, "a"))

    assert lengths(chart) == [3]
    assert chart.breaks == ()
    assert [(point.year, point.sample, point.text) for point in chart.points] == [
        ("2021", "n 312", "$102k"),
        ("2022", "n 312", "$102k"),
        ("2023", "n 312", "$102k"),
    ]


def test_line_breaks_where_the_source_changes(role):
    chart = line((2021, "a"), (2022, "a"), (2023, "b"), (2024, "b"))

    assert lengths(chart) == [2, 2]
    assert [point.mark for point in chart.points] == [1, 1, 2, 2]
    assert chart.sources == ((1, "A"), (2, "B"))
    assert chart.breaks == (
        "The source changes from A (2022) to B (2023): the line is broken, as the two aren’t alike.",
    )


def test_line_breaks_where_a_year_is_missing(role):
    chart = line((2020, "a"), (2022, "a"), (2023, "a"))

    assert lengths(chart) == [1, 2]
    assert chart.breaks == ("There is no figure between 2020 and 2022.",)


def test_two_sources_of_one_year_have_a_point_and_a_line_each(role):
    chart = line((2021, "a"), (2021, "b"), (2022, "a"), (2022, "b"))

    assert sorted(lengths(chart)) == [2, 2]
    assert len({point.x for point in chart.points}) == 4


def test_only_the_newest_years_are_drawn_and_that_is_said(role):
    chart = line(*((year, "a") for year in range(2015, 2025)))

    assert [point.year for point in chart.points] == [str(year) for year in range(2019, 2025)]
    assert chart.is_cut


def test_points_lie_where_their_amounts_do(role):
    PublishedBenchmarkFactory(**spread(100_000, year=2022))
    PublishedBenchmarkFactory(**spread(160_000, year=2023))
    chart = years_chart(list(Benchmark.objects.public().shown()), title="Medians")
    assert chart

    ticks = {tick.label: Decimal(str(tick.x)) for tick in chart.ticks}
    assert Decimal(str(chart.points[0].middle)) == ticks["$100k"]
    assert chart.points[1].high < chart.points[1].middle < chart.points[1].low
    half = (ticks["$100k"] + ticks["$150k"]) / 2  # the upper end of the middle half: $125,000
    assert abs(Decimal(str(chart.points[0].high)) - half) < Decimal("0.01")


def test_several_years_together_are_no_point_of_the_line(role):
    PublishedBenchmarkFactory(**spread(100_000, first_year=2020, year=2023))
    PublishedBenchmarkFactory(**spread(110_000, year=2022))
    PublishedBenchmarkFactory(**spread(120_000, year=2023))

    found = {
        section.slug: section
        for section in sections_of(list(Benchmark.objects.public().shown()), role)
    }

    chart = found["year"].years
    assert chart
    assert [point.year for point in chart.points] == ["2022", "2023"]
