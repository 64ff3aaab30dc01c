"""What is refused at the door: text that no database stores, and requests out of all proportion."""

import codecs
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from rest_framework.parsers import BaseParser

from portal.api.problems import FieldProblem, TooLarge, answer
from portal.api.strict_json import NUL, read, wrong

logger = logging.getLogger(__name__)

API: Final = "/api/"
LONGEST_QUERY: Final = 4096
MOST_PARAMETERS: Final = 50
DESK: Final = "admin"
SELECTED: Final = "_selected_action"
LONGEST_KEY: Final = 18  # digits; all such numbers fit into 64 bits
SEARCHES: Final = ("q", "term")
MOST_WORDS: Final = 16  # each is looked for in every searched column: PostgreSQL plans 900 in 12 s
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")

LARGEST_BODY: Final = 1_000_000  # bytes of JSON
NOT_UTF_8: Final = "This is not valid UTF-8."


class Refused(Exception):
    """The request goes no further; `errors` name the part that has to change."""

    def __init__(self, message: str, *, field: str = "", status: int = 400) -> None:
        super().__init__(message)
        self.status = status
        self.errors = [FieldProblem(field=field, message=message)]

    def response(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(API):
            return answer(self.status, errors=self.errors)
        [error] = self.errors
        words = ": ".join(part for part in (error["field"], error["message"]) if part)
        return render(request, "400.html", {"problem": words}, status=self.status)


class ReadableRequest(WSGIRequest):
    """Django's constructor fails on some Content-Types ("charset=hex"), too early for any middleware.

    Here it goes on, and `RefuseHostileInput` refuses the charset. portal/wsgi.py makes requests of this class.
    """

    def _set_content_type_params(self, meta: Any) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # not in the stubs
        except (BadRequest, LookupError, ValueError):
            self.content_type, self.content_params = "", {"charset": "unreadable"}
            self._encoding = None


class RefuseHostileInput:
    """Answers 400 (413 for what is too large), with a page or a problem, before any view is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            check_path(request.path_info)
            check_query(request.META.get("QUERY_STRING", ""))
            check_charset(request)
            if "HTTP_COOKIE" in request.META:
                check_cookies(request.COOKIES)
            if request.method == "POST" and request.content_type in FORMS:
                check_form(request)
        except Refused as refused:
            return refused.response(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_name != DESK:
            return None
        try:
            check_desk(request, match.url_name or "", view, (*args, *kwargs.values()))
        except Refused as refused:
            return refused.response(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """SQLite takes whole numbers of 64 bits; Django checks that for one key, not for several.

        It may be a mistake of ours as well, so it is logged.
        """
        if isinstance(exception, OverflowError):
            logger.warning("A number was too large at %r.", request.path, exc_info=exception)
            return Refused("A number in this request is too large.").response(request)
        return None


def check_desk(request: HttpRequest, url_name: str, view: object, keys: tuple[Any, ...]) -> None:
    """What Django's admin and simple-history hand to the database unseen."""
    if url_name.endswith("_history") and not all(is_key(str(key)) for key in keys):
        raise Http404
    for name, values in request.GET.lists():
        if "__year" in name and not all(is_year(value) for value in values):
            raise Refused("Enter a year.", field=name)
        if name.endswith(("__regex", "__iregex")):
            raise Refused("Lists have no such filter.", field=name)
        if name in SEARCHES and any(len(value.split()) > MOST_WORDS for value in values):
            raise Refused(f"Search for {MOST_WORDS} words at most.", field=name)
        if url_name.endswith("_add") and not name.startswith("_"):
            raise Refused("This form takes nothing from its address.", field=name)
    if request.method == "POST":
        chosen = {SELECTED, *autocompleted(getattr(view, "model_admin", None))}
        for name, values in request.POST.lists():
            given = values if name == SELECTED else [*filter(None, values)]
            if name.rpartition("-")[2] in chosen and not all(map(is_key, given)):
                raise Refused("Choose from the list.", field=name)


def autocompleted(model_admin: Any) -> Iterator[str]:
    """Fields whose widget asks the database for whatever was sent, to draw it again."""
    if model_admin is not None:
        for admin in (model_admin, *model_admin.inlines):
            yield from admin.autocomplete_fields


def is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY


def is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0


def check_path(path: str) -> None:
    """`path` as Django decoded it; bytes that are not UTF-8 it leaves as "%FF"."""
    if "\0" in path:
        raise Refused(NUL, field="path")
    if "%" in path:
        require_utf_8(unquote_to_bytes(path), "path")


def check_query(query: str) -> None:
    if not query:
        return
    if len(query) > LONGEST_QUERY:
        raise Refused(f"The query is longer than {LONGEST_QUERY:,} characters.", field="query")
    if query.count("&") >= MOST_PARAMETERS:
        raise Refused(f"The query has more than {MOST_PARAMETERS} parameters.", field="query")
    check_pairs(query.encode("latin-1"))


def check_pairs(encoded: bytes) -> None:
    """Refuse NUL and invalid UTF-8 (so lone surrogates too) in names and values, naming the pair."""
    if b"%" not in encoded and encoded.isascii() and b"\0" not in encoded:
        return
    for pair in encoded.split(b"&"):
        name, _, value = pair.partition(b"=")
        field = unquote_to_bytes(name).decode(errors="replace").replace("\0", "�")
        for part in (name, value):
            text = require_utf_8(unquote_to_bytes(part), field)
            if "\0" in text:
                raise Refused(NUL, field=field)


def require_utf_8(encoded: bytes, field: str) -> str:
    try:
        return encoded.decode()
    except UnicodeDecodeError as error:
        raise Refused(NOT_UTF_8, field=field) from error


def check_charset(request: HttpRequest) -> None:
    """Django would decode the query and the body by the charset named, "unicode_escape" included."""
    charset = (request.content_params or {}).get("charset")
    if charset is not None and not is_utf_8(charset):
        raise Refused("Send text as UTF-8.", field="Content-Type")


def is_utf_8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def check_cookies(cookies: Mapping[str, str]) -> None:
    """A quoted cookie may spell NUL as `\\000`, and the session's would reach the database."""
    if any("\0" in value for value in cookies.values()):
        raise Refused(NUL, field="Cookie")


def check_form(request: HttpRequest) -> None:
    """Read a form's body here, so that one too large or broken is told so by a page of ours."""
    if request.path.startswith(API):
        return  # takes JSON only, and says so
    try:
        fields, files = request.POST, request.FILES
    except RequestDataTooBig as error:
        raise Refused("This is more than can be sent at once.", status=413) from error
    except SuspiciousOperation as error:
        raise Refused("The form has too many fields or files.") from error
    except (BadRequest, MultiPartParserError, UnreadablePostError) as error:
        raise Refused("The form arrived broken. Send it again.") from error
    if request.content_type == FORMS[0]:
        check_pairs(request.body)
        return
    for name, values in fields.lists():
        check_text(name, (name, *values))
    for name, uploads in files.lists():
        check_text(name, (name, *(upload.name or "" for upload in uploads)))


def check_text(field: str, texts: tuple[str, ...]) -> None:
    """For parts that Django decoded already; what it could not read is a replacement character."""
    for text in texts:
        if "\0" in text:
            raise Refused(NUL, field=field.replace("\0", "�"))
        if "�" in text:
            raise Refused("This holds characters that cannot be read.", field=field)


class StrictJSONParser(BaseParser):
    """JSON that every database can store; anything else is a 400 that names the path to it."""

    media_type = "application/json"
    largest = LARGEST_BODY

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read(self.largest + 1)
        if len(body) > self.largest:
            raise TooLarge(f"The body is larger than {self.largest:,} bytes.")
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise wrong("", "The body is not valid UTF-8.") from error
        return read(text)
