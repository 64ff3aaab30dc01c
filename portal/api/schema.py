"""The OpenAPI document: what the views say of themselves, and the problems that each may answer."""

import json
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

CONTENT_TYPE: Final = "application/vnd.oai.openapi+json"
PROBLEM: Final = "application/problem+json"
WHEN: Final = {
    "400": "A parameter is unknown, repeated or not valid; `errors` names it.",
    "404": "There is nothing public at this address.",
    "429": "Too many requests; Retry-After says for how many seconds to wait.",
}


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One thing to correct."""

    field = serializers.CharField(
        help_text="The parameter or field, as a path with dots; empty for the whole request."
    )
    message = serializers.CharField(help_text="What is wrong with it, in words.")


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong, as RFC 9457 has it."""

    type = serializers.URLField(help_text="Names the kind of problem, and explains it there.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What to do about it.")
    errors = FieldProblemSerializer(  # type: ignore[assignment]  # a field, taken by the metaclass
        many=True, help_text="What to correct, field by field."
    )


class ProblemSchema(AutoSchema):
    """Adds the problems to each operation, and the parameter that finds an item."""

    def get_summary(self) -> str | None:
        view: Any = self.view
        match getattr(view, "action", None):
            case "list":
                return f"List {view.basename}"
            case "retrieve":
                return f"One of the {view.basename}"
        return super().get_summary()

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular asks without arguments
        """What the view says of itself; its methods' docstrings are for those who maintain them."""
        return " ".join((type(self.view).__doc__ or "").split())

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation: Any = super().get_operation(*args, **kwargs)
        if operation is None:  # left out on purpose
            return None
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        found = ("400", "404", "429") if "{" in self.path else ("400", "429")
        for status in found:
            operation["responses"][status] = {
                "description": WHEN[status],
                "content": {PROBLEM: {"schema": problem}},
            }
            if status == "429":
                operation["responses"][status]["headers"] = {
                    "Retry-After": {"schema": {"type": "integer", "minimum": 1}}
                }
        return operation


@cache
def document() -> dict[str, Any]:
    """The whole schema; it changes only when the code does."""
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator(api_version="1").get_schema(request=None, public=True)
    schema["servers"] = [{"url": settings.SITE_URL}]
    whole: dict[str, Any] = any_of(schema)
    return whole


def any_of(part: Any) -> Any:
    """Alternatives that overlap (an empty text is a URI to a lenient validator) may both hold."""
    if isinstance(part, dict):
        return {"anyOf" if name == "oneOf" else name: any_of(inner) for name, inner in part.items()}
    return [any_of(inner) for inner in part] if isinstance(part, list) else part


@cache
def encoded() -> bytes:
    return json.dumps(document(), ensure_ascii=False, default=str).encode()


def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(encoded(), content_type=CONTENT_TYPE)
