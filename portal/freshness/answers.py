"""A status and headers that are sent again and again."""

from typing import Any

type Headers = list[tuple[str, str]]


class Answer:
    """Starts a WSGI response.

    gunicorn looks at every header with regular expressions and writes each by itself, which for a page
    from memory is a tenth of all the work. From the second time on it is given what it made of them the
    first time, written out as one; other servers get them anew. An access log that names a header of
    the answer doesn't find it in that one.
    """

    __slots__ = ("_checked", "_length", "headers", "status")

    def __init__(self, status: str, headers: Headers) -> None:
        self.status = status
        self.headers = headers
        # Framing is gunicorn's own affair, each time.
        self._length = [pair for pair in headers if pair[0].lower() == "content-length"]
        self._checked: Headers | None = None

    def start(self, start_response: Any) -> None:
        server: Any = getattr(start_response, "__self__", self)
        if type(server).__module__ != "gunicorn.http.wsgi":
            start_response(self.status, self.headers.copy())
        elif self._checked is None:
            start_response(self.status, self.headers.copy())
            self._checked = _as_one(
                [pair for pair in server.headers if pair[0].lower() != "content-length"]
            )
        else:
            start_response(self.status, self._length)
            server.headers += self._checked


def _as_one(headers: Headers) -> Headers:
    """One header whose value goes on with the lines of all others; only for those that were checked."""
    if not headers:
        return []
    (name, value), *others = headers
    return [(name, "\r\n".join([value, *(f"{name}: {value}" for name, value in others)]))]
