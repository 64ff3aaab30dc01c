"""Forms of public pages: they act without cookie, session or token.

Whoever sends one has no rights that another site could borrow. That it comes from a page of ours is told
by the headers that every browser adds and no script can forge (OWASP, “Cross-Site Request Forgery
Prevention”): each of them that is there must say so, and one must be there.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from math import ceil
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal.freshness.pages import PRIVATE
from portal.limits import Tally, client_of

LARGEST: Final = 16 * 1024  # bytes of a form, unless it says otherwise
FORM: Final = "application/x-www-form-urlencoded"
SAME: Final = "same-origin"


class SeeOther(HttpResponseRedirect):
    """To be read by GET, whatever was sent."""

    status_code = 303


def public_form(
    view: Callable[..., HttpResponseBase],
    *,
    name: str,
    limit: int,
    seconds: int,
    largest: int = LARGEST,
) -> Callable[..., HttpResponseBase]:
    """Declare that a view takes a public form, from each client at most `limit` times in so many seconds.

    Only by POST; what comes from elsewhere, too large or too often is refused before the view. Nobody
    keeps an answer.
    """

    @wraps(view)
    def take(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A browser's broken token cookie is mended by a page that needs one, never by this one.
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        tally = Tally(f"{name}:{client_of(request)}", seconds=seconds)
        refusal = _refusal(request, tally, limit, largest)
        response = refusal or view(request, *args, **kwargs)
        response.headers["Cache-Control"] = PRIVATE
        return response

    take.csrf_exempt = True  # type: ignore[attr-defined]  # the headers are looked at instead
    take.public_form = True  # type: ignore[attr-defined]  # read by the contract tests
    return take


def _refusal(request: HttpRequest, tally: Tally, limit: int, largest: int) -> HttpResponse | None:
    """What is answered instead of the view; None where nothing stands against it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not is_from_here(request):
        return _said(request, 403, "This form has to be sent from a page of this site.")
    if request.content_type != FORM:
        return _said(request, 415, "This form arrived in a way that the site can’t read.")
    if len(request.body) > largest:
        return _said(request, 413, "This is more than can be sent at once.")
    if tally.count() > limit:
        wait = ceil(tally.seconds_left)
        words = "This was sent too often from your network."
        response = _said(request, 429, f"{words} Try again in {_minutes(wait)}.")
        response.headers["Retry-After"] = str(wait)
        return response
    return None


def _said(request: HttpRequest, status: int, problem: str) -> HttpResponse:
    context = {
        "status": status,
        "heading": "This was not taken",
        "problem": f"{problem} Nothing was changed.",
    }
    return render(request, "400.html", context, status=status)


def _minutes(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent this, as far as the browser tells."""
    told = list(_signs(request))
    return bool(told) and all(told)


def _signs(request: HttpRequest) -> Iterator[bool]:
    """Of each header that says where a request comes from, whether that is here."""
    headers = request.headers
    if site := headers.get("Sec-Fetch-Site"):
        yield site == SAME
    if origin := headers.get("Origin"):
        yield origin in _origins(request)
    elif referer := headers.get("Referer"):
        yield _origin_of(referer) in _origins(request)


def _origins(request: HttpRequest) -> set[str]:
    """Where pages of ours are read: the site's address, the host that was asked, what operators trust."""
    here = f"{request.scheme}://{request.get_host()}"
    return {_origin_of(settings.SITE_URL), here, *settings.CSRF_TRUSTED_ORIGINS}


def _origin_of(address: str) -> str:
    """Scheme and host of an address; empty for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
