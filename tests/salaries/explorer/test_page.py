"""The explorer's page: what it says of a choice, what it makes of its address, and what it costs."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import Role
from salaries.explorer.choices import choices
from salaries.explorer.forms import ExplorerForm
from salaries.models import Benchmark
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory
from tests.salaries.explorer.conftest import spread

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/salaries/explore/{query}")
    assert response.status_code == status
    return response.content.decode()


def sections(html: str) -> list[str]:
    """Slugs of the parts that the page has."""
    return re.findall(r'<h2 id="([a-z]+)-heading">', html[html.index("<main") :])


def said(html: str) -> str:
    return words(html.partition('<p class="said">')[2].partition("</p>")[0])


@pytest.mark.usefixtures("many")
def test_choice_is_put_in_short_with_its_number_spread_age_and_basis(client, time_machine):
    time_machine.move_to("2026-11-28")

    html = page(client, "?role=ml-engineer&level=senior&place=us&year=2022&workplace=remote")

    assert said(html) == (
        "Senior ML engineers, United States, remote, 2022: the median base pay is $156,600 a year. "
        "76 reports. Half of them lie between $125,280 and $195,750, eight in ten between $93,960 and "
        "$234,900. They are from 2022, 4 years ago. Basis: survey (Job survey)."
    )


@pytest.mark.usefixtures("many")
def test_stated_figure_says_that_its_number_is_not_known(client, time_machine):
    time_machine.move_to("2026-11-28")

    html = page(client, "?role=ai-engineer&basis=editorial")

    assert said(html) == (
        "AI engineers, national median, United States, 2026: base pay of $100,000 to $150,000 a year. "
        "The source doesn’t say how many people it rests on. It is from 2026. "
        "Basis: compiled by editors (Editors’ list)."
    )


def test_without_a_role_the_roles_stand_beside_each_other(client):
    for number, name in enumerate(("AI engineer", "ML engineer"), start=1):
        role = RoleFactory(slug=name.lower().replace(" ", "-"), name=name, order=number)
        PublishedBenchmarkFactory(**spread(100_000 + number, role=role, sample_size=20 * number))

    html = page(client)

    assert said(html).startswith(
        "Of 2 roles, medians of base pay a year go from $100,001 (AI engineer, n 20) to "
        "$100,002 (ML engineer, n 40): all levels, United States, any workplace, 2026. 60 reports in all."
    )
    assert sections(html) == ["headline", "role", "rows", "sources"]
    assert "<desc>AI engineer, survey, 2026: $100,001 median, n\N{NO-BREAK SPACE}20;" in html


@pytest.mark.usefixtures("many")
def test_role_has_a_chart_for_each_respect(client):
    html = page(client, "?role=ml-engineer")

    assert sections(html) == [
        "headline",
        *("level", "experience", "place", "year", "workplace"),
        "rows",
        "sources",
    ]


@pytest.mark.usefixtures("many")
def test_each_part_of_the_page_can_be_jumped_to(client):
    html = page(client, "?role=ml-engineer").partition("</main>")[0]
    jumps = html.partition('aria-label="On this page"')[2].partition("</nav>")[0]

    assert re.findall(r'href="#([^"]+)"', jumps) == re.findall(r'<h2 id="([^"]+)"', html)
    assert "rows-heading" in jumps


@pytest.mark.usefixtures("many")
def test_what_a_filter_holds_has_no_chart(client):
    html = page(client, "?role=ml-engineer&level=senior&workplace=any&basis=survey")

    assert sections(html) == ["headline", "place", "rows", "sources"]


@pytest.mark.usefixtures("many")
def test_charts_of_a_choice_that_is_cut_are_those_of_all_its_figures(client, monkeypatch):
    whole = page(client, "?role=ml-engineer")
    monkeypatch.setattr("salaries.explorer.data.PAGE_SIZE", 5)

    cut = page(client, "?role=ml-engineer")

    drawings = re.compile(r"<desc>.*?</desc>")
    assert drawings.findall(cut) == drawings.findall(whole)
    assert cut.count('<tr id="figure-') == 5
    assert "Figures 1 to 5; more on the next page. The files hold the same ones." in words(cut)


def test_every_chart_has_title_description_table_and_no_inline_style(client, many):
    html = page(client, "?role=ml-engineer")

    drawings = html.count('role="img"')
    assert drawings == html.count("<desc>") == len(re.findall(r'<figure class="figure', html)) == 5
    assert len(re.findall(r'<table class="data', html)) == drawings + 1
    assert "style=" not in html
    # Regions that a screen reader lists: no two of one name.
    captions = re.findall(r"<caption[^>]*>(.*?)</caption>", html)
    headings = re.findall(r'<h2 id="[a-z]+-heading">(.*?)</h2>', html)
    assert len({*captions, *headings}) == len(captions) + len(headings)


@pytest.mark.usefixtures("many")
def test_filter_that_is_on_can_be_taken_off(client):
    html = page(client, "?role=ml-engineer&year=2021-2023&level=all&source=job-survey")

    chips = re.findall(r'class="chip" href="([^"]*)">(.*?)</a>', html)
    assert [(unescape(href), words(label)) for href, label in chips] == [
        (
            "/salaries/explore/?level=all&year=2021-2023&source=job-survey",
            "Role: ML engineer , take off",
        ),
        (
            "/salaries/explore/?role=ml-engineer&year=2021-2023&source=job-survey",
            "Level: All levels together , take off",
        ),
        (
            "/salaries/explore/?role=ml-engineer&level=all&source=job-survey",
            "Year: 2021–2023 , take off",
        ),
        (
            "/salaries/explore/?role=ml-engineer&level=all&year=2021-2023",
            "Source: Job survey , take off",
        ),
    ]


@pytest.mark.usefixtures("many")
def test_choice_without_figures_says_what_to_drop(client):
    html = page(client, "?role=ai-engineer&level=entry")

    assert "No figure fits all of this" in html
    _, _, drops = html.partition('<div class="empty">')
    assert re.findall(r'<li><a href="([^"]*)">([^<]*)<', drops.partition("</ul>")[0]) == [
        ("/salaries/explore/?level=entry", "Without “AI engineer” (role)"),
        ("/salaries/explore/?role=ai-engineer", "Without “Entry level” (level)"),
        ("/salaries/explore/", "Without any filter"),
    ]


def test_explorer_without_figures_says_so(client):
    html = page(client)

    assert "Figures appear here as soon as the first one with a source is published." in html
    assert "The list ends before this page" in page(client, "?page=2")


BAD = [
    ("role=nobody", "Role: There is no role “nobody”."),
    ("place=nowhere", "Place: There is no place “nowhere”."),
    ("source=none", "Source: There is no source “none”."),
    ("level=boss", "Level: Select a valid choice. boss is not one of the available choices."),
    ("basis=rumor", "Basis: Select a valid choice. rumor is not one of the available choices."),
    ("shape=blob", "Shape: Select a valid choice. blob is not one of the available choices."),
    ("year=9999", "Year: Years lie between"),
    ("year=NaN", "Year: Enter a year, or two years as in 2020-2023."),
    ("year=2023-2020", "Year: Enter a year, or two years as in 2020-2023."),
    ("year=٢٠٢٣", "Year: Enter a year, or two years as in 2020-2023."),
    ("page=0", "Page: Ensure this value is greater than or equal to 1."),
    ("page=999", "Page: Lists end at page 200."),
]


@pytest.mark.parametrize(("query", "message"), BAD)
def test_page_names_what_it_cannot_use_and_goes_without_it_and_files_refuse(client, query, message):
    PublishedBenchmarkFactory(**spread(100_000))

    html = page(client, f"?{query}&workplace=any", 400)

    assert message in words(html)
    assert html.count('<tr id="figure-') == 1
    for kind in ("csv", "json"):
        answer = client.get(f"/salaries/explore/figures.{kind}?{query}")
        assert (answer.status_code, answer["Cache-Control"]) == (400, "private, no-store")
        assert [problem["field"] for problem in answer.json()["errors"]] == [query.split("=")[0]]


def test_unknown_parameter_is_named_and_left_out_and_refused_by_files(client):
    PublishedBenchmarkFactory(**spread(100_000))

    html = page(client, "?colour=green")

    assert "“colour” is not something that this list can be narrowed by." in html
    assert html.count('<tr id="figure-') == 1
    assert client.get("/salaries/explore/figures.csv?colour=green").status_code == 400


def test_former_slug_of_a_role_finds_todays(client):
    keep, gone = RoleFactory(slug="ai-engineer"), RoleFactory(slug="ai-developer")
    PublishedBenchmarkFactory(**spread(100_000, role=keep))
    merge_roles(keep=keep, gone=gone, by=None)

    assert page(client, "?role=ai-developer").count('<tr id="figure-') == 1


def test_place_without_figures_is_a_place(client):
    PublishedBenchmarkFactory(**spread(100_000))
    CityFactory(slug="san-jose-ca")

    assert "No figure fits all of this" in page(client, "?place=san-jose-ca")


def test_level_finds_the_stated_figure_that_says_the_same(client):
    senior = PublishedBenchmarkFactory(measure="senior-level")
    PublishedBenchmarkFactory(measure="mid-level")
    level = PublishedBenchmarkFactory(**spread(100_000, level="senior"))

    html = page(client, "?level=senior")

    assert re.findall(r'<tr id="figure-(\d+)">', html) == [str(senior.pk), str(level.pk)]


def test_distribution_is_found_at_its_address(client, many):
    for row in Benchmark.objects.public().distributions().shown():
        address, _, anchor = row.get_absolute_url().partition("#")

        html = client.get(address).content.decode()

        assert f'<tr id="{anchor}">' in html
        assert html.count('<tr id="figure-') == 1


QUERIES = ["", "?role=ml-engineer", "?role=ml-engineer&place=us&page=2", "?place=nowhere-else"]
READ = {"taxonomy_role", "taxonomy_place", "salaries_benchmark", "salaries_source"}


@pytest.mark.parametrize("count", [1, 80])
@pytest.mark.parametrize("query", QUERIES)
def test_explorer_and_its_files_cost_four_queries_at_most(client, query, count):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    place = CountryFactory()
    CountryFactory(slug="nowhere-else", country="XX", name="Nowhere else")
    for number in range(count):
        RoleFactory(slug=f"role-{number}")
        source = SourceFactory(slug=f"source-{number % 7}")
        given: dict[str, Any] = {"role": role, "place": place, "source": source}
        PublishedBenchmarkFactory(year=1980 + number, **given)
        PublishedBenchmarkFactory(**spread(100_000, year=1980 + number, level="mid"), **given)

    for tail in ("", "figures.csv", "figures.json"):
        with CaptureQueriesContext(
            connection,
        ) as made:
            answer = client.get(f"/salaries/explore/{tail}{query}")

        assert answer.status_code == 200
        assert len(made) <= 4
        tables = {name for each in made for name in re.findall(r'"([a-z]+_[a-z]+)"\.', each["sql"])}
        assert tables <= READ


def test_page_and_files_declare_every_parameter_that_they_know(db):
    form = ExplorerForm(QueryDict(), roles=Role.objects.public(), choices=choices())

    for name in ("explore", "explore-csv", "explore-json"):
        view: Any = resolve(reverse(f"salaries:{name}")).func
        assert view.public_page.params == set(form.fields)


@pytest.mark.usefixtures("many")
def test_page_is_the_same_for_everyone(client):
    for tail in ("", "figures.csv", "figures.json"):
        response = client.get(f"/salaries/explore/{tail}?role=ml-engineer")

        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"
        assert not response.cookies
        again = client.get(
            f"/salaries/explore/{tail}?role=ml-engineer",
            headers={"If-None-Match": response["ETag"]},
        )
        assert again.status_code == 304
