"""What each law asks of a listing, told by unsaved content: no database is needed."""

from decimal import Decimal
from typing import Any

import pytest

from jobs.models import Company, JobRevision
from jobs.transparency import by_item, gaps, gaps_in
from jobs.transparency.laws import LAWS
from portal.taxonomy.models import Place
from tests.factories.jobs import CompanyFactory, DraftJobFactory
from tests.factories.taxonomy import CityFactory

USA = Place(kind="country", name="United States", country="US")
CANADA = Place(kind="country", name="Canada", country="CA")
IRELAND = Place(kind="country", name="Ireland", country="IE")
SWITZERLAND = Place(kind="country", name="Switzerland", country="CH")


def city(name: str, country: str, region: str = "") -> Place:
    return Place(kind="city", name=name, country=country, region_code=region)


def content(**given: Any) -> JobRevision:
    """States all that any law asks for; what is given stands instead."""
    return JobRevision(
        **{
            "title": "ML Engineer",
            "workplace": "onsite",
            "pay_min": Decimal(100_000),
            "pay_max": Decimal(140_000),
            "currency": "CAD",
            "period": "year",
            "bonus": "None",
            "benefits": "Health insurance",
            "deadline": "2026-12-31",
            "ai_screening": "No software sorts applications.",
            "existing_vacancy": "yes",
        }
        | given
    )


def found(places: list[Place], size: str = "", **given: Any) -> list[tuple[str, str]]:
    """Place and field of each gap."""
    made = content(**given)
    return [(gap.place, gap.field) for gap in gaps_in(made, Company(size=size), places, places)]


BARE: dict[str, Any] = {
    "pay_min": None,
    "pay_max": None,
    "bonus": "",
    "benefits": "",
    "deadline": None,
    "ai_screening": "",
    "existing_vacancy": "unknown",
}


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (city("Denver", "US", "CO"), ["pay_min", "bonus", "benefits", "deadline"]),
        (city("Seattle", "US", "WA"), ["pay_min", "benefits", "bonus"]),
        (city("Chicago", "US", "IL"), ["pay_min", "benefits", "bonus"]),
        (city("Newark", "US", "NJ"), ["pay_min", "benefits", "bonus"]),
        (city("Saint Paul", "US", "MN"), ["pay_min", "benefits", "bonus"]),
        (city("San Jose", "US", "CA"), ["pay_min"]),
        (city("Boston", "US", "MA"), ["pay_min"]),
        (city("Burlington", "US", "VT"), ["pay_min"]),
        (city("Hilo", "US", "HI"), ["pay_min"]),
        (city("Toronto", "CA", "ON"), ["pay_min", "ai_screening", "existing_vacancy"]),
        (city("Cork", "IE"), ["pay_min"]),
        (city("Austin", "US", "TX"), []),
        (city("Montréal", "CA", "QC"), []),
        (SWITZERLAND, []),
    ],
)
def test_law_of_a_place_names_each_field_that_it_misses(place, fields):
    assert [field for _, field in found([place], **BARE)] == fields


def test_whole_listing_misses_nothing_anywhere():
    assert found([USA, CANADA, IRELAND], workplace="remote") == []


def test_remote_work_falls_under_every_law_of_the_countries_that_applicants_may_live_in():
    assert found([USA], workplace="remote", deadline=None, benefits="") == [
        ("Colorado", "benefits"),
        ("Colorado", "deadline"),
        ("Washington", "benefits"),
        ("Illinois", "benefits"),
        ("New Jersey", "benefits"),
        ("Minnesota", "benefits"),
    ]


def test_countries_of_applicants_count_for_remote_work_alone():
    made = content(workplace="hybrid", deadline=None)
    austin = city("Austin", "US", "TX")

    assert gaps_in(made, Company(), [austin], [USA]) == []


@pytest.mark.parametrize(
    ("size", "places"),
    [
        ("", {"Colorado", "Washington", "Vermont", "New Jersey", "Minnesota", "Hawaii"}),
        ("1-10", {"Colorado", "Vermont", "New Jersey"}),
        ("11-50", {"Colorado", "Washington", "Vermont", "New Jersey", "Minnesota", "Hawaii"}),
        ("5001+", {"Colorado", "Washington", "Vermont", "New Jersey", "Minnesota", "Hawaii"}),
    ],
)
def test_company_falls_under_laws_by_its_size_and_under_all_while_it_is_unknown(size, places):
    asked = {place for place, _ in found([USA], size, workplace="remote", pay_max=None)}

    assert (
        asked & {*("Colorado", "Washington", "Vermont", "New Jersey", "Minnesota", "Hawaii")}
        == places
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, ""),
        ({"pay_max": Decimal(150_000)}, ""),
        ({"pay_max": Decimal("150000.01")}, "Narrow the range: it is CA$50,000.01 a year wide"),
        ({"pay_max": Decimal(200_000)}, "Narrow the range: it is CA$100,000 a year wide"),
        ({"pay_max": Decimal(200_001)}, ""),
        ({"pay_min": Decimal(40), "pay_max": Decimal(64), "period": "hour"}, ""),
        (
            {"pay_min": Decimal(40), "pay_max": Decimal(65), "period": "hour"},
            "Narrow the range: it is CA$52,000 a year wide",
        ),
        ({"currency": "USD"}, "Check that the range is at most CA$50,000 a year wide"),
        ({"currency": "USD", "pay_min": Decimal(140_000)}, ""),
    ],
)
def test_range_in_ontario_is_at_most_so_wide(given, words):
    gaps = gaps_in(content(**given), Company(), [city("Toronto", "CA", "ON")], [])

    assert [gap.item[: len(words)] for gap in gaps] == ([words] if words else [])


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((None, None), "State the pay, or its range."),
        ((Decimal(1), None), "State both ends of the pay: a range may not be open."),
        ((None, Decimal(1)), "State both ends of the pay: a range may not be open."),
        ((Decimal(1), Decimal(1)), ""),
    ],
)
def test_open_range_is_none(ends, words):
    made = content(pay_min=ends[0], pay_max=ends[1])

    assert [gap.item for gap in gaps_in(made, Company(), [city("Boston", "US", "MA")], [])] == (
        [words] if words else []
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "Salesman"}, "title"),
        ({"title": "Chairwoman, Ethics"}, "title"),
        ({"title": "Human Factors Manager, German Market"}, None),
        ({"description": "Send your CV and your current salary."}, "description"),
        ({"description": "Tell us your pay\nhistory: your salary history."}, "description"),
        ({"description": "We never ask for your salary history."}, None),
        ({"description": "The current payment system needs care."}, None),
    ],
)
def test_union_asks_for_neutral_titles_and_no_question_about_earlier_pay(given, field):
    assert [name for _, name in found([IRELAND], **given)] == ([field] if field else [])


def test_laws_that_ask_the_same_stand_together():
    made = content(workplace="remote", benefits="", deadline=None)

    items = by_item(gaps_in(made, Company(), [], [USA]))

    assert [(item.field, [gap.place for gap in item.laws]) for item in items] == [
        ("benefits", ["Colorado", "Washington", "Illinois", "New Jersey", "Minnesota"]),
        ("deadline", ["Colorado"]),
    ]
    assert items[1].laws[0].law == "Equal Pay for Equal Work Act"
    assert items[1].laws[0].because == "the work can be done anywhere in United States"


def test_each_law_has_a_name_and_a_need_of_its_own():
    assert len({(law.place, law.name) for law in LAWS}) == len(LAWS) == 11
    assert all(law.needs for law in LAWS)


@pytest.mark.django_db
def test_saved_listing_is_asked_for_its_places(django_assert_num_queries):
    job = DraftJobFactory(company=CompanyFactory(size=""), locations=[CityFactory()], pay_max=None)
    revision = job.revisions.get()

    with django_assert_num_queries(1):
        (gap,) = gaps(revision, job.company)

    assert (gap.place, gap.because) == ("California", "the work can be done in San Jose")
