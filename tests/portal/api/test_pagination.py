from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.taxonomy.models import Role
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_api")]

READER = Client()  # one for all examples: each new one builds the middleware again
THINGS = "/api/v1/things/"
LATEST = "/api/v1/latest/"


def read(client, address):
    response = client.get(address)
    validates_schema(response)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(page):
    return [row["slug"] for row in page["results"]]


def problem_of(client, address):
    response = client.get(address)
    validates_schema(response)
    return response.status_code, response.json()["errors"]


def test_pages_hold_every_row_once_where_all_sort_alike(client):
    for slug in "abcdefg":
        RoleFactory(slug=slug, order=7)

    pages = [read(client, f"{THINGS}?page_size=3")]
    while address := pages[-1]["next"]:
        pages.append(read(client, address))

    assert [slugs(page) for page in pages] == [["a", "b", "c"], ["d", "e", "f"], ["g"]]


@pytest.mark.parametrize("address", [THINGS, LATEST])
def test_previous_leads_back_to_the_first_page(client, address):
    for number in range(5):
        RoleFactory(slug=f"role-{number}", order=number // 2)

    first = read(client, f"{address}?page_size=2")
    second = read(client, first["next"])
    third = read(client, second["next"])
    back = read(client, third["previous"])
    start = read(client, back["previous"])

    assert slugs(back) == slugs(second)
    assert slugs(start) == slugs(first)
    assert start["previous"] is None
    assert third["next"] is None
    assert len({*slugs(first), *slugs(second), *slugs(third)}) == 5


def test_row_added_before_the_page_repeats_nothing(client):
    for slug in "bcde":
        RoleFactory(slug=slug, order=5)
    first = read(client, f"{THINGS}?page_size=2")
    RoleFactory(slug="a", order=1)

    second = read(client, first["next"])

    assert slugs(second) == ["d", "e"]


def test_page_whose_rows_are_gone_leads_to_what_is_left(client):
    for slug in "abcd":
        RoleFactory(slug=slug)
    first = read(client, f"{THINGS}?page_size=2")
    Role.objects.filter(slug__in="cd").delete()

    emptied = read(client, first["next"])
    last = read(client, emptied["previous"])

    assert (slugs(emptied), emptied["next"]) == ([], None)
    assert (slugs(last), last["next"], last["previous"]) == (["a", "b"], None, None)


def test_link_is_absolute_and_keeps_the_filters(client, settings):
    settings.SITE_URL = "https://portal.example"
    for slug in "abc":
        RoleFactory(slug=slug, family="R & D")

    page = read(client, f"{THINGS}?page_size=1&family=R+%26+D")

    parts = urlsplit(page["next"])
    query = parse_qs(parts.query)
    query.pop("cursor")
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "portal.example", THINGS)
    assert query == {"page_size": ["1"], "family": ["R & D"]}


@pytest.mark.parametrize("rows", [1, 30])
def test_page_costs_one_query(client, django_assert_num_queries, rows):
    RoleFactory.create_batch(rows)

    with django_assert_num_queries(1):
        page = read(client, f"{THINGS}?page_size=20")

    assert len(page["results"]) == min(rows, 20)


@pytest.mark.parametrize("size", ["0", "101", "-1", "1e2", "ten", "", "10.0", "٣", "9" * 500])
def test_page_size_out_of_range_is_refused(client, size):
    assert problem_of(client, f"{THINGS}?page_size={size}") == (
        400,
        [{"field": "page_size", "message": "Enter a whole number from 1 to 100."}],
    )


def test_page_size_of_100_is_taken(client):
    RoleFactory.create_batch(101)

    assert len(read(client, f"{THINGS}?page_size=100")["results"]) == 100


def cursor_of(client, address=THINGS):
    RoleFactory.create_batch(3)
    page = read(client, f"{address}?page_size=1")
    return parse_qs(urlsplit(page["next"]).query)["cursor"][0]


REFUSED = (
    400,
    [
        {
            "field": "cursor",
            "message": "This cursor was not made by this list. Leave it out to begin at the first page.",
        }
    ],
)


def test_cursor_with_any_character_changed_is_refused(client):
    cursor = cursor_of(client)
    changed = [
        f"{cursor[:i]}{'A' if cursor[i] != 'A' else 'B'}{cursor[i + 1 :]}"
        for i in range(len(cursor))
    ]

    assert [problem_of(client, f"{THINGS}?cursor={text}") for text in changed] == [REFUSED] * len(
        changed
    )


def test_cursor_of_another_list_is_refused(client):
    cursor = cursor_of(client, LATEST)

    assert problem_of(client, f"{THINGS}?cursor={cursor}") == REFUSED


@pytest.mark.parametrize("cursor", ["", ".", "cD0x", "a.b", "é", "W10", "%F0%9F%98%80"])
def test_cursor_made_up_is_refused(client, cursor):
    assert problem_of(client, f"{THINGS}?cursor={cursor}") == REFUSED


@settings(deadline=None, max_examples=30)  # a slow machine is no failure
@given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5))
def test_walk_forth_and_back_meets_the_same_rows(orders, size):
    Role.objects.all().delete()
    Role.objects.bulk_create(
        RoleFactory.build(slug=f"role-{n}", name=f"Role {n}", order=order)
        for n, order in enumerate(orders)
    )

    forth = [READER.get(f"{THINGS}?page_size={size}").json()]
    while address := forth[-1]["next"]:
        forth.append(READER.get(address).json())
    back = [forth[-1]]
    while address := back[-1]["previous"]:
        back.append(READER.get(address).json())

    rows = [row["slug"] for page in forth for row in page["results"]]
    assert rows == list(Role.objects.order_by("order", "pk").values_list("slug", flat=True))
    assert sorted(row["slug"] for page in back for row in page["results"]) == sorted(rows)
