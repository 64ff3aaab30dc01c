"""Rows of the API: built by one plain function, described by a serializer's fields.

DRF's fields cost more than the rest of a list put together (25 fields × 50 rows). So `row` makes the
row, and the declared fields say what it is: the OpenAPI schema and the docs page are drawn from them,
and tests validate live answers against that schema.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer


class RowSerializer[Item](serializers.Serializer[Item]):
    """Subclasses declare fields, for the schema, and `row`, which must give the same names."""

    @staticmethod
    def row(item: Any) -> Any:
        """A dictionary with the names of the fields, from one instance (or mapping of values)."""
        raise NotImplementedError

    def to_representation(self, instance: Item) -> Any:
        return type(self).row(instance)


def _decimal(value: Decimal) -> str:
    """A string, so that no digit is lost; never with an exponent."""
    text = str(value)
    return format(value, "f") if "E" in text else text


ZERO: Final = "+00:00"


def _instant(value: datetime) -> str:
    text = value.isoformat()
    if not text.endswith(ZERO):
        text = value.astimezone(UTC).isoformat()
    return f"{text.removesuffix(ZERO)}Z"


# What JSON has no word for. Looked up by the exact type: a list asks hundreds of times.
PLAIN: Final[Mapping[type, Callable[[Any], str]]] = {
    Decimal: _decimal,
    datetime: _instant,
    date: date.isoformat,
    time: time.isoformat,
    UUID: str,
}


def plain(value: object) -> str:
    if make := PLAIN.get(type(value)):
        return make(value)
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"A row may not hold {type(value).__name__}.")


_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain, check_circular=False
).encode


class JSONRenderer(BaseRenderer):
    """UTF-8 JSON, one line, from rows."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else _encode(data).encode()
