"""The documentation of the API for people, drawn from the OpenAPI document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from rest_framework.settings import api_settings

from portal.accounts.scopes import Scope, all_scopes
from portal.api.blocks import COMPONENT
from portal.api.examples import example_of, example_problem
from portal.api.pagination import LARGEST_PAGE, PAGE_SIZE
from portal.api.problems import KINDS
from portal.api.routes import is_open
from portal.api.schema import DESK, HIRE, document

# The statuses of problems that a reader of the API may meet.
ANSWERED: Final = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500)
FORMATS: Final = {
    "date": "date, 2026-11-04",
    "date-time": "date and time in UTC, 2026-11-04T09:00:00Z",
    "decimal": "decimal number in a string",
    "uri": "address",
}

TOLD_APART: Final = (COMPONENT,)  # whose kinds have a table of their own

CODE: Final = re.compile(r"`([^`]+)`")

type Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of a row, or a parameter; inner ones are named with dots, members of lists with []."""

    name: str
    type: str
    description: str

    @property
    def meaning(self) -> SafeString:
        """The description, with what stands between backticks as code."""
        return mark_safe(CODE.sub(r"<code>\1</code>", escape(self.description)))


@dataclass(frozen=True)
class Endpoint:
    anchor: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    fields: list[Field]
    example: str
    is_list: bool
    kinds: list[Field]
    method: str = "GET"
    # What is sent, and where the fields stand that another endpoint has shown before.
    body: tuple[Field, ...] = ()
    body_at: str = ""
    fields_at: str = ""

    @property
    def curl(self) -> str:
        address = settings.SITE_URL + self.example
        return f"curl '{address}'" if "?" in address else f"curl {address}"


@dataclass(frozen=True)
class Part:
    """The endpoints of one resource."""

    name: str
    endpoints: list[Endpoint]

    @property
    def rows(self) -> list[Field]:
        """The fields of a row of the list; none where there is no list."""
        return next((endpoint.fields for endpoint in self.endpoints if endpoint.is_list), [])

    @property
    def more(self) -> list[Field]:
        """What an item has beyond a row of the list."""
        return [
            field
            for endpoint in self.endpoints
            if not endpoint.is_list
            for field in endpoint.fields
            if field not in self.rows
        ]

    @property
    def title(self) -> str:
        return "All resources" if self.name == "root" else self.name.capitalize()


def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "parts": parts(),
        "areas": areas(),
        "kinds": [(status, *KINDS[status]) for status in ANSWERED],
        "example_problem": example_problem(),
        "base": f"{settings.SITE_URL}/api/v1/",
        "page_size": PAGE_SIZE,
        "largest_page": LARGEST_PAGE,
        "rate": rate_words(str(api_settings.DEFAULT_THROTTLE_RATES["anon"])),
    }
    return render(request, "api/docs.html", context)


@cache
def parts() -> list[Part]:
    """All operations, by their tag, in the order of their addresses."""
    found: dict[str, list[Endpoint]] = {}
    schema = document()
    for path, item in sorted(schema["paths"].items()):
        if is_open(item):
            operation = item["get"]
            found.setdefault(operation["tags"][0], []).append(endpoint(path, operation, schema))
    return [Part(name, endpoints) for name, endpoints in found.items()]


@dataclass(frozen=True)
class Area:
    """What takes a token of one kind; `thing` is what it works on."""

    name: str
    title: str
    thing: str
    scopes: list[Scope]
    endpoints: list[Endpoint]


def areas() -> list[Area]:
    """In the order of the page."""
    return [
        Area(HIRE, "For employers", "listing", all_scopes("company"), by_token(HIRE)),
        Area(DESK, "For staff", "guide", all_scopes(), by_token(DESK)),
    ]


@cache
def by_token(area: str) -> list[Endpoint]:
    """What programs do by token, reading first; of each component the fields are shown once."""
    schema = document()
    shown: dict[str, str] = {}
    found = [
        (path, method, operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if area in operation["tags"]
    ]
    order = ("get", "post", "put", "patch")
    found.sort(key=lambda each: (order.index(each[1]), each[0]))
    return [
        with_body(method, operation, schema, endpoint(path, operation, schema), shown)
        for path, method, operation in found
    ]


def with_body(
    method: str, operation: Schema, schema: Schema, made: Endpoint, shown: dict[str, str]
) -> Endpoint:
    body = content_of(operation.get("requestBody", {}))
    answer = content_of(next(iter(operation["responses"].values())))
    body_name, answer_name = body.get("$ref", "").replace("Patched", ""), answer.get("$ref", "")
    fields_at, body_at = shown.get(answer_name, ""), shown.get(body_name, "")
    for name in filter(None, (body_name, answer_name)):
        shown.setdefault(name, made.anchor)
    asked = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    return replace(
        made,
        parameters=[*map(parameter, asked)],
        method=method.upper(),
        body=() if body_at or not body else tuple(fields_of(body, schema)),
        body_at=body_at,
        fields=[] if fields_at else made.fields,
        fields_at=fields_at,
    )


def content_of(described: Schema) -> Schema:
    content: Schema = described.get("content", {}).get("application/json", {}).get("schema", {})
    return content


def endpoint(path: str, operation: Schema, schema: Schema) -> Endpoint:
    answer = content_of(next(iter(operation["responses"].values())))
    whole = resolved(answer, schema)
    results = whole.get("properties", {}).get("results")
    row = results["items"] if results else answer
    return Endpoint(
        anchor=operation["operationId"].replace("_", "-"),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=[
            parameter(each) for each in operation.get("parameters", ()) if each["in"] != "header"
        ],
        fields=list(fields_of(row, schema)),
        example=example_of(path, operation),
        is_list=results is not None,
        kinds=[
            field for name in whole.get("properties", ()) for field in kinds_of(name, whole, schema)
        ],
    )


def kinds_of(name: str, whole: Schema, schema: Schema) -> Iterator[Field]:
    """Where the members of a list are told apart by their type: each type, and its fields."""
    members = resolved(whole["properties"][name].get("items", {}), schema)
    for kind, reference in members.get("discriminator", {}).get("mapping", {}).items():
        described = resolved({"$ref": reference}, schema)
        yield Field(kind, "", described.get("description", ""))
        for field in fields_of(described, schema, f"{kind}."):
            if field.name != f"{kind}.type":
                yield field


def parameter(described: Schema) -> Field:
    inner = described["schema"]
    words = type_words(inner)
    if "minimum" in inner and "maximum" in inner:
        words += f", {inner['minimum']} to {inner['maximum']}"
    if "default" in inner:
        words += f", {inner['default']} if left out"
    return Field(described["name"], words, described.get("description", ""))


def fields_of(described: Schema, schema: Schema, prefix: str = "") -> Iterator[Field]:
    """The fields of an object, and of the objects inside it, each with its path."""
    for name, field in resolved(described, schema).get("properties", {}).items():
        inner = resolved(field, schema)
        # The labels of choices follow as a list; the type names them already.
        meaning = field.get("description", "").partition("* `")[0].strip()
        yield Field(f"{prefix}{name}", type_words(inner), meaning)
        is_array = inner.get("type") == "array"
        members = resolved(inner["items"], schema) if is_array else inner
        if "properties" in members:
            yield from fields_of(members, schema, f"{prefix}{name}{'[]' if is_array else ''}.")


def resolved(described: Schema, schema: Schema) -> Schema:
    """What a reference stands for, also where it is one of several (`allOf`, or null beside it)."""
    for key in ("allOf", "oneOf", "anyOf"):
        if options := described.get(key):
            return resolved(next(o for o in options if o.get("type") != "null"), schema)
    if reference := described.get("$ref"):
        found: Schema = schema["components"]["schemas"][reference.rpartition("/")[2]]
        return found
    return described


def type_words(described: Schema) -> str:
    """The type in a few words: "one of remote, hybrid", "list of string", "integer or null"."""
    kinds = described.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    words = " or ".join(kinds)
    if "enum" in described:
        words = f"one of {', '.join(str(value) for value in described['enum'] if value)}"
    elif described.get("format") in FORMATS:
        words = FORMATS[described["format"]] + (" or null" if "null" in kinds else "")
    elif "array" in kinds:
        words = f"list of {members_words(described['items'])}" if "items" in described else "list"
    return words


def members_words(described: Schema) -> str:
    """What a list holds: a component is named by its own name, in the plural."""
    name = described.get("$ref", "").rpartition("/")[2]
    return f"{name.lower()}s" if name in TOLD_APART else type_words(described)


def rate_words(rate: str) -> str:
    """600/min becomes "600 requests a minute"."""
    number, _, period = rate.partition("/")
    words = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
    return f"{number} requests a {words[period[0]]}"
