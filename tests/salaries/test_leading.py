"""One figure leads wherever one has to stand for many: on pages, in panels and in a guide's sentence."""

import itertools
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from portal.markdown import render
from portal.panels import fill
from salaries.leading import leading
from salaries.models import Benchmark
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

LEAD = 123_456


def page(address: str) -> str:
    return Client().get(address).content.decode()


def panel(markdown: str) -> str:
    return fill(render(markdown).html, notices=False)


SURFACES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "home": (page, "/", "National median, base pay a year"),
    "role": (page, "/roles/ml-engineer/", "big-figure"),
    "index, chart": (page, "/salaries/", "<desc>"),
    "figures": (page, "/salaries/ml-engineer/", "big-figure"),
    "compare": (page, "/salaries/compare/?role=ml-engineer&role=ai-engineer", "<tbody>"),
    "compare, chart": (page, "/salaries/compare/?role=ml-engineer&role=ai-engineer", "<desc>"),
    "sentence": (panel, "It is {{ salary-figure role=ml-engineer measure=national-median }}.", ""),
    "snapshot": (panel, "{{ salary-snapshot }}", ""),
    "snapshot of a role": (panel, "{{ salary-snapshot role=ml-engineer }}", ""),
    "comparison": (panel, "{{ salary-comparison roles=ml-engineer,ai-engineer }}", "<tbody>"),
    "position": (panel, "{{ pay-position role=ml-engineer pay=1 }}", "national median"),
}


def first_amount(surface: str) -> str:
    """The first amount that a surface shows, after the words that lead up to it."""
    read, what, after = SURFACES[surface]
    text = read(what).partition(after)[2] if after else read(what)
    found = re.search(r"[$£€][\d,]+", unescape(text))
    return found[0] if found else ""


def one(amount: int, *, basis: str = "survey", **values: object) -> None:
    """The same figure for two roles, the second so that they can be compared."""
    source = SourceFactory(slug=basis, basis=basis)
    for slug in ("ml-engineer", "ai-engineer"):
        PublishedBenchmarkFactory(
            role=RoleFactory(slug=slug),
            source=source,
            single=True,
            low=amount,
            high=amount,
            **values,
        )


def add_older_year() -> None:
    one(1_111, year=2025, basis="official")


def add_weaker_basis() -> None:
    one(2_222, basis="editorial")


def add_another_country() -> None:
    britain = CountryFactory(slug="gb", name="United Kingdom", country="GB")
    one(3_333, year=2027, basis="official", place=britain, currency="GBP")


def add_total_pay() -> None:
    one(4_444, year=2027, basis="official", component="total")


def add_workplace() -> None:
    one(5_555, year=2027, basis="official", workplace="hybrid")


def add_city() -> None:
    one(6_666, year=2027, basis="official", place=CityFactory())


RIVALS = [
    add_older_year,
    add_weaker_basis,
    add_another_country,
    add_total_pay,
    add_workplace,
    add_city,
]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("is_first", [True, False])
def test_surface_leads_with_the_same_figure(surface, is_first):
    adding = [lambda: one(LEAD), *RIVALS]
    for add in adding if is_first else reversed(adding):
        add()

    assert first_amount(surface) == "$123,456"


@pytest.mark.parametrize("add", RIVALS)
def test_figure_that_leads_is_not_moved_by_another(add):
    add()
    one(LEAD)

    assert {first_amount(surface) for surface in SURFACES} == {"$123,456"}


def test_newest_year_leads_before_the_strongest_basis():
    years, bases = (2024, 2026, 2025), ("editorial", "official", "survey", "advertised")
    for year, basis in itertools.product(years, bases):
        one(LEAD, year=year, basis=basis)

    found = leading(Benchmark.objects.shown())

    assert found
    assert found.source
    assert (found.year, found.source.basis) == (2026, "official")


def test_figures_of_another_country_alone_do_not_stand_for_this_one():
    add_another_country()

    assert leading(Benchmark.objects.shown()) is None
    assert [first_amount(name) for name in ("home", "figures", "sentence", "comparison")] == [
        ""
    ] * 4


BRITISH = [
    "It is {{ salary-figure role=ml-engineer measure=national-median place=gb }}.",
    "{{ salary-comparison roles=ml-engineer place=gb }}",
]


@pytest.mark.parametrize("directive", BRITISH)
def test_place_that_is_given_is_the_one_that_counts(directive):
    one(LEAD)
    add_another_country()

    found = re.findall(r"[$£][\d,]{5,}", panel(directive))

    assert set(found) == {"£3,333"}


def test_ladder_is_of_one_country():
    britain = CountryFactory(slug="gb", name="United Kingdom", country="GB")
    one(LEAD, entry=True)
    one(3_333, entry=True, place=britain, currency="GBP")

    here = panel("{{ experience-ladder roles=ml-engineer }}")
    there = panel("{{ experience-ladder roles=ml-engineer place=gb }}")

    assert ("£3,333" in here, "$123,456" in here) == (False, True)
    assert ("£3,333" in there, "$123,456" in there) == (True, False)


def test_list_narrowed_to_a_country_draws_its_medians():
    one(LEAD)
    add_another_country()

    html = page("/salaries/?place=gb")

    assert "<desc>" in html
    assert re.findall(r"[$£][\d,]+", html.partition("<desc>")[2].partition("</desc>")[0]) == [
        "£3,333",
        "£3,333",
    ]
