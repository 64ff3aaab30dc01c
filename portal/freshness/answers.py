"""A status and headers that are sent again and again."""

from typing import Any

type Headers = list[tuple[str, str]]


class Answer:
    """Starts a WSGI response.

    gunicorn looks at every header with regular expressions, which for a page from memory is a tenth of
    all the work. What it made of them the first time is given to it from then on; other servers get
    them anew.
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
            self._checked = [pair for pair in server.headers if pair[0].lower() != "content-length"]
        else:
            start_response(self.status, self._length)
            server.headers += self._checked
