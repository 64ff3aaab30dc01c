"""Pages for what went wrong; under /api/ the same as problem messages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.api import problems

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return problems.not_found(request, exception)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    if request.path.startswith(API):
        return problems.server_error(request)
    return render(request, "500.html", status=500)
