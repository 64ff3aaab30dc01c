"""Open data: the page, the CSV, the JSON and the API of one filter hold the same rows."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest

from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures():
    """Every shape for two roles, and what no list may show."""
    ai = RoleFactory(slug="ai-engineer", name="AI engineer", order=1)
    RoleFactory(slug="ml-engineer", name="ML engineer", order=2)
    shown = [
        PublishedBenchmarkFactory(role=ai),
        PublishedBenchmarkFactory(role=ai, special=True, at_most=True),
        PublishedBenchmarkFactory(open_range=True),
        PublishedBenchmarkFactory(entry=True, single=True),
        PublishedBenchmarkFactory(expert=True, at_least=True),
        PublishedBenchmarkFactory(hub=True, note="Two cities, averaged"),
        PublishedBenchmarkFactory(remote=True, year=2025, low=Decimal("99.50")),
    ]
    BenchmarkFactory(measure="mid-level")
    ScheduledBenchmarkFactory(measure="mid-level")
    WithdrawnBenchmarkFactory(measure="mid-level")
    return shown


def csv_rows(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode(), newline="")))


def json_rows(client, address):
    return json.loads(client.get(address).content)["results"]


def as_cell(value):
    """A value of the JSON as the CSV writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def figures_on(client, address):
    """What the page's tables say of each figure, in its order."""
    html = client.get(address).content.decode()
    cells = re.findall(r'data-label="Figure">(.*?)</td>', html, re.DOTALL)
    return sorted(re.sub(r"<[^>]+>", "", cell).strip() for cell in cells)


FILTERS = [
    ("", 7),
    ("?role=ml-engineer", 5),
    ("?measure=experience", 2),
    ("?place=san-jose-ca", 1),
    ("?workplace=remote", 1),
    ("?year=2026", 6),
    ("?role=ml-engineer&measure=experience&place=us&workplace=any&year=2026", 2),
    ("?role=ai-engineer&measure=tech-hub", 0),
]


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_page_csv_json_and_api_of_a_filter_hold_the_same_rows(client, figures, query, count):
    from_json = json_rows(client, f"/salaries/benchmarks.json{query}")
    from_csv = csv_rows(client, f"/salaries/benchmarks.csv{query}")
    from_api = json_rows(client, f"/api/v1/benchmarks/{query}")

    assert len(from_json) == count
    assert from_csv == [{name: as_cell(row[name]) for name in row} for row in from_json]
    assert from_api == sorted(from_json, key=lambda row: row["id"])
    words = [row["figure"].removesuffix(" a year") for row in from_json]
    assert figures_on(client, f"/salaries/{query}") == sorted(words)


def test_files_of_a_role_hold_what_its_page_shows(client, figures):
    from_json = json_rows(client, "/salaries/ml-engineer.json")
    from_csv = csv_rows(client, "/salaries/ml-engineer.csv")

    assert [row["role"] for row in from_json] == ["ml-engineer"] * 5
    assert from_json == json_rows(client, "/salaries/benchmarks.json?role=ml-engineer")
    assert from_csv == csv_rows(client, "/salaries/benchmarks.csv?role=ml-engineer")
    words = [row["figure"].removesuffix(" a year") for row in from_json]
    assert figures_on(client, "/salaries/ml-engineer/") == sorted(words)


SPREADS = [
    ("level=senior", {"senior", "stated senior"}),
    ("level=all", {"survey", "listings", "years"}),
    ("shape=percentiles", {"survey", "senior", "listings", "years"}),
    ("measure=distribution&shape=percentiles", {"survey", "senior", "listings", "years"}),
    ("shape=range", {"stated senior"}),
    ("basis=advertised", {"listings"}),
    ("source=own-listings", {"listings"}),
    ("source=survey&year=2026", {"survey", "senior", "stated senior"}),
    ("year=2020-2023", {"years"}),
    ("year=2023", set()),
]


@pytest.mark.parametrize(("query", "wanted"), SPREADS)
def test_api_and_explorer_are_narrowed_alike(client, query, wanted):
    own = SourceFactory(slug="own-listings", basis="advertised")
    made = {
        "survey": PublishedBenchmarkFactory(distribution=True),
        "senior": PublishedBenchmarkFactory(distribution=True, level="senior"),
        "listings": PublishedBenchmarkFactory(distribution=True, source=own),
        "years": PublishedBenchmarkFactory(distribution=True, first_year=2020, year=2023),
        "stated senior": PublishedBenchmarkFactory(measure="senior-level"),
    }

    from_api = json_rows(client, f"/api/v1/benchmarks/?{query}")

    assert {row["id"] for row in from_api} == {made[name].pk for name in wanted}
    from_json = json_rows(client, f"/salaries/explore/figures.json?{query}")
    assert from_api == sorted(from_json, key=lambda row: row["id"])


def test_api_refuses_a_source_that_no_public_figure_names(client):
    BenchmarkFactory(source=SourceFactory(slug="secret"))

    answer = client.get("/api/v1/benchmarks/?source=secret")

    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"field": "source", "message": "There is no source “secret”."}],
    )


def test_row_of_a_distribution_says_everything_about_it(client):
    benchmark = PublishedBenchmarkFactory(
        distribution=True, level="senior", first_year=2020, year=2023, workplace="remote"
    )

    [row] = json_rows(client, "/salaries/explore/figures.json")

    told = ("level", "first_year", "year", "low", "high", "p10", "p25", "p50", "p75", "p90")
    assert [row[name] for name in told] == [
        *("senior", 2020, 2023, None, None),
        *("90000.00", "115000.00", "142000.00", "170000.00", "205000.50"),
    ]
    assert (row["sample_size"], row["figure"]) == (312, "$142,000 median a year")
    assert row["url"] == (
        "http://testserver/salaries/explore/?role=ml-engineer&level=senior&place=us&workplace=remote"
        f"&year=2020-2023#figure-{benchmark.pk}"
    )


def test_files_of_a_role_hold_the_percentiles_of_its_page(client):
    for level in ("senior", "", "entry"):
        PublishedBenchmarkFactory(distribution=True, level=level)
    PublishedBenchmarkFactory(distribution=True, year=2025)
    PublishedBenchmarkFactory()

    from_json = json_rows(client, "/salaries/ml-engineer.json")

    html = client.get("/salaries/ml-engineer/").content.decode()
    assert {str(row["id"]) for row in from_json} == set(re.findall(r'<tr id="figure-(\d+)"', html))
    assert [row["level"] for row in from_json] == ["", "", "entry", "senior"]
    from_csv = csv_rows(client, "/salaries/ml-engineer.csv")
    assert from_csv == [{name: as_cell(row[name]) for name in row} for row in from_json]


def test_row_says_everything_about_a_figure(client):
    benchmark = PublishedBenchmarkFactory(
        measure="experience", min_years=1, max_years=3, at_least=True, note="Rounded"
    )

    [row] = json_rows(client, "/salaries/benchmarks.json")

    assert row == {
        "id": benchmark.pk,
        "role": "ml-engineer",
        "role_name": "ML engineer",
        "measure": "experience",
        "specialism": "",
        "level": "",
        "min_years": 1,
        "max_years": 3,
        "place": "us",
        "place_name": "United States",
        "workplace": "any",
        "year": 2026,
        "first_year": None,
        "component": "base",
        "currency": "USD",
        "period": "year",
        "shape": "at_least",
        "low": "220000.00",
        "high": None,
        "open_ended": False,
        **dict.fromkeys(("p10", "p25", "p50", "p75", "p90", "sample_size")),
        "figure": "$220,000 or more a year",
        "note": "Rounded",
        "basis": "survey",
        "source": "Survey",
        "publisher": "The Statistics Office",
        "source_url": "https://statistics.example/pay",
        "reference_period": "2026",
        "retrieved_on": "2026-02-03",
        "license": "CC BY 4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "url": f"http://testserver/salaries/ml-engineer/#figure-{benchmark.pk}",
    }


def test_json_names_the_license_of_each_source_once(client):
    PublishedBenchmarkFactory()
    PublishedBenchmarkFactory(entry=True)
    PublishedBenchmarkFactory(expert=True, source=SourceFactory(slug="own", license="Own terms"))

    answer = json.loads(client.get("/salaries/benchmarks.json").content)

    assert answer["count"] == 3
    assert [(entry["source"], entry["license"]) for entry in answer["licenses"]] == [
        ("Survey", "CC BY 4.0"),
        ("Own", "Own terms"),
    ]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/salaries/benchmarks.csv?year=2026", "benchmarks.csv"),
        ("/salaries/benchmarks.json", "benchmarks.json"),
        ("/salaries/ml-engineer.csv", "ml-engineer.csv"),
        ("/salaries/ml-engineer.json", "ml-engineer.json"),
    ],
)
def test_file_is_saved_under_the_name_of_what_it_holds(client, figures, address, name):
    response = client.get(address)

    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_cell_that_a_spreadsheet_would_run_is_defused(client, formula):
    PublishedBenchmarkFactory(note=formula)
    PublishedBenchmarkFactory(note="Plain, with a comma", entry=True)

    defused, plain = csv_rows(client, "/salaries/benchmarks.csv")

    assert defused["note"] == f"'{formula}"
    assert plain["note"] == "Plain, with a comma"


REFUSED = [
    (
        "benchmarks",
        "?colour=green",
        [
            (
                "colour",
                "There is no such parameter. Known here: measure, place, role, workplace, year.",
            )
        ],
    ),
    ("benchmarks", "?role=nobody", [("role", "There is no role “nobody”.")]),
    ("benchmarks", "?place=nowhere", [("place", "There is no place “nowhere”.")]),
    ("benchmarks", "?year=2025&year=2026", [("year", "Give this parameter once.")]),
    ("benchmarks", "?year=99999999999999999999", [("year", "Ensure this value is less than")]),
    ("benchmarks", "?year=NaN", [("year", "Enter a whole number.")]),
    ("ml-engineer", "?year=2026", [("year", "There is no such parameter. This address takes")]),
]


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize(("name", "query", "problems"), REFUSED)
def test_file_is_what_was_asked_for_or_names_the_field(client, name, query, problems, kind):
    RoleFactory(slug="ml-engineer")

    response = client.get(f"/salaries/{name}.{kind}{query}")

    found = json.loads(response.content)["errors"]
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "private, no-store"
    for problem, (field, message) in zip(found, problems, strict=True):
        assert problem["field"] == field
        assert problem["message"].startswith(message)


def test_api_rows_are_as_the_schema_says(client, figures):
    validates_schema(client.get("/api/v1/benchmarks/"))
    validates_schema(client.get(f"/api/v1/benchmarks/{figures[0].pk}/"))
    validates_schema(client.get("/api/v1/benchmarks/?colour=green"))
    validates_schema(client.get("/api/v1/benchmarks/0/"))


def test_api_answers_one_figure(client, figures):
    one = json.loads(client.get(f"/api/v1/benchmarks/{figures[2].pk}/").content)

    assert one == next(
        row for row in json_rows(client, "/api/v1/benchmarks/") if row["id"] == figures[2].pk
    )


@pytest.mark.parametrize(
    "factory", [BenchmarkFactory, ScheduledBenchmarkFactory, WithdrawnBenchmarkFactory]
)
def test_api_knows_no_figure_that_is_not_public(client, factory):
    assert client.get(f"/api/v1/benchmarks/{factory().pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("query", ["", "?role=ml-engineer&place=us&year=2001"])
def test_api_list_costs_two_queries_at_most(client, query, count, django_assert_max_num_queries):
    for number in range(count):
        PublishedBenchmarkFactory(year=2001, source=SourceFactory(slug=f"source-{number}"))

    with django_assert_max_num_queries(2):
        found = json_rows(client, f"/api/v1/benchmarks/{query}")

    assert len(found) == count


def test_api_pages_meet_without_a_gap(client, figures):
    first = json.loads(client.get("/api/v1/benchmarks/?page_size=4").content)
    second = json.loads(client.get(first["next"]).content)

    found = [row["id"] for row in (*first["results"], *second["results"])]
    assert found == [figure.pk for figure in figures]


def test_sitemap_lists_roles_with_figures(client, figures):
    RoleFactory(slug="no-figures")

    salaries = client.get("/sitemaps/salaries-0.xml").content.decode()
    pages = client.get("/sitemaps/pages-0.xml").content.decode()

    assert re.findall(r"<loc>http://testserver([^<]*)</loc>", salaries) == [
        "/salaries/ai-engineer/",
        "/salaries/ml-engineer/",
    ]
    assert "<loc>http://testserver/salaries/compare/</loc>" in pages
