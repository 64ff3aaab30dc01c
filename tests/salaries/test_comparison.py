"""Only like beside like: the difference in figures and in percent, or why there is none."""

from decimal import Decimal

import pytest

from salaries.comparison import compare
from salaries.models import Benchmark
from salaries.pages import side_by_side
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles():
    return [
        RoleFactory(slug="ai-engineer", name="AI engineer"),
        RoleFactory(slug="ml-engineer", name="ML engineer"),
    ]


def lines(roles):
    return compare(roles, Benchmark.objects.public().shown())


def pair(roles, first, second):
    """One figure for each role, and what is said of them."""
    PublishedBenchmarkFactory(role=roles[0], **first)
    PublishedBenchmarkFactory(role=roles[1], **second)
    return [line.difference for line in lines(roles)]


def span(low, high, **given):
    return {"low": Decimal(low), "high": Decimal(high), **given}


def one(amount):
    return {"single": True, "low": Decimal(amount), "high": Decimal(amount)}


DIFFERENCES = {
    "ranges": (
        span(134_023, 145_080),
        span(149_136, 159_000),
        (
            "ML engineer $15,113 (11.3%) more at the lower end; "
            "ML engineer $13,920 (9.6%) more at the upper end."
        ),
    ),
    "ranges that share an end": (
        span(100, 200),
        span(100, 300),
        "The same at the lower end; ML engineer $100 (50.0%) more at the upper end.",
    ),
    "ranges, one open": (
        span(100, 200),
        span(150, 300, open_range=True),
        (
            "ML engineer $50 (50.0%) more at the lower end; "
            "the upper ends are not compared, as one is open."
        ),
    ),
    "single figures": (one(103_015), one(128_769), "ML engineer $25,754 (25.0%) more."),
    "single figures alike": (one(100), one(100), "The same."),
    "one figure below a range": (
        one(180_173),
        span(195_475, 237_829),
        (
            "AI engineer: one figure, $15,302 (8.5%) below the lower end and "
            "$57,656 (32.0%) below the upper end of the ML engineer’s range."
        ),
    ),
    "a range around one figure": (
        span(100, 200),
        one(150),
        (
            "ML engineer: one figure, $50 (50.0%) above the lower end and "
            "$50 (33.3%) below the upper end of the AI engineer’s range."
        ),
    ),
    "one figure at the end of a range": (
        one(100),
        span(100, 200),
        (
            "AI engineer: one figure, equal to the lower end and "
            "$100 (100.0%) below the upper end of the ML engineer’s range."
        ),
    ),
    "one figure and an open range": (
        one(206_706),
        span(187_000, 260_000, open_range=True),
        "AI engineer: one figure, $19,706 (10.5%) above the lower end of the ML engineer’s range.",
    ),
    "lower bounds": (
        {"at_least": True, "low": Decimal(185_709)},
        {"at_least": True, "low": Decimal(220_000)},
        "ML engineer $34,291 (18.5%) more, lower bound against lower bound.",
    ),
    "upper bounds": (
        {"at_most": True, "high": Decimal(200)},
        {"at_most": True, "high": Decimal(100)},
        "AI engineer $100 (100.0%) more, upper bound against upper bound.",
    ),
    "range and upper bound": (
        span(138_000, 155_000),
        {"at_most": True},
        "Not compared: a range and an upper bound are not alike.",
    ),
    "one figure and lower bound": (
        one(100),
        {"at_least": True},
        "Not compared: one figure and a lower bound are not alike.",
    ),
    "medians of reports": (
        {"distribution": True, "p50": Decimal("142000.50"), "sample_size": 40},
        {"distribution": True, "p50": Decimal(150_000)},
        "ML engineer $7,999.50 (5.6%) more, median against median.",
    ),
    "medians alike": (
        {"distribution": True},
        {"distribution": True},
        "The same, median against median.",
    ),
    "bounds at opposite ends": (
        {"at_least": True},
        {"at_most": True},
        "Not compared: a lower bound and an upper bound are not alike.",
    ),
}


@pytest.mark.parametrize(
    ("first", "second", "difference"), DIFFERENCES.values(), ids=list(DIFFERENCES)
)
def test_difference_is_said_for_each_pair_of_shapes(roles, first, second, difference):
    assert pair(roles, first, second) == [difference]


UNLIKE = [
    {"year": 2025},
    {"workplace": "hybrid"},
    {"hub": True, "measure": "national-median"},
    {"currency": "EUR"},
    {"period": "month"},
    {"component": "total"},
    {"measure": "mid-level"},
]


@pytest.mark.parametrize("other", UNLIKE)
def test_figures_that_are_not_alike_stand_on_lines_of_their_own(roles, other):
    found = pair(roles, {}, other)

    assert sorted(found) == [
        "Not compared: no like figure for the AI engineer.",
        "Not compared: no like figure for the ML engineer.",
    ]


def test_figures_of_two_sources_are_shown_and_not_compared(roles):
    PublishedBenchmarkFactory(role=roles[0], source=SourceFactory(slug="one"))
    PublishedBenchmarkFactory(role=roles[1], source=SourceFactory(slug="two"))

    [line] = lines(roles)

    assert all(line.figures)
    assert line.difference == "Not compared: the figures come from different sources."


def test_source_that_knows_both_roles_comes_first(roles):
    both = SourceFactory(slug="zz-both")
    PublishedBenchmarkFactory(role=roles[0], source=SourceFactory(slug="aa-one"))
    for role in roles:
        PublishedBenchmarkFactory(role=role, source=both)

    first, second = lines(roles)

    assert [figure.source for figure in first.figures] == [both, both]
    assert second.difference == "Not compared: no like figure for the ML engineer."


def test_lines_stand_in_the_order_of_measures(roles):
    for values in ({"special": True}, {"expert": True}, {"entry": True}, {"remote": True}, {}):
        PublishedBenchmarkFactory(role=roles[0], **values)

    assert [line.label for line in lines(roles)] == [
        "National median",
        "Remote average",
        "0–1 years",
        "10 years or more",
        "Robotics",
    ]


SPREADS = [
    {"year": 2025},
    {"first_year": 2024},
    {"level": "senior"},
    {"workplace": "remote"},
    {"place": "ca"},
    {"currency": "EUR"},
    {"period": "month"},
    {"component": "total"},
]


@pytest.mark.parametrize("other", SPREADS)
def test_distributions_that_are_not_alike_stand_on_lines_of_their_own(roles, other):
    if "place" in other:
        other = {"place": CountryFactory(slug="ca", country="CA", name="Canada")}

    found = pair(roles, {"distribution": True}, {"distribution": True, **other})

    assert sorted(found) == [
        "Not compared: no like figure for the AI engineer.",
        "Not compared: no like figure for the ML engineer.",
    ]


def test_of_three_roles_each_is_compared_with_the_first(roles):
    roles = [*roles, RoleFactory(slug="data-scientist", name="Data scientist")]
    for role, median in zip(roles, (142_000, 150_000, 130_000), strict=True):
        PublishedBenchmarkFactory(role=role, distribution=True, p50=Decimal(median))

    [line] = lines(roles)

    assert [figure.role for figure in line.figures] == roles
    assert line.differences == (
        "ML engineer against AI engineer: ML engineer $8,000 (5.6%) more, median against median.",
        "Data scientist against AI engineer: AI engineer $12,000 (9.2%) more, median against median.",
    )


def test_of_three_roles_a_source_that_knows_two_compares_these(roles):
    third = RoleFactory(slug="data-scientist", name="Data scientist")
    one, two = SourceFactory(slug="one"), SourceFactory(slug="two")
    for role, source in ((roles[1], one), (third, one), (roles[0], two)):
        PublishedBenchmarkFactory(role=role, source=source)

    first, second = lines([*roles, third])

    assert first.differences == (
        "AI engineer against ML engineer: Not compared: no like figure for the AI engineer.",
        (
            "Data scientist against ML engineer: The same at the lower end; "
            "The same at the upper end."
        ),
    )
    assert [bool(figure) for figure in second.figures] == [True, False, False]


def test_strongest_basis_leads_a_comparison_of_reported_pay(roles):
    advertised, survey = (
        SourceFactory(slug=basis, basis=basis) for basis in ("advertised", "survey")
    )
    for role in roles:
        PublishedBenchmarkFactory(role=role, distribution=True, source=advertised, year=2026)
        for level in ("", "senior"):
            PublishedBenchmarkFactory(
                role=role, distribution=True, source=survey, year=2023, level=level
            )

    found = side_by_side(roles, list(Benchmark.objects.public().shown()))

    assert [line.detail for line in found.lines] == [
        "United States, 2026",
        "United States, 2023",
        "United States, 2023",
    ]
    assert [line.label for line in found.lines] == [
        *("Advertised pay, all levels", "Reported pay, all levels", "Reported pay, senior level"),
    ]
    assert found.lead == found.lines[1]
    [chart] = found.charts
    assert chart.title == (
        "AI engineer and ML engineer, reported pay by level: base pay, US dollars a year, 2023"
    )
    assert [bar.label for bar in chart.rows] == [*["All levels"] * 2, *["Senior level"] * 2]


def test_pay_of_listings_is_not_called_reported(roles):
    advertised = SourceFactory(slug="advertised", basis="advertised")
    for role in roles:
        PublishedBenchmarkFactory(role=role, distribution=True, source=advertised, year=2026)

    found = side_by_side(roles, list(Benchmark.objects.public().shown()))

    [chart] = found.charts
    assert "advertised pay by level" in chart.title
    assert [line.label for line in found.lines] == ["Advertised pay, all levels"]


def test_only_the_newest_years_of_a_distribution_are_set_side_by_side(roles):
    for year in (2021, 2022, 2023):
        for role in roles:
            PublishedBenchmarkFactory(role=role, distribution=True, year=year)
    PublishedBenchmarkFactory(role=roles[0], distribution=True, year=2024)
    PublishedBenchmarkFactory(role=roles[0], distribution=True, level="entry", year=2024)
    PublishedBenchmarkFactory(role=roles[0], distribution=True, level="entry", year=2020)

    found = side_by_side(roles, list(Benchmark.objects.public().shown()))

    assert [line.detail for line in found.lines] == ["United States, 2023"]
    assert [(reason.words, list(reason.labels)) for reason in found.reasons] == [
        (
            "Only the AI engineer has a figure, so there is nothing to compare it with",
            [
                "Reported pay, all levels, United States, 2024",
                "Reported pay, entry level, United States, 2024",
            ],
        )
    ]
