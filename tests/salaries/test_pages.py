"""The figures' pages: what they show, what they make of their address, and what they cost."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse

from portal.taxonomy.actions import merge_roles
from salaries.forms import StatedFilter
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles():
    return [
        RoleFactory(slug="ai-engineer", name="AI engineer", order=1),
        RoleFactory(slug="ml-engineer", name="ML engineer", order=2),
    ]


def words(html: str) -> str:
    """The text of some HTML, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(html: str) -> list[list[str]]:
    """The cells of every row in every table's body."""
    bodies = "".join(re.findall(r"<tbody>.*?</tbody>", html, re.DOTALL))
    lines = re.findall(r"<tr.*?</tr>", bodies, re.DOTALL)
    return [
        [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)]
        for line in lines
    ]


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_role_page_groups_figures_and_leaves_out_what_is_not_public(client, roles):
    own = {"role": roles[1]}
    PublishedBenchmarkFactory(special=True, **own)
    PublishedBenchmarkFactory(remote=True, at_least=True, **own)
    PublishedBenchmarkFactory(hub=True, open_range=True, note="Senior people only", **own)
    PublishedBenchmarkFactory(expert=True, at_most=True, **own)
    PublishedBenchmarkFactory(entry=True, single=True, **own)
    PublishedBenchmarkFactory(**own)
    PublishedBenchmarkFactory(role=roles[0])
    BenchmarkFactory(measure="mid-level", **own)
    ScheduledBenchmarkFactory(measure="senior-level", **own)
    WithdrawnBenchmarkFactory(year=2025, **own)

    html = page(client, "/salaries/ml-engineer/")

    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r"<h2[^>]*>\s*([^<]*?)\s*</h2>", main) == [
        "Across the country and by level",
        "By years of experience",
        "Tech hubs and remote work",
        "Specialisms",
        "Source",
        "Compare ML engineers with",
    ]
    assert rows(html) == [
        ["National median", "$100,000 to $150,000", "United States, 2026", "Survey"],
        ["0–1 years", "$120,000", "United States, 2026", "Survey"],
        ["10 years or more", "up to $190,000", "United States, 2026", "Survey"],
        [
            "Tech hub Senior people only",
            "$100,000 to $150,000 or more",
            "San Jose, CA, US, 2026",
            "Survey",
        ],
        ["Remote average", "$220,000 or more", "United States, remote, 2026", "Survey"],
        ["Robotics", "$100,000 to $150,000", "United States, 2026", "Survey"],
    ]


def test_figure_stands_beside_its_source_and_the_methodology(client):
    benchmark = PublishedBenchmarkFactory()

    html = page(client, benchmark.get_absolute_url().partition("#")[0])

    assert f'<tr id="{benchmark.anchor}">' in html
    assert f'href="#source-{benchmark.source.slug}"' in html
    note = words(html[html.index('<aside class="source-note"') :])
    assert note.startswith(
        "Source: Survey , The Statistics Office. Basis: survey. Reference period: 2026. "
        "Taken down on February 3, 2026 . License: CC BY 4.0 . A thousand people were asked. "
        "How we work with figures"
    )


def test_unusual_pay_says_what_it_is(client):
    PublishedBenchmarkFactory(component="total", period="month", currency="EUR")

    [row] = rows(page(client, "/salaries/ml-engineer/"))

    assert row[1] == "€100,000 to €150,000 total pay a month"


def test_every_chart_has_a_title_a_description_and_no_inline_style(client):
    PublishedBenchmarkFactory()

    html = page(client, "/salaries/ml-engineer/")

    title = "ML engineer, across the country and by level: base pay, US dollars a year, 2026"
    assert f"<title>{title}</title>" in html
    assert "<desc>National median, United States: $100,000 to $150,000.</desc>" in html
    assert "style=" not in html


def test_role_without_figures_says_so(client):
    RoleFactory(slug="ml-engineer", name="ML engineer")

    html = page(client, "/salaries/ml-engineer/")

    assert "No figure for this role yet" in html
    assert rows(html) == []


def test_role_that_never_was_is_missing(client):
    assert client.get("/salaries/nobody/").status_code == 404
    assert client.get("/salaries/nobody.csv").status_code == 404
    assert client.get("/salaries/nobody.json").status_code == 404


@pytest.mark.parametrize("tail", ["/", ".csv", ".json"])
def test_merged_role_leads_to_the_other(client, roles, tail):
    merge_roles(keep=roles[0], gone=roles[1], by=None)

    response = client.get(f"/salaries/ml-engineer{tail}")

    assert (response.status_code, response["Location"]) == (301, f"/salaries/ai-engineer{tail}")


def test_list_shows_every_role_and_the_medians(client, roles):
    PublishedBenchmarkFactory(role=roles[0])
    PublishedBenchmarkFactory(role=roles[1], entry=True, single=True)
    WithdrawnBenchmarkFactory(role=roles[1])

    html = page(client, "/salaries/")

    assert [row[:2] for row in rows(html)] == [
        ["National median", "$100,000 to $150,000"],
        ["0–1 years", "$120,000"],
    ]
    assert "<desc>AI engineer, United States: $100,000 to $150,000.</desc>" in html


FILTERS = [
    ("?role=ml-engineer", ["ML engineers"]),
    ("?measure=specialism", ["AI engineers"]),
    ("?place=san-jose-ca", ["ML engineers"]),
    ("?workplace=remote", ["AI engineers"]),
    ("?year=2025", ["ML engineers"]),
    ("?role=ai-engineer&year=2025", []),
]


@pytest.mark.parametrize(("query", "headings"), FILTERS)
def test_list_is_narrowed_by_its_address(client, roles, query, headings):
    PublishedBenchmarkFactory(role=roles[0], special=True)
    PublishedBenchmarkFactory(role=roles[0], remote=True)
    PublishedBenchmarkFactory(role=roles[1], hub=True, year=2025)

    html = page(client, f"/salaries/{query}")

    found = re.findall(r'<h2 id="[a-z]+-engineer-heading">([^<]*)</h2>', html)
    assert found == headings
    assert f'href="/salaries/benchmarks.csv{query.replace("&", "&amp;")}"' in html


def test_filter_that_is_on_can_be_taken_off(client, roles):
    PublishedBenchmarkFactory(role=roles[0])

    html = page(client, "/salaries/?role=ai-engineer&year=2026")

    chips = re.findall(r'class="chip" href="([^"]*)">([^<]*)<', html)
    assert chips == [
        ("/salaries/?year=2026", "AI engineer"),
        ("/salaries/?role=ai-engineer", "2026"),
    ]


BAD = [
    ("role=nobody", "Role: There is no role “nobody”."),
    ("place=nowhere", "Place: There is no place “nowhere”."),
    ("measure=mean", "Measure: Select a valid choice. mean is not one of the available choices."),
    ("year=9999", "Year: Ensure this value is less than or equal to 2100."),
    ("year=NaN", "Year: Enter a whole number."),
]


@pytest.mark.parametrize(("query", "message"), BAD)
def test_list_names_what_it_cannot_use_and_goes_without_it(client, query, message):
    PublishedBenchmarkFactory()

    html = page(client, f"/salaries/?{query}&workplace=any", 400)

    assert message in words(html)
    assert len(rows(html)) == 1


def test_parameter_that_stands_twice_is_named(client):
    PublishedBenchmarkFactory()
    once, choice = "more than once; the last one counts", "role=ml-engineer&role=ml-engineer"

    assert f"“year” stands in it {once}." in page(client, "/salaries/?year=2025&year=2026")
    assert once not in page(client, "/salaries/?year=2026")
    assert once not in client.get(f"/salaries/compare/?{choice}").text


@pytest.mark.parametrize("address", ["/salaries/", "/salaries/ml-engineer/", "/salaries/compare/"])
def test_unknown_parameter_is_named_and_left_out(client, address):
    PublishedBenchmarkFactory()

    html = page(client, f"{address}?colour=green")

    assert "“colour” is not something that this list can be narrowed by." in html
    assert page(client, address).count("role=alert") == 0


def test_comparison_shows_figures_differences_and_reasons(client, roles):
    PublishedBenchmarkFactory(role=roles[0])
    PublishedBenchmarkFactory(role=roles[1], low=Decimal(110_000), note="Rounded")
    PublishedBenchmarkFactory(role=roles[1], special=True)

    html = page(client, "/salaries/compare/?role=ai-engineer&role=ml-engineer")

    assert rows(html) == [
        [
            "National median United States, 2026",
            "$100,000 to $150,000 survey",
            "$110,000 to $150,000 Rounded survey",
            "ML engineer $10,000 (10.0%) more at the lower end; The same at the upper end.",
        ],
        [
            "Robotics United States, 2026",
            "– no figure",
            "$100,000 to $150,000 survey",
            "Not compared: no like figure for the AI engineer.",
        ],
    ]
    assert "Robotics" not in html[html.index("<desc>") : html.index("</desc>")]


def test_comparison_keeps_the_order_of_the_address(client, roles):
    PublishedBenchmarkFactory(role=roles[0])

    html = page(client, "/salaries/compare/?role=ml-engineer&role=ai-engineer")

    assert "ML engineer and AI engineer" in words(html)
    assert re.findall(r'<option value="([a-z-]+)" selected>', html) == [
        "ml-engineer",
        "ai-engineer",
    ]
    canonical = "/salaries/compare/?role=ml-engineer&amp;role=ai-engineer"
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in html


def test_comparison_without_a_choice_is_a_form(client, roles):
    html = page(client, "/salaries/compare/")

    assert 'role="alert"' not in html
    assert re.findall(r'<option value="([a-z-]+)" selected>', html) == [
        "ai-engineer",
        "ml-engineer",
    ]


CHOOSE = "Roles: Choose two, three or four different roles."
CHOICES = [
    ("role=ai-engineer", CHOOSE),
    ("role=ai-engineer&role=", CHOOSE),
    ("role=ai-engineer&role=ai-engineer", CHOOSE),
    ("role=ai-engineer&role=ml-engineer&role=ai-engineer", CHOOSE),
    ("role=ai-engineer&role=nobody", "Roles: There is no role “nobody”."),
]


@pytest.mark.parametrize(("query", "message"), CHOICES)
def test_comparison_says_what_is_wrong_with_a_choice(client, roles, query, message):
    html = page(client, f"/salaries/compare/?{query}", 400)

    assert message in words(html)
    assert rows(html) == []


def test_comparison_of_roles_without_figures_says_so(client, roles):
    html = page(client, "/salaries/compare/?role=ai-engineer&role=ml-engineer")

    assert "Neither role has a published figure." in html


SHAPES = [{"distribution": True, "sample_size": 40}, {}, {"single": True}]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("shape", SHAPES)
def test_headline_of_a_comparison_agrees_with_its_table_to_the_cent(client, shape, count):
    """The figures and differences above the table are read from the page, and stand in the table's first line."""
    slugs = [f"role-{number}" for number in range(count)]
    for number, slug in enumerate(slugs):
        more = Decimal(number) * Decimal("1234.56")
        ends = {"p50": 142_000 + more} if "distribution" in shape else {"low": 90_000 + more}
        if "single" in shape:
            ends["high"] = ends["low"]
        PublishedBenchmarkFactory(role=RoleFactory(slug=slug), **{**shape, **ends})

    html = page(client, f"/salaries/compare/?{'&'.join(f'role={slug}' for slug in slugs)}")

    _, _, headline = html.partition('id="lead-heading"')
    headline = headline.partition("</section>")[0]
    figures = re.findall(r'<span class="figure-words">(.*?)</span>', headline)
    sentences = re.findall(r'<p class="said">(.*?)</p>', headline)
    cells = rows(html)[0]
    assert [re.split(r" n | survey$", cell)[0] for cell in cells[1:-1]] == figures
    assert cells[-1] == words(" ".join(sentences))
    assert len(figures) == count
    assert len(sentences) == count - 1
    assert "$1,234.56" in sentences[0]


def test_comparison_offers_up_to_four_roles(client):
    slugs = [f"role-{number}" for number in range(5)]
    for slug in slugs:
        RoleFactory(slug=slug)

    chosen = page(client, "/salaries/compare/?role=role-3&role=role-1&role=&role=")
    four = page(client, f"/salaries/compare/?{'&'.join(f'role={slug}' for slug in slugs[:4])}")
    five = f"/salaries/compare/?{'&'.join(f'role={slug}' for slug in slugs)}"

    selected = re.compile(r'<option value="([a-z0-9-]*)" selected>')
    assert selected.findall(chosen) == ["role-3", "role-1", "", ""]
    assert selected.findall(four) == slugs[:4]
    assert CHOOSE in words(page(client, five, 400))


def test_comparison_names_what_only_one_role_has(client, roles):
    for level in ("", "senior"):
        PublishedBenchmarkFactory(role=roles[1], distribution=True, level=level)

    html = page(client, "/salaries/compare/?role=ai-engineer&role=ml-engineer")

    assert rows(html) == []
    assert "The roles have no like figures." in html
    assert (
        "Only the ML engineer has a figure, so there is nothing to compare it with: "
        "Reported pay, all levels, United States, 2026; Reported pay, senior level, United States, 2026."
    ) in words(html)


def test_role_page_shows_percentiles_by_level_and_how_far_to_trust_them(
    client, roles, time_machine
):
    time_machine.move_to("2026-11-28")
    for level in ("senior", "", "entry"):
        PublishedBenchmarkFactory(role=roles[1], distribution=True, level=level, year=2023)
    PublishedBenchmarkFactory(role=roles[1], distribution=True, year=2022)
    PublishedBenchmarkFactory(role=roles[1], distribution=True, workplace="remote", year=2023)

    html = page(client, "/salaries/ml-engineer/")

    ends = ["$90,000", "$115,000", "$142,000", "$170,000", "$205,000.50", "312", "Survey"]
    assert rows(html) == [
        [f"{level} United States, 2023", *ends]
        for level in ("All levels", "Entry level", "Senior level")
    ]
    assert html.count("<desc>") == 1
    assert (
        "All levels, United States, 2023: 312 reports. Half of them lie between $115,000 and $170,000, "
        "eight in ten between $90,000 and $205,000.50. They are from 2023, 3 years ago. "
        "Basis: survey (Survey). How percentiles are counted"
    ) in words(html)
    assert 'href="/salaries/explore/?role=ml-engineer&amp;place=us"' in html


def test_role_page_shows_each_source_of_percentiles_the_strongest_basis_first(client, roles):
    for basis in ("advertised", "survey"):
        source = SourceFactory(slug=basis, name=f"The {basis}", basis=basis)
        PublishedBenchmarkFactory(role=roles[1], distribution=True, source=source)

    html = page(client, "/salaries/ml-engineer/")

    assert re.findall(r'<h2 id="spread-[a-z]+-heading">(.*?)</h2>', html) == [
        "Reported pay by level: The survey",
        "Advertised pay by level: The advertised",
    ]
    assert "312 listings. Half of them" in html


def test_role_page_says_of_a_stated_headline_that_its_number_is_not_known(
    client, roles, time_machine
):
    time_machine.move_to("2028-11-28")
    PublishedBenchmarkFactory(role=roles[1])

    assert (
        "The source doesn’t say how many people it rests on. It is from 2026, 2 years ago. "
        "Basis: survey (Survey)."
    ) in words(page(client, "/salaries/ml-engineer/"))


PAGES = [
    "/salaries/",
    "/salaries/?role=ml-engineer&place=us",
    "/salaries/ml-engineer/",
    "/salaries/compare/?role=ai-engineer&role=ml-engineer",
]


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("address", PAGES)
def test_page_costs_four_queries_at_most(
    client, roles, address, count, django_assert_max_num_queries
):
    for number in range(count):
        own = {"year": 2000 + number, "source": SourceFactory(slug=f"source-{number}")}
        for role in (*roles, RoleFactory(slug=f"role-{number}")):
            PublishedBenchmarkFactory(role=role, **own)
            PublishedBenchmarkFactory(role=role, distribution=True, **own)

    with django_assert_max_num_queries(4):
        html = page(client, address)

    assert len(rows(html)) >= count


def test_list_and_its_files_declare_every_parameter_that_they_know():
    fields = set(StatedFilter(QueryDict()).fields)

    for name in ("index", "benchmarks-csv", "benchmarks-json"):
        view: Any = resolve(reverse(f"salaries:{name}")).func
        assert view.public_page.params == fields


@pytest.mark.parametrize("address", PAGES)
def test_page_is_the_same_for_everyone(client, roles, address):
    PublishedBenchmarkFactory(role=roles[0])

    response = client.get(address)

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert not response.cookies
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
