"""A thin layer in front of Django that answers for public pages which it has seen before."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.http import HttpResponse
from django_http_compression.middleware import best_coding

from portal.freshness.answers import Answer, Headers
from portal.freshness.dependencies import Dependencies
from portal.freshness.memory import Memory
from portal.freshness.pages import ENVIRON_KEY
from portal.freshness.topics import refresh

type Environ = dict[str, Any]

OVERHEAD: Final = 4096  # bytes that an entry takes besides its body, roughly
# What a 304 doesn't tell again; the noise hides the length of a body.
OF_BODY: Final = frozenset(("content-length", "content-type", "content-encoding", "x-noise"))


class StoredPage(NamedTuple):
    body: bytes
    etag: str
    whole: Answer
    unchanged: Answer


class PublicPages:
    """A WSGI application around Django's.

    A page is found again under its scheme, host, path, query and content coding, with the very status,
    headers and bytes that Django gave. A host that Django refuses never gets in. `limit` is in bytes;
    0 keeps nothing.
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
            (method not in ("GET", "HEAD") or not self.pages.limit)
            or ("HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ)
            or ("HTTP_IF_MATCH" in environ or "HTTP_IF_UNMODIFIED_SINCE" in environ)
        ):
            answer: Iterable[bytes] = self.application(environ, start_response)
            return answer
        get = environ.get
        key = (
            get("HTTP_HOST"),
            get("PATH_INFO"),
            get("QUERY_STRING"),
            best_coding(get("HTTP_ACCEPT_ENCODING", "")),
            environ["wsgi.url_scheme"],
            get("HTTP_X_FORWARDED_PROTO"),
            get("SCRIPT_NAME"),
        )
        page = self.pages.get(key)
        if page is None:
            return self._ask(environ, start_response, key)
        wanted = get("HTTP_IF_NONE_MATCH")
        if wanted and _matches(wanted, page.etag):
            page.unchanged.start(start_response)
            return ()
        page.whole.start(start_response)
        return (page.body,) if method == "GET" else ()

    def _ask(self, environ: Environ, start_response: Any, key: tuple[Any, ...]) -> Iterable[bytes]:
        """Let Django answer, and keep the answer if it is a whole public page."""
        given: list[Any] = []

        def keep_and_start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            given[:] = status, headers
            return start_response(status, headers, exc_info)

        response: Iterable[bytes] = self.application(environ, keep_and_start)
        dependencies = environ.get(ENVIRON_KEY)
        if dependencies is not None and given and isinstance(response, HttpResponse):
            status, headers = given
            self._keep(key, response, status, headers, dependencies)
        return response

    def _keep(
        self,
        key: tuple[Any, ...],
        response: HttpResponse,
        status: str,
        headers: Headers,
        dependencies: Dependencies,
    ) -> None:
        names = {name.lower(): value for name, value in headers}
        varies = {name.strip().lower() for name in names.get("vary", "").split(",")}
        if not status.startswith("200 ") or "set-cookie" in names or varies != {"accept-encoding"}:
            return
        lasting = [(name, value) for name, value in headers if name.lower() not in OF_BODY]
        page = StoredPage(
            body=response.content,
            etag=names["etag"],
            whole=Answer(status, headers.copy()),
            unchanged=Answer("304 Not Modified", lasting),
        )
        self.pages.put(key, page, dependencies)


def _matches(wanted: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 has it for If-None-Match."""
    if wanted == etag or wanted.strip() == "*":
        return True
    bare = etag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == bare for part in wanted.split(","))
