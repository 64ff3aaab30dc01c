"""The OpenAPI document: what the views say of themselves, and the problems that each may answer."""

import json
from functools import cache
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from portal.api.filters import description_of, schema_of

IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description='The ETag of the revision that you saw: `"3"`.',
)
KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A text of your own, such as a UUID: sent again with it within a day, the request is "
    "done once and answered again.",
)
CONTENT_TYPE: Final = "application/vnd.oai.openapi+json"
DESK: Final = "desk"  # the tag of what programs of staff do
HIRE: Final = "hire"  # of what those of employers do
BY_TOKEN: Final = (DESK, HIRE)
PROBLEM: Final = "application/problem+json"
WHEN: Final = {
    "400": "A parameter is unknown, repeated or not valid; `errors` names it.",
    "401": "There is no token, or it is not in force.",
    "403": "The token or its owner may not do this.",
    "404": "There is nothing at this address that you may see.",
    "409": "What stands where it stands does not allow this, or the same request is under way; "
    "nothing was changed.",
    "412": "Somebody saved another revision meanwhile; nothing was stored.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "The text is not fit to be published, and `errors` lists what to mend; or the key was "
    "used with another request.",
    "428": "If-Match is missing.",
    "429": "Too many requests; Retry-After says for how many seconds to wait.",
}


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One thing to correct."""

    field = serializers.CharField(
        help_text="The parameter or field, as a path with dots; empty for the whole request."
    )
    message = serializers.CharField(help_text="What is wrong with it, in words.")


class TextProblemSerializer(FieldProblemSerializer):
    """One thing to correct, in a text perhaps."""

    line = serializers.IntegerField(
        required=False, help_text="The line of the text, from 1; 0 for the whole of it."
    )
    level = serializers.ChoiceField(
        choices=["error", "warning"], required=False, help_text="Errors stand against publishing."
    )


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong, as RFC 9457 has it."""

    type = serializers.URLField(help_text="Names the kind of problem, and explains it there.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What to do about it.")
    errors = FieldProblemSerializer(  # type: ignore[assignment]  # a field, taken by the metaclass
        many=True, help_text="What to correct, field by field."
    )


class DeskProblemSerializer(ProblemSerializer):
    """What went wrong, and which revision is the latest where that is the matter."""

    latest = serializers.IntegerField(
        required=False, help_text="Number of the latest revision, where the one seen is older."
    )
    errors = TextProblemSerializer(many=True, help_text="What to correct, field by field.")


class ProblemSchema(AutoSchema):
    """Adds the problems to each operation, and the parameter that finds an item."""

    problem: type[serializers.Serializer[Any]] = ProblemSerializer

    def problems(self) -> tuple[str, ...]:
        """The statuses of the problems that it may answer."""
        return ("400", "404", "429") if "{" in self.path else ("400", "429")

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
        problem = self.resolve_serializer(self.problem, "response").ref
        for status in self.problems():
            operation["responses"][status] = {
                "description": WHEN[status],
                "content": {PROBLEM: {"schema": problem}},
            }
            if status == "429":
                operation["responses"][status]["headers"] = {
                    "Retry-After": {"schema": {"type": "integer", "minimum": 1}}
                }
        return operation


class DeskSchema(ProblemSchema):
    """Of what programs of staff do: each method says what it is for, and a write what it was made from."""

    problem = DeskProblemSerializer
    view: Any  # a DeskViewSet

    def problems(self) -> tuple[str, ...]:
        found = ["400", "401", "403", "429"]
        if "{" in self.path:
            found.append("404")
        if self.method != "GET":
            found += ["413", "415"]
        if self.is_conditional:
            found += ["409", "412", "428"]
        if self.is_keyed:
            found += ["409", "422"]
        if self.view.action == "publish":
            found.append("422")
        return tuple(sorted({*found}))

    @property
    def is_conditional(self) -> bool:
        """Whether it changes something that is there."""
        return self.method != "GET" and "{" in self.path

    @property
    def is_keyed(self) -> bool:
        """Whether a key makes it safe to send again."""
        return hasattr(getattr(self.view, self.view.action), "is_keyed")

    def get_tags(self) -> list[str]:
        return [self.view.area]

    def get_summary(self) -> str | None:
        summary: str = getattr(self.view, self.view.action).__doc__.strip().partition("\n")[0]
        return summary.rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]
        rest = getattr(self.view, self.view.action).__doc__.strip().partition("\n")[2]
        return " ".join(rest.split())

    def get_request_serializer(self) -> Any:
        body = self.view.steps[self.view.action].body
        return body() if body else None

    def get_response_serializers(self) -> Any:
        answer = self.view.steps[self.view.action].answer
        return {201: answer} if self.view.action == "create" else answer

    def get_override_parameters(self) -> list[Any]:
        step = self.view.steps[self.view.action]
        asked = step.asked.base_fields if step.asked else {}
        return [
            *([IF_MATCH] if self.is_conditional else ()),
            *([KEY] if self.is_keyed else ()),
            *(
                OpenApiParameter(name, schema_of(field), description=str(field.help_text))
                for name, field in asked.items()
            ),
        ]

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation and self.view.action != "list":
            for status, answer in operation["responses"].items():
                if status in ("200", "201"):
                    answer["headers"] = {"ETag": {"schema": {"type": "string"}}}
        return operation


def parameters(form: type[forms.Form]) -> list[OpenApiParameter]:
    """Those of an address that is no list’s, for `extend_schema`."""
    return [
        OpenApiParameter(name, schema_of(field), description=description_of(name, field))
        for name, field in form.base_fields.items()
    ]


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
