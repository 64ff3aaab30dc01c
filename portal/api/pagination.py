"""Keyset pagination: a page costs one query, whatever lies before it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError as FieldError
from django.core.signing import BadSignature, Signer
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

PAGE_SIZE: Final = 50
LARGEST_PAGE: Final = 100
FOREIGN: Final = "This cursor was not made by this list. Leave it out to begin at the first page."


# The values of the row at the edge, in the order of the view's `ordering`; None at the very beginning.
type Position = Sequence[Any] | None
# The first so many rows beyond a position, nearest first; backwards if true.
type RowsBeyond = Callable[[bool, Position, int], list[Any]]


def beyond(
    queryset: QuerySet[Any, Any], ordering: Sequence[str], backwards: bool, position: Position
) -> QuerySet[Any, Any]:
    """The rows beyond a position, nearest first."""
    queryset = queryset.order_by(*ordering)
    if backwards:
        queryset = queryset.reverse()
    if position is None:
        return queryset
    names = [name.removeprefix("-") for name in ordering]
    is_descending = ordering[0].startswith("-")
    lies_beyond = TupleLessThan if is_descending != backwards else TupleGreaterThan
    return queryset.filter(lies_beyond(tuple(map(F, names)), list(position)))


class Cursor(BasePagination):
    """Pages in the order of the view's `ordering`, found by the values of the row at their edge.

    The columns of `ordering` run in one direction, are never null, and the last is unique. A cursor is
    signed for its list: one that was edited, or comes from another list, is refused.
    """

    parameters: ClassVar = ("cursor", "page_size")

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """A page of a queryset; its own order is left aside."""

        def rows(backwards: bool, position: Position, stop: int) -> list[Any]:
            return list(beyond(queryset, view.ordering, backwards, position)[:stop])

        return self.page(queryset.model, request, view, rows)

    def page(self, model: Any, request: Request, view: Any, rows_beyond: RowsBeyond) -> list[Any]:
        """A page of rows of a model, as they are given by `rows_beyond`."""
        self.request = request
        ordering = tuple(view.ordering)
        self.names = [name.removeprefix("-") for name in ordering]
        meta = model._meta
        self.fields = [meta.pk if name == "pk" else meta.get_field(name) for name in self.names]
        self.signer = Signer(salt=f"portal.api.cursor:{meta.label}:{ordering}", sep=".")
        size = page_size(request)
        backwards, position = self.decode(request.query_params.get("cursor"))
        rows = rows_beyond(backwards, position, size + 1)
        is_more = len(rows) > size
        page = rows[:size]
        if backwards:
            page.reverse()
        self.link(page, is_more=is_more, backwards=backwards, position=position)
        return page

    def link(
        self, page: Sequence[Any], *, is_more: bool, backwards: bool, position: Position
    ) -> None:
        """Note where the neighbors begin; those of an emptied page are the first or the last page."""
        self.next_link = self.previous_link = None
        beyond = position is not None
        if is_more if backwards else beyond:
            self.previous_link = self.address(page[0] if page else None, backwards=True)
        if beyond if backwards else is_more:
            self.next_link = self.address(page[-1] if page else None, backwards=False)

    def address(self, edge: Any, *, backwards: bool) -> str:
        """The absolute address of the page beyond a row, or of the first or last page."""
        params = {
            name: values for name, values in self.request.query_params.lists() if name != "cursor"
        }
        if backwards or edge is not None:
            params["cursor"] = [self.encode(edge, backwards=backwards)]
        query = urlencode(sorted(params.items()), doseq=True)
        return f"{settings.SITE_URL}{self.request.path}{f'?{query}' if query else ''}"

    def encode(self, edge: Any, *, backwards: bool) -> str:
        values = [] if edge is None else [self.text_of(edge, i) for i in range(len(self.names))]
        token = json.dumps([int(backwards), *values], separators=(",", ":"))
        return self.signer.sign(urlsafe_b64encode(token.encode()).decode().rstrip("="))

    def text_of(self, row: Any, index: int) -> str:
        name = self.names[index]
        if isinstance(row, Mapping):
            value = row[name] if name in row else row[self.fields[index].attname]
        else:
            value = getattr(row, name)
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    def decode(self, cursor: str | None) -> tuple[bool, Position]:
        """Whether to go backwards, and from where; an unusable cursor raises `ValidationError`."""
        if cursor is None:
            return False, None
        try:
            token = self.signer.unsign(cursor)
            backwards, *texts = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            pairs = zip(self.fields, texts, strict=False)
            values = [field.to_python(text) for field, text in pairs]
        except (BadSignature, ValueError, FieldError) as error:
            raise ValidationError({"cursor": FOREIGN}) from error
        return bool(backwards), values or None

    def envelope(self, rows: Sequence[Any]) -> dict[str, Any]:
        return {"next": self.next_link, "previous": self.previous_link, "results": rows}

    def get_paginated_response(self, data: Any) -> Response:
        return Response(self.envelope(data))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The following page; null on the last."},
                "previous": {**link, "description": "The preceding page; null on the first."},
                "results": {**schema, "description": "The rows of this page."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Where the page begins. Take it from `next` or `previous` as it is.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "required": False,
                "description": "How many rows a page has.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_PAGE,
                    "default": PAGE_SIZE,
                },
            },
        ]


def page_size(request: Request) -> int:
    """1 to 100; anything else raises `ValidationError` rather than being bent to fit."""
    given = request.query_params.get("page_size")
    if given is None:
        return PAGE_SIZE
    if given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= LARGEST_PAGE:
        return int(given)
    raise ValidationError({"page_size": f"Enter a whole number from 1 to {LARGEST_PAGE}."})
