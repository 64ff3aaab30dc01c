"""What went wrong, as RFC 9457 has it: a problem with its type, and the fields that it concerns."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, Final, NotRequired, TypedDict

from django.conf import settings
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from portal.publishing.errors import WrongState

CONTENT_TYPE: Final = "application/problem+json"
DOCS: Final = "/api/v1/docs/"


class FieldProblem(TypedDict):
    """`field` is a path with dots, empty where the whole request is meant.

    Of a text that is not fit to be published, `line` counts from 1 and `level` is error or warning.
    """

    field: str
    message: str
    line: NotRequired[int]
    level: NotRequired[str]


class Problem(TypedDict):
    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]
    latest: NotRequired[int]


# Status → the anchor on the docs page, the title, and what to do about it.
KINDS: Final[Mapping[int, tuple[str, str, str]]] = {
    400: ("invalid", "The request is not valid", "Correct what `errors` names and send it again."),
    401: ("unauthenticated", "Sign in first", "Send a token that is in force."),
    403: ("forbidden", "Not allowed", "These credentials do not cover what was asked for."),
    404: ("not-found", "Nothing here", "There is nothing public at this address."),
    405: ("method", "Method not allowed", "The Allow header names the methods that work here."),
    406: ("not-acceptable", "Not available in that form", "Ask for application/json."),
    409: ("conflict", "Not in this state", "Fetch the current state, then decide again."),
    412: (
        "stale",
        "Saved meanwhile",
        "Fetch revision `latest`, take over what you need, try again.",
    ),
    413: ("too-large", "The request is too large", "Send less at once."),
    415: ("media-type", "Unsupported media type", "Send application/json, encoded as UTF-8."),
    422: ("unfit", "Not fit to be published", "Mend what `errors` lists, then try again."),
    428: ("unseen", "Say which revision you saw", "Send the ETag that you were given as If-Match."),
    429: ("throttled", "Too many requests", "Wait for the seconds that Retry-After names."),
    500: ("server", "Something broke on our side", "Try again later; we have been told."),
    503: ("unavailable", "Closed for maintenance", "Try again in a few minutes."),
}


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = KINDS[413][2]


class WrongStep(exceptions.APIException):
    """What stands where it stands does not allow the step."""

    status_code = 409


class Unseen(exceptions.APIException):
    """The client does not say which revision it saw."""

    status_code = 428
    default_detail = KINDS[428][2]


class Stale(exceptions.APIException):
    """`latest` is the number of the revision that somebody else saved."""

    status_code = 412

    def __init__(self, latest: int) -> None:
        super().__init__(f"Revision {latest} is the latest; nothing was stored over it.")
        self.latest = latest


class Unfit(exceptions.APIException):
    """A text has errors that readers would stumble over; `errors` names their lines."""

    status_code = 422
    default_detail = KINDS[422][2]

    def __init__(self, errors: Sequence[FieldProblem], detail: str | None = None) -> None:
        super().__init__(detail)
        self.errors = errors


DJANGO: Final[tuple[tuple[type[Exception], Callable[[], exceptions.APIException]], ...]] = (
    (Http404, exceptions.NotFound),
    (PermissionDenied, exceptions.PermissionDenied),
    (RequestDataTooBig, TooLarge),
    (BadRequest, partial(exceptions.ParseError, "The request cannot be read.")),
    (SuspiciousOperation, partial(exceptions.ParseError, "The request cannot be read.")),
)


def problem(
    status: int, detail: str = "", errors: Sequence[FieldProblem] = (), latest: int | None = None
) -> Problem:
    known = KINDS.get(status)
    anchor, title, advice = known or ("", HTTPStatus(status).phrase, "")
    found = Problem(
        type=f"{settings.SITE_URL}{DOCS}#problem-{anchor}" if known else "about:blank",
        title=title,
        status=status,
        detail=detail or advice,
        errors=list(errors),
    )
    return found if latest is None else {**found, "latest": latest}


def as_problem(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. What it does not know stays a 500, drawn by `server_error`."""
    error = translated(exc)
    if error is None:
        return None
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(max(1, math.ceil(getattr(error, "wait", None) or 1)))
    latest = error.latest if isinstance(error, Stale) else None
    if latest is not None:
        headers["ETag"] = etag(latest)
    return Response(
        problem(error.status_code, *detail_of(error, headers), latest),
        status=error.status_code,
        headers=headers,
        content_type=CONTENT_TYPE,
    )


def etag(revision: int) -> str:
    return f'"{revision}"'


def translated(exc: Exception) -> exceptions.APIException | None:
    """Django's own exceptions in DRF's terms; what Django refuses says nothing of the inside."""
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, ModelError):
        return exceptions.ValidationError(messages_of(exc))
    if isinstance(exc, WrongState):
        return WrongStep(str(exc))
    return next((make() for kind, make in DJANGO if isinstance(exc, kind)), None)


def messages_of(error: ModelError) -> Any:
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def detail_of(
    error: exceptions.APIException, headers: Mapping[str, str]
) -> tuple[str, list[FieldProblem]]:
    """The sentence, and the messages by field."""
    if isinstance(error, exceptions.Throttled):
        return f"Too many requests. Try again in {headers['Retry-After']} s.", []
    if isinstance(error, exceptions.NotFound | exceptions.NotAcceptable):
        return "", []
    if isinstance(error, Unfit):
        return str(error.detail), [*error.errors]
    if isinstance(error, exceptions.ValidationError):
        errors = list(flattened(error.detail))
        names = dict.fromkeys(entry["field"] for entry in errors if entry["field"])
        return f"Check {', '.join(names)}." if names else "", errors
    return str(error.detail), []


def flattened(detail: Any, path: str = "") -> Iterator[FieldProblem]:
    """Messages of a nested structure, each with its path: "places.1.country"."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            whole = name in ("non_field_errors", NON_FIELD_ERRORS)
            yield from flattened(inner, path if whole else joined(path, name))
    elif isinstance(detail, list | tuple):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list | tuple)
            yield from flattened(inner, joined(path, index) if nested else path)
    else:
        yield FieldProblem(field=path, message=str(detail))


def joined(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def answer(status: int, detail: str = "", errors: Sequence[FieldProblem] = ()) -> JsonResponse:
    """A problem from outside of a DRF view."""
    return JsonResponse(
        problem(status, detail, errors),
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For addresses under /api/ that no pattern matches."""
    return answer(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """For what nobody expected under /api/; the trace goes to the log, not to the client."""
    return answer(500)
