import re
from html import unescape

import pytest

from portal.api.blocks import KINDS
from portal.api.docs import Field, docs, parts, rate_words, type_words

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("small_api")
def test_endpoints_are_drawn_from_the_schema():
    found = parts()

    assert [(part.name, [each.path for each in part.endpoints]) for part in found] == [
        ("root", ["/api/v1/"]),
        ("latest", ["/api/v1/latest/", "/api/v1/latest/{id}/"]),
        ("things", ["/api/v1/things/", "/api/v1/things/{slug}/"]),
    ]
    listed, one = found[2].endpoints
    assert (listed.summary, one.summary) == ("List things", "One of the things")
    assert listed.description == one.description == "Things, in order."
    assert (listed.is_list, one.is_list) == (True, False)
    assert [(field.name, field.type, field.description) for field in listed.fields] == [
        ("slug", "string", "Stable name."),
        ("order", "integer", "Low numbers stand first."),
        ("url", "address", "Its own address."),
        ("origin", "address", "Empty if it has none."),
    ]
    assert [(field.name, field.type) for field in listed.parameters] == [
        ("cursor", "string"),
        ("family", "string"),
        ("order", "integer, 0 to 1000"),
        ("page_size", "integer, 1 to 100, 50 if left out"),
        ("size", "one of s, l"),
        ("slug", "list of one of role-a, role-b"),
    ]
    assert listed.curl == "curl 'http://testserver/api/v1/things/?page_size=10&size=s'"
    assert one.curl == "curl http://testserver/api/v1/things/SLUG/"


@pytest.mark.usefixtures("small_api")
def test_item_says_only_what_a_row_of_the_list_does_not():
    [root, _, things] = parts()

    assert (things.rows, things.more) == (things.endpoints[0].fields, [])
    assert (root.rows, root.more) == ([], root.endpoints[0].fields)


def test_code_in_a_description_is_marked_and_the_rest_escaped():
    assert Field("a", "string", "Per `period` & <year>.").meaning == (
        "Per <code>period</code> &amp; &lt;year&gt;."
    )


@pytest.mark.usefixtures("small_api")
def test_fields_inside_of_a_list_are_named_by_their_path():
    [root] = [part.endpoints[0] for part in parts() if part.name == "root"]

    assert [field.name for field in root.fields] == [
        "resources",
        "resources[].name",
        "resources[].description",
        "resources[].url",
        "schema",
        "docs",
    ]


def test_blocks_of_a_text_are_told_by_kind():
    [guides] = [part for part in parts() if part.name == "guides"]
    rows, one = guides.endpoints

    assert rows.kinds == []
    assert [field.name for field in one.kinds if "." not in field.name] == [
        kind.type_name() for kind in KINDS
    ]
    assert Field("callout.blocks", "list of blocks", "What it says.") in one.kinds


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": ["integer", "null"]}, "integer or null"),
        ({"type": ["string", "null"], "format": "decimal"}, "decimal number in a string or null"),
        ({"type": "array", "items": {"type": "string"}}, "list of string"),
        ({"enum": ["remote", "", None], "type": "string"}, "one of remote"),
        ({"properties": {}}, "object"),
    ],
)
def test_type_is_said_in_words(schema, words):
    assert type_words(schema) == words


def test_rate_is_said_in_words():
    assert [rate_words(rate) for rate in ("600/min", "5/s", "1/day")] == [
        "600 requests a minute",
        "5 requests a second",
        "1 requests a day",
    ]


def test_page_needs_no_script_and_nothing_from_elsewhere(rf, settings):
    settings.SITE_URL = "https://portal.example"

    text = docs(rf.get("/api/v1/docs/")).text

    anchors = re.findall(r'id="([^"]+)"', text)
    links = re.findall(r'href="#([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    assert set(links) <= set(anchors)
    assert {"problem-invalid", "problem-throttled", "pages", "limits"} <= set(anchors)
    assert "curl 'https://portal.example/api/v1/" in unescape(text)
    assert not re.search(r"<script(?![^>]*src=\"/static/)|<style|style=| on\w+=", text)
    assert set(re.findall(r'(?:src|href)="(https?://[^/"]+)', text)) <= {"https://portal.example"}
