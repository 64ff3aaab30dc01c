"""A thin layer in front of Django that answers for public pages which it has seen before."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.http import HttpResponse
from django_http_compression.middleware import best_coding

from portal.freshness.memory import Memory
from portal.freshness.pages import ENVIRON_KEY
from portal.freshness.topics import refresh

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]

OVERHEAD: Final = 2048  # bytes that an entry takes besides its body, roughly
OF_BODY: Final = frozenset(("content-length", "content-type", "content-encoding"))


class StoredPage(NamedTuple):
    status: str
    headers: Headers
    body: bytes
    etag: str
    headers_304: Headers


class PublicPages:
    """A WSGI application around Django's.

    A page is found again under its scheme, host, path, query and content coding: a host that Django
    refuses never gets in. It is answered with the very status, headers and bytes that Django gave.
    """

    def __init__(self, application: Any, limit: int) -> None:
        self.application = application
        self.pages: Memory[tuple[Any, ...], StoredPage] = Memory(
            limit, size_of=lambda page: len(page.body) + OVERHEAD
        )

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        refresh()
        method = environ["REQUEST_METHOD"]
        if (
            method not in ("GET", "HEAD")
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_RANGE" in environ
            or not self.pages.limit
        ):
            answer: Iterable[bytes] = self.application(environ, start_response)
            return answer
        key = (
            environ.get("HTTP_HOST"),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING"),
            best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")),
            environ["wsgi.url_scheme"],
            environ.get("HTTP_X_FORWARDED_PROTO"),
            environ.get("SCRIPT_NAME"),
        )
        page = self.pages.get(key)
        if page is None:
            return self._ask(environ, start_response, key)
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted and _matches(wanted, page.etag):
            start_response("304 Not Modified", page.headers_304)
            return ()
        start_response(page.status, page.headers)
        return (page.body,) if method == "GET" else ()

    def _ask(self, environ: Environ, start_response: Any, key: tuple[Any, ...]) -> Iterable[bytes]:
        """Let Django answer, and keep the answer if it is a whole public page."""
        given: list[Any] = []

        def keep_and_start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            given[:] = status, headers
            return start_response(status, headers, exc_info)

        response = self.application(environ, keep_and_start)
        dependencies = environ.get(ENVIRON_KEY)
        if dependencies is not None and given and given[0].startswith("200"):
            self._keep(key, response, *given, dependencies)
        answer: Iterable[bytes] = response
        return answer

    def _keep(
        self, key: tuple[Any, ...], response: Any, status: str, headers: Headers, dependencies: Any
    ) -> None:
        names = {name.lower(): value for name, value in headers}
        if not isinstance(response, HttpResponse) or "set-cookie" in names or "etag" not in names:
            return
        if "cookie" in names.get("vary", "").lower():
            return
        kept = [(name, value) for name, value in headers if name.lower() not in OF_BODY]
        page = StoredPage(status, list(headers), response.content, names["etag"], kept)
        self.pages.put(key, page, dependencies)


def _matches(wanted: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 has it for If-None-Match."""
    bare = etag.removeprefix("W/")
    if wanted == etag or wanted.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == bare for part in wanted.split(","))
