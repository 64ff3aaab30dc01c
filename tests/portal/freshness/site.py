"""A little site of public pages, and workers that serve it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.test import RequestFactory
from django.urls import path
from django.utils.cache import patch_vary_headers

from portal.freshness import depends_on, public_page, topics
from portal.freshness.topics import Worker
from portal.freshness.wsgi import PublicPages

TEXT = "<p>A page that is long enough to be worth its compression.</p>" * 20


@dataclass
class Content:
    """What the pages show, and how often a page was made."""

    title: str = "First"
    made: int = 0


content = Content()


def article(request: HttpRequest) -> HttpResponse:
    content.made += 1
    depends_on("article:1")
    return HttpResponse(f"<h1>{content.title}</h1>{TEXT}")


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(TEXT)
    response.set_cookie("seen", "1")
    return response


def with_session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.session.get("name", TEXT))


def by_language(request: HttpRequest) -> HttpResponse:
    content.made += 1
    response = HttpResponse(TEXT)
    patch_vary_headers(response, ("Accept-Language",))
    return response


def stream(request: HttpRequest) -> StreamingHttpResponse:
    content.made += 1
    return StreamingHttpResponse(iter([TEXT.encode()]))


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def gone(request: HttpRequest) -> HttpResponse:
    content.made += 1
    return HttpResponse(TEXT, status=410)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("Not here.", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("Not like this.", status=400)


handler404, handler400 = not_found, bad_request

urlpatterns = [
    path("article/", public_page(article, topics=("articles",), params=("page",))),
    path("cookie/", public_page(with_cookie)),
    path("session/", public_page(with_session)),
    path("language/", public_page(by_language)),
    path("stream/", public_page(stream)),
    path("missing/", public_page(missing)),
    path("gone/", public_page(gone)),
    path("moved/", public_page(lambda request: HttpResponsePermanentRedirect("/article/"))),
    path("elsewhere/", public_page(lambda request: HttpResponseRedirect("/article/"))),
    path("private/", article),
    path("boast/", lambda request: HttpResponse(TEXT, headers={"Cache-Control": "public"})),
]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class SimulatedWorker:
    """What one process of several would be: its own knowledge, its own memory."""

    limit: int = 1_000_000
    application: Callable[..., Iterable[bytes]] = field(default_factory=WSGIHandler)

    def __post_init__(self) -> None:
        self.knows = Worker()
        self.pages = PublicPages(self.application, self.limit)

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Inside the block this is the process that runs."""
        other, topics.worker = topics.worker, self.knows
        try:
            yield
        finally:
            topics.worker = other

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Ask as a server would; header names with underscores for dashes."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        environ = RequestFactory().generic(method, address, headers=names).environ
        started: list[Any] = []
        with self.acting():
            chunks = self.pages(environ, lambda *answer: started.append(answer))
            body = b"".join(chunks)
            getattr(chunks, "close", lambda: None)()
        status, pairs = started[0][:2]
        headers = {name.lower(): value for name, value in pairs}
        return Answer(int(status.split()[0]), headers, body)

    def let_a_second_pass(self) -> None:
        self.knows.next_read = 0.0

    def __len__(self) -> int:
        return len(self.pages.pages)
