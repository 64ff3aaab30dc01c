"""Forms of public pages: who may send them, how often and how much."""

from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.cookieless import LARGEST, public_form

NOON = "2026-11-04T12:00:15Z"
HERE = {"origin": "http://testserver"}


def thank(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Thank you.")


view: Any = public_form(thank, name="thanks", limit=2, seconds=60)


def send(body: str = "a=1", client: str = "192.0.2.1", **headers: str) -> Any:
    request = RequestFactory(REMOTE_ADDR=client).post(
        "/", body, content_type="application/x-www-form-urlencoded", headers=headers
    )
    return view(request)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://testserver"},
        {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
        {"referer": "http://testserver/guides/"},
        {"origin": "http://testserver", "referer": "http://elsewhere.example/"},
    ],
    ids=str,
)
def test_form_from_a_page_of_ours_is_taken(headers):
    answer = send(**headers)

    assert (answer.status_code, answer.content) == (200, b"Thank you.")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "http://elsewhere.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"referer": "http://elsewhere.example/http://testserver/"},
        {"referer": "http://[testserver"},
        {"referer": "testserver"},
        {"origin": "", "referer": ""},
    ],
    ids=str,
)
def test_form_from_elsewhere_is_refused(headers):
    answer = send(**headers)

    assert answer.status_code == 403
    assert b"from a page of this site" in answer.content
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_other_origins_are_those_of_the_settings(settings):
    settings.SITE_URL = "https://portal.example/"
    settings.CSRF_TRUSTED_ORIGINS = ["https://www.portal.example"]
    origins = ("https://portal.example", "https://www.portal.example", "https://a.portal.example")

    assert [send(origin=origin).status_code for origin in origins[::2]] == [200, 403]
    assert send(origin=origins[1]).status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(method):
    answer = view(getattr(RequestFactory(), method)("/", headers=HERE))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_large_form_is_refused():
    fits, too_large = ("a=" + "x" * (LARGEST - 2 + more) for more in (0, 1))

    assert [send(body, **HERE).status_code for body in (fits, too_large)] == [200, 413]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_other_kinds_of_body_are_refused(kind):
    request = RequestFactory().post("/", b"{}", content_type=kind, headers=HERE)

    assert view(request).status_code == 415


def test_client_that_sends_too_often_waits_and_others_do_not():
    with time_machine.travel(NOON, tick=False) as clock:
        first = [send(**HERE).status_code for _ in range(2)]
        refused, other = send(**HERE), send(client="192.0.2.2", **HERE)
        clock.shift(45)
        later = send(**HERE)

    assert (first, refused.status_code, other.status_code, later.status_code) == (
        [200, 200],
        429,
        200,
        200,
    )
    assert refused.headers["Retry-After"] == "45"
    assert b"Try again in a minute" in refused.content


def test_what_is_refused_for_its_origin_is_not_counted():
    for _ in range(5):
        send(origin="http://elsewhere.example")

    assert send(**HERE).status_code == 200
