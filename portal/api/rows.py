"""Rows of the API: built by one plain function, described by a serializer's fields.

DRF's fields cost more than the rest of a list put together (25 fields × 50 rows). So `row` makes the
row, and the declared fields say what it is: the OpenAPI schema and the docs page are drawn from them,
and tests validate live answers against that schema.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
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


def plain(value: object) -> str:
    """What neither JSON nor the encoder has a word for."""
    if isinstance(value, Decimal):  # a string, so that no digit is lost; never with an exponent
        return format(value, "f")
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"A row may not hold {type(value).__name__}.")


def encode(data: Any) -> bytes:
    return orjson.dumps(data, plain, orjson.OPT_UTC_Z)


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
        return b"" if data is None else encode(data)
