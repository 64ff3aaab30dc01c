from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.freshness.pages import LASTING, PRIVATE, PUBLIC


class PrivateUnlessPublic:
    """Whatever no public page declared itself is private and kept by nobody.

    Nor is a public page to which something outside of its view has added a cookie, as the session
    does to take back a broken one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        given = response.headers.get("Cache-Control", "")
        if "no-store" not in given and (given not in (PUBLIC, LASTING) or response.cookies):
            response.headers["Cache-Control"] = PRIVATE
        return response
