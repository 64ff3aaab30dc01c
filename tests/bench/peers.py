"""What our pages are measured beside; both answer with bytes that lie in a folder (BENCH_BYTES).

`limit` is a bare WSGI callable: no Python server does more here. `floor` is the smallest Django view.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGES: dict[str, tuple[bytes, str]] = {
    file.stem: (file.read_bytes(), file.with_suffix(".type").read_text())
    for file in Path(os.environ["BENCH_BYTES"]).glob("*.body")
}


def limit(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body, kind = PAGES[environ["PATH_INFO"][1:]]
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


def page(request: HttpRequest, key: str) -> HttpResponse:
    body, kind = PAGES[key]
    return HttpResponse(body, content_type=kind, headers={"Content-Length": str(len(body))})


def floor() -> Any:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        SECRET_KEY="floor",
        INSTALLED_APPS=[],
        DATABASES={},
    )
    return get_wsgi_application()


urlpatterns = [path("<str:key>", page)]
