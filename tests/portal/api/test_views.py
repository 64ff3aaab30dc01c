from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from portal.api.rows import JSONRenderer
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema


@pytest.mark.django_db
@pytest.mark.usefixtures("small_api")
def test_root_lists_the_resources(client):
    response = client.get("/api/v1/")

    validates_schema(response)
    assert response.json() == {
        "resources": [
            {
                "name": "latest",
                "description": "Things as plain values, newest first.",
                "url": "http://testserver/api/v1/latest/",
            },
            {
                "name": "things",
                "description": "Things, in order.",
                "url": "http://testserver/api/v1/things/",
            },
        ],
        "schema": "http://testserver/api/v1/schema/",
        "docs": "http://testserver/api/v1/docs/",
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("small_api")
def test_row_is_the_same_in_the_list_and_alone(client):
    role: Any = RoleFactory(slug="role-a", order=3)

    row = {
        "slug": "role-a",
        "order": 3,
        "url": "http://testserver/api/v1/things/role-a/",
        "origin": "",
    }
    assert client.get("/api/v1/things/").json()["results"] == [row]
    assert client.get("/api/v1/things/role-a/").json() == row
    assert client.get(f"/api/v1/latest/{role.pk}/").json() == row


@pytest.mark.django_db
@pytest.mark.usefixtures("small_api")
@pytest.mark.parametrize(
    "address",
    ["/api/v1/", "/api/v1/things/", "/api/v1/things/role-a/", "/api/v1/schema/"],
)
def test_answer_may_be_kept_by_anybody_and_is_asked_again_for_free(client, address):
    RoleFactory(slug="role-a")

    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})

    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert first.headers["Vary"] == "Accept-Encoding"
    assert not first.cookies
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.usefixtures("small_api")
def test_changed_row_changes_the_etag(client):
    role: Any = RoleFactory(slug="role-a", order=1)
    first = client.get("/api/v1/things/")

    role.order = 2
    role.save()
    second = client.get("/api/v1/things/", headers={"if-none-match": first.headers["ETag"]})

    assert second.status_code == 200
    assert second.json()["results"][0]["order"] == 2


def test_values_without_a_word_in_json_have_one_form():
    row = {
        "pay": Decimal("150000.00"),
        "share": Decimal("1E+3"),
        "at": datetime(2026, 11, 4, 8, 30, tzinfo=UTC),
        "exactly": datetime(2026, 11, 4, 9, 30, 0, 250_000, tzinfo=UTC),
        "on": date(2026, 11, 4),
        "key": UUID(int=1),
        "label": gettext_lazy("Größe"),
        "places": ("Zürich", None, True),
    }

    assert JSONRenderer().render(row).decode() == (
        '{"pay":"150000.00","share":"1000","at":"2026-11-04T08:30:00Z",'
        '"exactly":"2026-11-04T09:30:00.250000Z","on":"2026-11-04",'
        '"key":"00000000-0000-0000-0000-000000000001","label":"Größe","places":["Zürich",null,true]}'
    )


@pytest.mark.parametrize("value", [object(), {1, 2}, 2**64, "\ud800"])
def test_value_that_no_reader_could_use_is_an_error(value):
    with pytest.raises((TypeError, ValueError)):
        JSONRenderer().render({"value": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_float_that_is_no_number_is_null(value):
    assert JSONRenderer().render({"value": value}) == b'{"value":null}'
