import pytest

from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_api")]

THINGS = "/api/v1/things/"
KNOWN = "Known here: cursor, family, order, page_size, size, slug."


def slugs(client, query):
    response = client.get(f"{THINGS}?{query}")
    validates_schema(response)
    return [row["slug"] for row in response.json()["results"]]


def errors(client, address):
    response = client.get(address)
    validates_schema(response)
    assert response.status_code == 400
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_filter_narrows_the_list(client):
    RoleFactory(slug="role-a", family="Data")
    RoleFactory(slug="role-b", family="Research")

    assert slugs(client, "family=Data") == ["role-a"]
    assert slugs(client, "family=") == ["role-a", "role-b"]


def test_filter_of_several_choices_may_be_repeated(client):
    for slug in ("role-a", "role-b", "role-c"):
        RoleFactory(slug=slug)

    assert slugs(client, "slug=role-a&slug=role-b") == ["role-a", "role-b"]


def test_unknown_parameters_are_named_beside_the_known(client):
    message = f"There is no such parameter. {KNOWN}"

    assert errors(client, f"{THINGS}?famly=Data&page=2&family=Data") == {
        "famly": message,
        "page": message,
    }


def test_item_takes_no_parameter(client):
    RoleFactory(slug="role-a")

    assert errors(client, f"{THINGS}role-a/?family=Data") == {
        "family": "There is no such parameter. This address takes none."
    }


@pytest.mark.parametrize("name", ["family", "order", "page_size", "cursor"])
def test_single_parameter_given_twice_is_refused(client, name):
    assert errors(client, f"{THINGS}?{name}=1&{name}=2") == {name: "Give this parameter once."}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("order=x", {"order": "Enter a whole number."}),
        ("order=1001", {"order": "Ensure this value is less than or equal to 1000."}),
        (f"order={'9' * 4000}", {"order": "Ensure this value is less than or equal to 1000."}),
        ("order=NaN", {"order": "Enter a whole number."}),
        (
            "size=xl&slug=no",
            {
                "size": "Select a valid choice. xl is not one of the available choices.",
                "slug": "Select a valid choice. no is not one of the available choices.",
            },
        ),
        (
            f"family={'x' * 61}",
            {"family": "Ensure this value has at most 60 characters (it has 61)."},
        ),
    ],
)
def test_bad_value_is_refused_in_the_words_of_the_form(client, query, expected):
    assert errors(client, f"{THINGS}?{query}") == expected


def test_parameters_stand_in_the_schema(client):
    schema = client.get("/api/v1/schema/").json()

    parameters = schema["paths"][THINGS]["get"]["parameters"]
    assert {each["name"]: each["schema"] for each in parameters} == {
        "cursor": {"type": "string"},
        "family": {"type": "string", "maxLength": 60},
        "order": {"type": "integer", "minimum": 0, "maximum": 1000},
        "page_size": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
        "size": {"type": "string", "enum": ["s", "l"]},
        "slug": {"type": "array", "items": {"type": "string", "enum": ["role-a", "role-b"]}},
    }
