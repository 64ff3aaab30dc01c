"""Whether links within the site lead anywhere: the public page itself is asked, without a network.

Only views declared by `public_page` are asked, as they write nothing. What a page answered is remembered
until one of the topics that it depends on moves. Asking inside a transaction leaves that sound.
"""

import logging
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import connection, transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import Resolver404, ResolverMatch, resolve

from portal.freshness import Memory
from portal.panels import faults

logger = logging.getLogger(__name__)

type State = Literal["alive", "moved", "gone", "refused", "private", "unknown"]

MOST: Final = 200  # pages asked for one text
LONGEST: Final = 2_000  # characters of an address
REMEMBERED: Final = 5_000  # verdicts in each process


@dataclass(frozen=True)
class Verdict:
    """`to` is where a moved page stands now. What only people who sign in may open is private."""

    state: State
    to: str = ""


_memory: Memory[str, Verdict] = Memory(REMEMBERED)


def within_site(address: str, *, page: str = "/") -> str:
    """Path, query and fragment that a link on the page of that path leads to; empty if it leaves the site."""
    site = urlsplit(settings.SITE_URL)
    try:
        target = urlsplit(urljoin(f"{settings.SITE_URL}{page}", address))
    except ValueError:
        return ""
    if (target.scheme, target.netloc) != (site.scheme, site.netloc):
        return ""
    return target._replace(scheme="", netloc="").geturl()


def verdicts(paths: Iterable[str], *, most: int = MOST) -> dict[str, Verdict]:
    """A verdict on each of the first `most` different paths; fragments make no difference."""
    wanted = list(dict.fromkeys(path.partition("#")[0] for path in paths))[:most]
    return {path: verdict_on(path) for path in wanted}


def verdict_on(path: str) -> Verdict:
    """What a reader finds at a path of this site, its query included."""
    path = path.partition("#")[0]
    if len(path) > LONGEST:
        return Verdict("gone")
    if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return Verdict("unknown")  # files: a server in front answers for them
    return _memory.recall_or_make(path, (), lambda: _judge(path))


def _judge(path: str) -> Verdict:
    bare = path.partition("?")[0]
    match = _match(bare)
    if match is None:
        is_short = not bare.endswith("/") and _match(f"{bare}/") is not None
        return Verdict("moved", path.replace(bare, f"{bare}/", 1)) if is_short else Verdict("gone")
    if not hasattr(match.func, "public_page"):
        return Verdict("private")
    return Verdict("alive") if hasattr(match.func, "cls") else _ask(match, path)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(unquote(path))
    except Resolver404:
        return None


def _ask(match: ResolverMatch, path: str) -> Verdict:
    # A failing query must not spoil the transaction around it.
    guard: Any = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with faults.unheard(), guard:
            return _heard(_answer(match, path))
    except Http404:
        return Verdict("gone")
    except (BadRequest, SuspiciousOperation):
        return Verdict("refused")
    except Exception:
        logger.exception("The page %s could not be asked.", path)
        return Verdict("unknown")


def _answer(match: ResolverMatch, path: str) -> HttpResponseBase:
    site = urlsplit(settings.SITE_URL)
    asking = RequestFactory(SERVER_NAME=site.hostname or "localhost")
    request = asking.get(path, secure=site.scheme == "https")
    request.resolver_match = match
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer  # never closed: that would tell Django that the request around this one has ended


def _heard(answer: HttpResponseBase) -> Verdict:
    if 300 <= answer.status_code < 400:
        return Verdict("moved", answer.headers.get("Location", ""))
    if answer.status_code in (404, 410):
        return Verdict("gone")
    return Verdict("refused" if answer.status_code >= 400 else "alive")
