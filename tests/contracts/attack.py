"""Sends a request, notes what it did to the database, and undoes it."""

from dataclasses import dataclass, field
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

    @property
    def text(self) -> str:
        return "" if self.answer.streaming else self.answer.content.decode()


def send(client: Client, method: str, address: str, *, query: str = "", **given: Any) -> Sent:
    """`client` doesn't raise; `given` goes to its method, headers of WSGI included."""
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
