import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.api.input import LARGEST_BODY, ReadableRequest, RefuseHostileInput

API = "/api/v1/things/"
SITE = "/privacy/"
READER = Client()  # one for all examples: each new one builds the middleware again
NUL = "This holds a NUL character, which is no text."
NOT_UTF_8 = "This is not valid UTF-8."

HOSTILE = [
    ("/%00", "", "path", NUL),
    ("/a%00b/", "", "path", NUL),
    ("/%ff/", "", "path", NOT_UTF_8),
    ("/%ed%a0%80/", "", "path", NOT_UTF_8),
    ("", "a=%00", "a", NUL),
    ("", "role=x%00y&b=1", "role", NUL),
    ("", "a%00=1", "a�", NUL),
    ("", "a=\0", "a", NUL),
    ("", "b=1&a=%ff", "a", NOT_UTF_8),
    ("", "a=%ED%A0%80", "a", NOT_UTF_8),
    ("", "a=%C0%80", "a", NOT_UTF_8),
    ("", "a=\xff", "a", NOT_UTF_8),
    ("", "%ff=1", "�", NOT_UTF_8),
    ("", "a=" + "x" * 4096, "query", "The query is longer than 4,096 characters."),
    ("", "&".join(f"a{n}=" for n in range(51)), "query", "The query has more than 50 parameters."),
]


@pytest.mark.usefixtures("small_api")
@pytest.mark.parametrize(("tail", "query", "field", "message"), HOSTILE)
def test_hostile_address_is_a_problem_that_names_the_part(client, tail, query, field, message):
    response = client.get(API.rstrip("/") + (tail or "/"), QUERY_STRING=query)

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.json()["errors"] == [{"field": field, "message": message}]


@pytest.mark.parametrize(("tail", "query", "field", "message"), HOSTILE)
def test_hostile_address_is_a_page_that_names_the_part(client, tail, query, field, message):
    response = client.get(SITE.rstrip("/") + (tail or "/"), QUERY_STRING=query)

    assert response.status_code == 400
    assert "<h1>This request could not be understood</h1>" in response.text
    assert f"{field}: {message}" in response.text


@pytest.mark.django_db
@pytest.mark.usefixtures("small_api")
@pytest.mark.parametrize(
    "query",
    [
        "family=%C3%A9",
        "family=\xc3\xa9",
        "family=%F0%9F%98%80",
        "family=a%2500",
        "family=100%",
        "&&&",
    ],
)
def test_unusual_but_harmless_address_passes(client, query):
    assert client.get(API, QUERY_STRING=query).json()["results"] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("small_api")
@settings(deadline=None, max_examples=100)  # a slow machine is no failure
@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_bytes_in_an_address_break_the_server(path, query):
    response = READER.generic(
        "GET",
        "/",
        PATH_INFO=f"{API}{path.decode('latin-1')}/",
        QUERY_STRING=query.decode("latin-1"),
    )

    assert response.status_code in (200, 400, 404)
    assert json.loads(response.content)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=utf-16",
        "text/plain; charset=utf-7",
        "text/plain; charset=unicode_escape",
        "text/plain; charset=latin-1",
        "text/plain; charset=ascii",
        "text/plain; charset=utf-8-sig",
        "text/plain; charset=nonsense",
        "text/plain; charset=hex",
        "text/plain; charset*=nonsense''x",
        f"text/plain; a={'x' * 20_000}",
    ],
)
def test_charset_other_than_utf_8_is_refused(rf, content_type):
    environ = rf.get(f"{API}?family=%5Cud800").environ | {"CONTENT_TYPE": content_type}

    answer = RefuseHostileInput(lambda request: HttpResponse())(ReadableRequest(environ))

    assert (answer.status_code, json.loads(answer.content)["errors"]) == (
        400,
        [{"field": "Content-Type", "message": "Send text as UTF-8."}],
    )


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", '; charset="UTF-8"'])
def test_request_in_utf_8_passes(rf, charset):
    environ = rf.get(f"{API}?family=%C3%A9", CONTENT_TYPE=f"text/plain{charset}").environ

    answer = RefuseHostileInput(lambda request: HttpResponse(request.GET["family"]))(
        ReadableRequest(environ)
    )

    assert answer.content == "é".encode()


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", [r'sessionid="\000abcdefghijk"', r'csrftoken="a\000"'])
def test_cookie_that_spells_nul_is_refused(client, cookie):
    response = client.get("/admin/", headers={"cookie": cookie})

    assert response.status_code == 400
    assert f"Cookie: {NUL}" in response.text


MULTIPART = "multipart/form-data; boundary=x"


def multipart(name, value, filename=""):
    file = f'; filename="{filename}"' if filename else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
    return head + value + b"\r\n--x--\r\n"


URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b"name=%00", URLENCODED, f"name: {NUL}"),
        (b"name=a\0b", URLENCODED, f"name: {NUL}"),
        (b"x%00y=1", URLENCODED, f"x�y: {NUL}"),
        (b"a=1&name=%ED%A0%80", URLENCODED, f"name: {NOT_UTF_8}"),
        (b"name=%FF", URLENCODED, f"name: {NOT_UTF_8}"),
        (multipart("name", b"a\0b"), MULTIPART, f"name: {NUL}"),
        (multipart("name", b"\xed\xa0\x80"), MULTIPART, "name: This holds characters that cannot be read."),
        (multipart("cover", b"GIF", "a\ufffd.gif"), MULTIPART, "cover: This holds characters that cannot be read."),
        (multipart("name", b"x"), f"{MULTIPART}; charset=unicode_escape", "Content-Type: Send text as UTF-8."),
        (b"nonsense", "multipart/form-data", "The form arrived broken. Send it again."),
        (b"--x\r\n", "multipart/form-data; boundary=\xe9", "The form arrived broken. Send it again."),
        (b"&".join(b"a=1" for _ in range(1001)), URLENCODED, "The form has too many fields or files."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/account/sign-in/", "/admin/login/", "/privacy/"])
def test_hostile_form_is_told_which_field(client, address, body, content_type, problem):
    response = client.generic("POST", address, body, content_type)

    assert response.status_code == 400
    assert problem in response.text


@pytest.mark.django_db
def test_form_beyond_the_limit_is_told_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.generic("POST", "/account/sign-in/", b"a=" + b"x" * 200, URLENCODED)

    assert response.status_code == 413
    assert "This is more than can be sent at once." in response.text


def test_name_of_an_upload_loses_what_cannot_be_printed(rf):
    request = rf.post("/", {"cover": SimpleUploadedFile("a\x01b\0.gif", b"\0\0\0")})

    answer = RefuseHostileInput(lambda request: HttpResponse(str(request.FILES["cover"])))(request)

    assert answer.content == b"ab.gif"


def echo(client, body, content_type="application/json"):
    response = client.generic("POST", "/api/v1/echo/", body, content_type)
    return response.status_code, response.json().get("errors", response.json())


@pytest.mark.usefixtures("small_api")
def test_body_is_read_as_json(client):
    assert echo(client, '{"title": "Größe 😀", "pay": [1, 2.5, null]}'.encode()) == (
        200,
        {"read": {"title": "Größe 😀", "pay": [1, 2.5, None]}},
    )


@pytest.mark.usefixtures("small_api")
@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b'{"a": "\xff"}', [{"field": "body", "message": "The body is not valid UTF-8."}]),
        ('{"a": 1}'.encode("utf-16"), [{"field": "body", "message": "The body is not valid UTF-8."}]),
        (rb'{"a": ["\u0000"]}', [{"field": "a.0", "message": NUL}]),
        (b'{"a": Infinity}', [{"field": "a", "message": "Infinity is not a number that JSON knows."}]),
    ],
)  # fmt: skip
def test_body_that_no_database_stores_is_a_problem(client, body, errors):
    assert echo(client, body) == (400, errors)


@pytest.mark.usefixtures("small_api")
def test_body_beyond_the_limit_is_too_large(client):
    fits = b'"' + b"x" * (LARGEST_BODY - 2) + b'"'

    assert echo(client, fits)[0] == 200
    assert echo(client, fits + b" ")[0] == 413


@pytest.mark.usefixtures("small_api")
@pytest.mark.parametrize("content_type", ["text/plain", URLENCODED, MULTIPART, "application/xml"])
def test_body_of_another_type_is_refused(client, content_type):
    assert echo(client, b"a=1", content_type) == (415, [])


def test_number_too_large_for_the_database_is_refused_and_logged(rf, caplog):
    """It may be a mistake of ours: the log has the path, in one line, and the trace."""
    request = rf.get(f"{API}%0Anot-a-line/")
    error = OverflowError("Python int too large to convert to SQLite INTEGER")

    answer = RefuseHostileInput(lambda request: HttpResponse()).process_exception(request, error)

    assert answer is not None
    assert answer.status_code == 400
    (record,) = caplog.records
    assert (record.levelname, record.getMessage()) == (
        "WARNING",
        r"A number was too large at '/api/v1/things/\nnot-a-line/'.",
    )
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_other_errors_are_left_to_django(rf, caplog):
    answer = RefuseHostileInput(lambda request: HttpResponse()).process_exception(
        rf.get(API), ValueError("ours")
    )

    assert (answer, caplog.records) == (None, [])
