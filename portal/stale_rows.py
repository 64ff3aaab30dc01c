"""Rows that are edited on the form of another one: which of them changed, came or went meanwhile."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, Final

from django.db import models
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    INITIAL_FORM_COUNT,
    TOTAL_FORM_COUNT,
    ManagementForm,
)
from django.http import QueryDict

NAMED: Final = 5  # of the rows that changed
KEPT: Final = "deleted (what you changed of it stands below as new)"


@dataclass(frozen=True)
class Rows:
    """All rows of a model that belong to the row of a form, by the foreign key `key`."""

    model: type[models.Model]
    key: str

    def called(self, pk: Any) -> str:
        """What a row is called in a state."""
        return f"{self.model._meta.model_name}.{pk}"

    def held(self, row: models.Model) -> dict[str, models.Model]:
        """Those that are stored, by what they are called; nobody changes them before the transaction ends."""
        return self._by_name(row, self._all().select_for_update(of=("self",), no_key=True))

    def stored(self, row: models.Model) -> dict[str, models.Model]:
        return self._by_name(row, self._all())

    def _all(self) -> models.QuerySet[models.Model]:
        return self.model._default_manager.order_by("pk")

    def _by_name(self, row: models.Model, rows: models.QuerySet[Any]) -> dict[str, models.Model]:
        return {self.called(each.pk): each for each in rows.filter(**{self.key: row.pk})}


def fields_of(row: models.Model) -> list[models.Field[Any, Any]]:
    """What people write into a row."""
    return [
        field for field in row._meta.concrete_fields if field.editable and not field.primary_key
    ]


def digest(values: Iterable[Any]) -> str:
    """A browser sends other line ends than are stored: that is no change."""
    return blake2s(repr(list(values)).replace(r"\r\n", r"\n").encode(), digest_size=12).hexdigest()


def digest_of(row: models.Model) -> str:
    return digest(field.value_from_object(row) for field in fields_of(row))


def moved_rows(
    kinds: Iterable[Rows], seen: Mapping[str, str], stored: Mapping[str, models.Model]
) -> list[str]:
    """In words what came, went, or says something else than when it was seen."""
    moved = [name for name, row in stored.items() if seen.get(name) != digest_of(row)]
    words = [
        f"{stored[name]._meta.verbose_name} “{stored[name]}” is {'another now' if name in seen else 'new'}"
        for name in moved[:NAMED]
    ]
    if len(moved) > NAMED:
        words.append(f"{len(moved) - NAMED} more are new or other ones now")
    gone = [name.partition(".")[0] for name in seen if name not in stored]
    for kind in kinds:
        opts = kind.model._meta
        if count := gone.count(str(opts.model_name)):
            name = opts.verbose_name if count == 1 else opts.verbose_name_plural
            words.append(f"{count} {name} {'was' if count == 1 else 'were'} {KEPT}")
    return words


@dataclass(frozen=True)
class Sent:
    """What a browser sent of the rows of one kind; `data` is a copy, and is changed here."""

    data: QueryDict
    prefix: str
    kind: Rows

    def let_go(
        self,
        seen: Mapping[str, str],
        stored: Mapping[str, models.Model],
        read: Callable[[str], models.Model],
    ) -> None:
        """Drop the rows that somebody deleted meanwhile.

        Those that say something else than when they were seen become new ones, so that they can be saved again.
        `read` makes a row out of what was sent under a prefix.
        """
        counts = ManagementForm(self.data, prefix=self.prefix)
        if not counts.is_valid():
            return
        initial: int = counts.cleaned_data[INITIAL_FORM_COUNT] or 0
        parts = self._parts(counts.cleaned_data[TOTAL_FORM_COUNT] or 0)
        names = {number: self._name(parts[number]) for number in parts if number < initial}
        gone = {at: name for at, name in names.items() if name in seen and name not in stored}
        if not gone:
            return
        touched = [
            number
            for number, name in gone.items()
            if DELETION_FIELD_NAME not in parts[number]
            if digest_of(read(f"{self.prefix}-{number}")) != seen[name]
        ]
        kept = [number for number in names if number not in gone]
        added = [number for number in parts if number >= initial]
        for number in touched:
            parts[number][self._pk] = [""]
        self._write(parts, kept, [*touched, *added])

    @property
    def _pk(self) -> str:
        return str(self.kind.model._meta.pk.name)

    def _name(self, part: Mapping[str, list[str]]) -> str:
        return self.kind.called(part.get(self._pk, [""])[-1])

    def _parts(self, total: int) -> dict[int, dict[str, list[str]]]:
        """By number what was sent of each row, by the names of its fields."""
        form = re.compile(rf"{re.escape(self.prefix)}-(0|[1-9][0-9]{{0,3}})-(.+)")
        found: dict[int, dict[str, list[str]]] = {}
        for name in self.data:
            if (match := form.fullmatch(name)) and int(match[1]) < total:
                found.setdefault(int(match[1]), {})[match[2]] = self.data.getlist(name)
        return dict(sorted(found.items()))

    def _write(
        self, parts: Mapping[int, Mapping[str, list[str]]], kept: list[int], added: list[int]
    ) -> None:
        for number, part in parts.items():
            for name in part:
                del self.data[f"{self.prefix}-{number}-{name}"]
        for place, number in enumerate([*kept, *added]):
            for name, values in parts[number].items():
                self.data.setlist(f"{self.prefix}-{place}-{name}", values)
        self.data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(len(kept))
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(len(kept) + len(added))
