"""Sends a request, notes what it did to the database, and undoes it."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client

WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Sent:
    answer: Any
    raised: BaseException | None
    writes: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.answer.status_code)

    @cached_property
    def text(self) -> str:
        """The body, which can be read once where it is streamed."""
        return str(self.answer.getvalue().decode(errors="replace"))


def send(
    client: Client, method: str, address: str, *, query: str = "", keep: bool = False, **given: Any
) -> Sent:
    """`client` doesn't raise; `given` goes to its method, headers of WSGI included. `keep` undoes nothing."""
    writes: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITING):
            writes.append(sql)
        return execute(sql, params, many, context)

    if query:
        given["QUERY_STRING"] = query
    before = transaction.savepoint_create()
    try:
        with connection.execute_wrapper(note):
            answer = getattr(client, method)(address, **given)
            raised = getattr(answer, "exc_info", None)
    finally:
        if not keep:
            # A broken request leaves PostgreSQL's transaction unusable; going back mends it.
            connection.needs_rollback = False
            transaction.savepoint_rollback(before)
    return Sent(answer, raised[1] if raised else None, writes)


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)


def names_in(html: str) -> set[str]:
    """Names of all elements."""
    parser = _Names()
    parser.feed(html)
    return parser.names


class _Fields(HTMLParser):
    """What a browser would send of the page's main form."""

    SILENT = ("submit", "button", "image", "reset", "file")

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.first: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value if value is not None else "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self.select, self.first = name, None if "multiple" in given else ""
        elif tag == "option" and self.select:
            if "selected" in given:
                self.data.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "input" and name and given.get("type") not in self.SILENT:
            can_be_off = given.get("type") in ("checkbox", "radio")
            if not can_be_off or "checked" in given:
                value = given.get("value", "on" if can_be_off else "")
                self.data.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.data[self.area] = [self.text.removeprefix("\n")]
            self.area = ""
        elif tag == "select" and self.select:
            if self.first is not None:
                self.data.setdefault(self.select, [self.first])
            self.select = ""


def filled_in(html: str) -> dict[str, list[str]]:
    """Names and values that a browser would send back, without those of buttons."""
    fields = _Fields()
    fields.feed(html)
    return fields.data
