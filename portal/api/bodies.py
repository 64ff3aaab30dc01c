"""What is sent to be stored: an object with the fields that are known, each of its own type.

The values themselves are judged by the very forms that the desk uses.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})"
)

_AMOUNT: Final = re.compile(r"\d{1,15}(\.\d{1,6})?")

OBJECT: Final = "Send a JSON object."
TEXT: Final = "Send text."
TEXTS: Final = "Send a list of texts."
NUMBER: Final = "Send a whole number."
AMOUNT: Final = "Send an amount, as a number or as text: 150000 or “150000.00”."
YES_OR_NO: Final = "Send true or false."
DAY: Final = "Send a day as text: 2026-11-04."
INSTANT: Final = "Send an instant as text, with its zone: 2026-11-04T09:00:00Z."


def read_body(request: Request, described: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The members of the body; raises `ValidationError` that names each wrong one.

    Days come as they are sent, instants and amounts as such, and what was left out is left out.
    """
    data = request.data
    if not isinstance(data, Mapping):
        raise ValidationError({"body": OBJECT})
    return read_members(data, described().fields)


def read_members(data: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """As `read_body`, of an object that came some other way."""
    wrong: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name not in fields:
            wrong[name] = f"There is no such field. Known here: {', '.join(fields)}."
            continue
        try:
            found[name] = _read(fields[name], value)
        except ValidationError as error:
            wrong[name] = error.detail
    if wrong:
        raise ValidationError(wrong)
    return found


def _read(field: Any, value: Any) -> Any:
    if value is None and field.allow_null:
        return None
    if isinstance(field, serializers.Serializer):
        if not isinstance(value, Mapping):
            raise ValidationError(OBJECT)
        return read_members(value, field.fields)
    if message := mistyped(field, value):
        raise ValidationError(message)
    match field:
        case serializers.DateTimeField():
            return _instant(value)
        case serializers.DecimalField():
            return Decimal(str(value))
    return value


def mistyped(field: Any, value: Any) -> str:
    """What to send instead; empty if the value is of the field's type."""
    fits, message = next(
        (fits, message) for kind, fits, message in KINDS if isinstance(field, kind)
    )
    return "" if fits(value) else message


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_amount(value: Any) -> bool:
    fits = isinstance(value, str | int | float) and not isinstance(value, bool)
    return fits and bool(_AMOUNT.fullmatch(str(value)))


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


# The first that fits a field: what its value has to be, and what to send else.
KINDS: Final[tuple[tuple[type[Any], Callable[[Any], bool], str], ...]] = (
    (serializers.ListField, _are_texts, TEXTS),
    (serializers.IntegerField, _is_number, NUMBER),
    (serializers.DateField, _matches(_DAY), DAY),
    (serializers.DateTimeField, _matches(_INSTANT), INSTANT),
    (serializers.BooleanField, lambda value: isinstance(value, bool), YES_OR_NO),
    (serializers.DecimalField, _is_amount, AMOUNT),
    (serializers.Field, _is_text, TEXT),
)


def _instant(text: str) -> datetime:
    """Raises `ValidationError` for the thirtieth of February and the like."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(INSTANT) from error
