"""Queries that are compiled once and then only filled in, for pages that are asked for all the time.

Turning a queryset into SQL costs Django several times what the database takes to answer by an index
(docs/decisions/0003). Here a function builds the queryset from stand-ins; the SQL that Django makes of it
is kept, and at each call the stand-ins give way to the values. What comes back is made by Django as ever:
model instances with their related ones, or rows of `values_list`.

    by_slug = Prepared(lambda *, at, slug: Job.objects.public(at).for_page().filter(slug=slug))
    job = by_slug.first(at=timezone.now(), slug=slug)
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

MOST_SHAPES: Final = 500  # of one query, on one connection

type Value = str | int | datetime


class Prepared[Item]:
    """`build` gets the shape as it is (what changes the SQL: which filters, which slice) and the values by name.

    A value is a text, a moment or a whole number that the column can hold, and is compared with as it is:
    neither `None`, nor a pattern for `contains`. Querysets with `prefetch_related` are refused.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Item]]) -> None:
        self._build = build
        self._compiled: WeakKeyDictionary[BaseDatabaseWrapper, dict[Hashable, _Compiled[Item]]]
        self._compiled = WeakKeyDictionary()

    def rows(self, *shape: Hashable, **values: Value) -> list[Item]:
        connection = connections[DEFAULT_DB_ALIAS]
        known = self._compiled.setdefault(connection, {})
        key = (shape, *sorted((name, type(value)) for name, value in values.items()))
        if (compiled := known.get(key)) is None:
            stand_ins = {
                name: _stand_in(value, number)
                for number, (name, value) in enumerate(sorted(values.items()))
            }
            compiled = _Compiled(self._build(*shape, **stand_ins), stand_ins, connection)
            if len(known) >= MOST_SHAPES:
                known.clear()
            known[key] = compiled
        return compiled.rows(values)

    def first(self, *shape: Hashable, **values: Value) -> Item | None:
        """The first row of a query that finds few."""
        return next(iter(self.rows(*shape, **values)), None)


def _stand_in(value: Value, number: int) -> Value:
    """A value of the same type that no query holds by itself."""
    match value:
        case datetime():
            return datetime(1, 1, 2, microsecond=number, tzinfo=UTC)
        case str():
            return f"\ue0f7{number}"
        case int() if not isinstance(value, bool):
            return 31_907 + number  # fits the smallest column
    raise TypeError(f"A {type(value).__name__} can't be filled in: let it be part of the shape.")


class _Compiled[Item]:
    """One shape of a query on the connection of one thread.

    Works on what is private to Django: the iterable of a queryset asks its query for a compiler, and that
    one for SQL, parameters and converters.
    """

    def __init__(
        self,
        queryset: Any,
        stand_ins: Mapping[str, Value],
        connection: BaseDatabaseWrapper,
    ) -> None:
        if queryset._prefetch_related_lookups:
            raise TypeError("Rows of a prepared query prefetch nothing.")
        self._adapt: Callable[[datetime], Any] = connection.ops.adapt_datetimefield_value
        self._queryset = queryset
        compiler = queryset.query.get_compiler(queryset.db)
        self._sql, self._params = compiler.as_sql()
        self._filled: tuple[Any, ...] = ()
        self._slots = [
            (place, name, type(param))
            for place, param in enumerate(self._params)
            for name, stand_in in stand_ins.items()
            if param == self._as_sent(stand_in)
        ]
        if unused := stand_ins.keys() - {name for _, name, _ in self._slots}:
            raise TypeError(f"The query makes no use of {', '.join(sorted(unused))}.")
        converters = compiler.get_converters([column for column, *_ in compiler.select or ()])
        compiler.as_sql = lambda *args, **kwargs: (self._sql, self._filled)
        compiler.get_converters = lambda expressions: converters
        queryset.query.get_compiler = lambda *args, **kwargs: compiler

    def rows(self, values: Mapping[str, Value]) -> list[Item]:
        filled = list(self._params)
        for place, name, kind in self._slots:
            value = values[name]
            # PostgreSQL's whole numbers carry their size in their type.
            filled[place] = kind(value) if isinstance(value, int) else self._as_sent(value)
        self._filled = tuple(filled)
        return [*self._queryset._iterable_class(self._queryset)]

    def _as_sent(self, value: Value) -> Any:
        return self._adapt(value) if isinstance(value, datetime) else value
