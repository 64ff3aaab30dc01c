import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404
from rest_framework import exceptions

from portal.api.problems import as_problem
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_api")]

DOCS = "http://testserver/api/v1/docs/"


def test_missing_item_is_a_problem(client):
    RoleFactory(slug="there")

    found, missing = client.get("/api/v1/things/there/"), client.get("/api/v1/things/gone/")

    assert found.json()["slug"] == "there"
    validates_schema(missing)
    assert missing.headers["Content-Type"] == "application/problem+json"
    assert missing.json() == {
        "type": f"{DOCS}#problem-not-found",
        "title": "Nothing here",
        "status": 404,
        "detail": "There is nothing public at this address.",
        "errors": [],
    }


@pytest.mark.parametrize(
    "address", ["/api/v1/nowhere/", "/api/", "/api/v2/things/", "/api/v1/latest/x/"]
)
def test_address_that_no_pattern_matches_is_a_problem(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Nothing here"


def test_key_beyond_all_keys_is_missing(client):
    RoleFactory()

    assert client.get(f"/api/v1/latest/{10**30}/").json()["status"] == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused_with_the_methods_that_work(client, method):
    response = getattr(client, method)("/api/v1/things/")

    assert response.json()["title"] == "Method not allowed"
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_head_has_the_headers_of_get_and_no_body(client):
    RoleFactory(slug="there")

    got, head = client.get("/api/v1/things/"), client.head("/api/v1/things/")

    assert b"there" in got.content
    assert head.content == b""
    assert head.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "nonsense", ""])
def test_answer_is_json_whatever_is_asked(client, accept):
    response = client.get("/api/v1/things/", headers={"accept": accept})

    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["results"] == []


def test_error_of_ours_gives_nothing_of_the_inside_away(client, caplog):
    client.raise_request_exception = False

    with caplog.at_level(logging.CRITICAL, logger="django.request"):
        response = client.get("/api/v1/broken/")

    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{DOCS}#problem-server",
        "title": "Something broke on our side",
        "status": 500,
        "detail": "Try again later; we have been told.",
        "errors": [],
    }


def problem_of(error):
    response = as_problem(error, {})
    assert response is not None
    assert response.content_type == "application/problem+json"
    return response.status_code, response.data["errors"]


def test_nested_messages_are_named_by_their_path():
    detail: Any = {
        "title": ["Too long."],
        "places": [{}, {"country": ["Unknown.", "Two letters."], "non_field_errors": ["Twice."]}],
        "pay": {"min": "Above the maximum."},
        "non_field_errors": ["Say more."],
    }

    assert problem_of(exceptions.ValidationError(detail)) == (
        400,
        [
            {"field": "title", "message": "Too long."},
            {"field": "places.1.country", "message": "Unknown."},
            {"field": "places.1.country", "message": "Two letters."},
            {"field": "places.1", "message": "Twice."},
            {"field": "pay.min", "message": "Above the maximum."},
            {"field": "", "message": "Say more."},
        ],
    )


def test_message_of_a_model_names_its_field():
    error = ModelError({"pay_max": "Below the minimum.", "__all__": "Say more."})

    assert problem_of(error) == (
        400,
        [
            {"field": "pay_max", "message": "Below the minimum."},
            {"field": "", "message": "Say more."},
        ],
    )


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Http404("No Job matches the given query."), 404),
        (exceptions.NotAcceptable(), 406),
        (exceptions.UnsupportedMediaType("text/csv"), 415),
        (exceptions.PermissionDenied(), 403),
        (exceptions.APIException(), 500),
    ],
)
def test_each_refusal_is_a_problem_without_the_inside(error, status):
    response = as_problem(error, {})

    assert response is not None
    assert (response.status_code, response.data["status"]) == (status, status)
    assert "No Job" not in response.data["detail"]


def test_unexpected_error_is_left_to_the_handler():
    assert as_problem(RuntimeError("inside"), {}) is None
