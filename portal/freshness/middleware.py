from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.freshness.pages import PRIVATE, PUBLIC


class PrivateUnlessPublic:
    """Whatever no public page declared itself is private and kept by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        given = response.headers.get("Cache-Control", "")
        if given != PUBLIC and "no-store" not in given:
            response.headers["Cache-Control"] = PRIVATE
        return response
