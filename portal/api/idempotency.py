"""Idempotency-Key: a request that is sent again is answered again and done once.

A key belongs to one token and one request, and is kept for a day. The answer is written in the same
transaction as what was done: whatever is killed in between, either both are there or neither. Only
what was done is remembered; a request that was refused may be mended and sent under the same key.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final, cast

import orjson
from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import ApiToken
from portal.api.models import KeyedRequest
from portal.api.problems import WrongStep
from portal.api.rows import encode

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
REMEMBERED: Final = ("ETag", "Location")  # headers of the answer
LEASE: Final = timedelta(minutes=2)  # no request takes longer
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")

UNREADABLE: Final = "Send 1 to 255 visible ASCII characters, such as a UUID."
UNDER_WAY: Final = "A request with this key is under way. Ask again in a moment."
OTHER: Final = "This key was used with another request. Take a new key for each request."


class OtherRequest(APIException):
    """The key was used, with something else."""

    status_code = 422
    default_detail = OTHER


type Step = Callable[..., Response]


def once(step: Step) -> Step:
    """Mark a step of a `DeskViewSet` as one that a key makes safe to send again."""

    @wraps(step)
    def take(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is None:
            return step(view, request, *args, **kwargs)
        if not _KEY.fullmatch(key):
            raise ValidationError({HEADER: UNREADABLE})
        row = _begin(request, key, _digest(request))
        if row.status is not None:
            return _again(row)
        return _do(row, lambda: step(view, request, *args, **kwargs))

    take.is_keyed = True  # type: ignore[attr-defined]  # read by the schema
    return take


def _begin(request: Request, key: str, digest: str) -> KeyedRequest:
    """The row of this key: with the answer if there is one, else ours alone to work on.

    Raises `WrongStep` while somebody else works on it, `OtherRequest` where it was another request.
    """
    token = cast("ApiToken", request.auth)
    rows = KeyedRequest.objects.filter(token=token, key=key)
    rows.lapsed().delete()
    mine = {"holder": token_hex(16), "leased_until": timezone.now() + LEASE}
    fresh = KeyedRequest(token=token, key=key, digest=digest, **mine)
    KeyedRequest.objects.bulk_create([fresh], ignore_conflicts=True)
    row = rows.first()
    if row is None:  # it ended just now, without a trace
        raise WrongStep(UNDER_WAY)
    if row.digest != digest:
        raise OtherRequest
    if row.status is not None or row.holder == mine["holder"]:
        return row
    if not rows.abandoned().filter(holder=row.holder).update(**mine):
        raise WrongStep(UNDER_WAY)
    row.holder = str(mine["holder"])
    return row


def _do(row: KeyedRequest, step: Callable[[], Response]) -> Response:
    """Take the step and keep its answer, or neither."""
    mine = KeyedRequest.objects.filter(pk=row.pk, status=None, holder=row.holder)
    try:
        with transaction.atomic():
            answer = step()
            kept = {name: answer[name] for name in REMEMBERED if name in answer}
            body = encode(answer.data).decode()
            if not mine.update(status=answer.status_code, headers=kept, body=body):
                raise WrongStep(UNDER_WAY)  # it took so long that somebody else took it up
    except BaseException:
        with suppress(Exception):
            mine.delete()
        raise
    return answer


def _again(row: KeyedRequest) -> Response:
    return Response(
        orjson.Fragment(row.body.encode()),
        status=row.status,
        headers={**row.headers, REPLAYED: "true"},
    )


def _digest(request: Request) -> str:
    """Of what was asked for, however it was spelled."""
    whole = [request.method, request.get_full_path(), request.data]
    return sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


def forget_keys() -> int:
    """Drop what is kept no longer; how many requests that were."""
    return KeyedRequest.objects.lapsed().delete()[0]
