"""Public pages: the same for everyone, without a cookie, good for any cache."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from portal.freshness.dependencies import Dependencies, collect

logger = logging.getLogger(__name__)

# A shared cache may keep a page for a second; a browser asks again, mostly for a 304.
PUBLIC: Final = "public, max-age=0, s-maxage=1"
# What a dated address answers is the same for ever; shared caches ask on, as it may be taken away.
LASTING: Final = "public, max-age=31536000, s-maxage=1, immutable"
PRIVATE: Final = "private, no-store"
READING: Final = ("GET", "HEAD")
# Where the WSGI layer finds the dependencies of a page that may be kept.
ENVIRON_KEY: Final = "portal.page"


class NotTheSameForEveryone(Exception):
    """A public page looked at the session or set a cookie."""


@dataclass(frozen=True)
class PublicPage:
    """What a view declares: topics that it always depends on, and the parameters that it knows.

    `lasting` is for what never changes under its address.
    """

    topics: tuple[str, ...]
    params: frozenset[str]
    lasting: bool = False


def public_page(
    view: Callable[..., HttpResponseBase],
    *,
    topics: Iterable[str] = (),
    params: Iterable[str] = (),
    lasting: bool = False,
) -> Callable[..., HttpResponseBase]:
    """Declare a view public. This is the allowlist: every other answer is private and kept nowhere.

    A public page is read, never written to: another method is refused before the view.
    """
    declared = PublicPage(tuple(topics), frozenset(params), lasting)

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in READING:
            # DRF refuses in its own words, and knows OPTIONS.
            is_api = hasattr(view, "cls")
            return view(request, *args, **kwargs) if is_api else HttpResponseNotAllowed(READING)
        # A browser's broken token cookie is mended by a page that needs one, never by this one.
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        with collect() as dependencies:
            dependencies.add(declared.topics)
            response = view(request, *args, **kwargs)
            if not getattr(response, "is_rendered", True):
                response.render()  # type: ignore[attr-defined]  # a TemplateResponse or DRF's
        return _finish(request, response, dependencies, declared)

    page.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is written
    page.public_page = declared  # type: ignore[attr-defined]  # read by the contract tests
    return page


def _finish(
    request: HttpRequest,
    response: HttpResponseBase,
    dependencies: Dependencies,
    declared: PublicPage,
) -> HttpResponseBase:
    is_personal = _is_personal(request, response) or "HTTP_AUTHORIZATION" in request.META
    if is_personal or response.status_code not in (200, 301, 304, 308):
        response.headers["Cache-Control"] = PRIVATE
        return response
    is_whole = response.status_code == 200
    response.headers["Cache-Control"] = LASTING if declared.lasting and is_whole else PUBLIC
    patch_vary_headers(response, ("Accept-Encoding",))
    if not is_whole or not isinstance(response, HttpResponse):
        return response
    digest = hashlib.blake2b(response.content, digest_size=12)
    etag = f'"{digest.hexdigest()}"'
    response.headers["ETag"] = etag
    if request.method == "GET" and request.GET.keys() <= declared.params:
        request.environ[ENVIRON_KEY] = dependencies  # type: ignore[attr-defined]  # a WSGIRequest
    return get_conditional_response(request, etag=etag, response=response) or response


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer may differ between readers; such a page is a mistake, never kept."""
    session = getattr(request, "session", None)
    signs = {
        "sets a cookie": bool(response.cookies),
        "varies by cookie": "cookie" in response.headers.get("Vary", "").lower(),
        "used the session": session is not None and session.accessed,
        "made a CSRF token": "CSRF_COOKIE_NEEDS_UPDATE" in request.META,
    }
    found = [sign for sign, is_there in signs.items() if is_there]
    if not found:
        return False
    if settings.STRICT_PUBLIC_PAGES:
        raise NotTheSameForEveryone(f"The public page {request.path} {', '.join(found)}.")
    logger.error("The public page %s %s; it was not kept.", request.path, ", ".join(found))
    return True
