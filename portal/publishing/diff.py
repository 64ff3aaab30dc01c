"""What differs between two versions of a thing, field by field.

    changes = compare(GuideContent, values_of(older), values_of(newer))

Both sides are mappings from the names of the content's fields to their values, as the actions take
them: many-to-many ones hold iterables of objects. A form's cleaned values do as well as a revision's.
`admin/publishing/changes.html` draws the list.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst

from portal.markdown.directives import Written, written_in
from portal.publishing.alignment import Budget
from portal.publishing.models import content_fields, content_relations
from portal.publishing.words import Block, Piece, by_lines, marked


@dataclass(frozen=True)
class Change:
    """`notes` say in words what became of the panels that a text asks for."""

    name: str
    label: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


def values_of(thing: models.Model, content: type[models.Model]) -> dict[str, Any]:
    """The content of a row or a revision; every foreign key and relation costs its query."""
    columns = {name: getattr(thing, name) for name in content_fields(content)}
    relations = {name: list(getattr(thing, name).all()) for name in content_relations(content)}
    return columns | relations


def compare(
    content: type[models.Model], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Change]:
    """The fields that differ, in the order in which the content declares them.

    Takes time near the length of both, whatever is written there: see `alignment`.
    """
    budget = Budget()
    fields = sorted((*content._meta.local_fields, *content._meta.local_many_to_many))
    return [
        change
        for field in fields
        if (change := _change(field, before[field.name], after[field.name], budget))
    ]


def _change(
    field: models.Field[Any, Any], before: Any, after: Any, budget: Budget
) -> Change | None:
    label = capfirst(str(field.verbose_name))
    if field.many_to_many:
        pieces = _names(sorted(map(str, before)), sorted(map(str, after)))
        return Change(field.name, label, (Block(pieces),)) if pieces else None
    old, new = shown(field, before), shown(field, after)
    if old == new:
        return None
    if isinstance(field, models.TextField):
        notes = tuple(_panels(written_in(old), written_in(new)))
        return Change(field.name, label, by_lines(old, new, budget), notes)
    return Change(field.name, label, (Block(marked(old, new, budget)),))


def shown(field: models.Field[Any, Any], value: Any) -> str:
    """A value as a person reads it; nothing for none. Line ends count as one kind."""
    if value is None:
        return ""
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, datetime):
        value = f"{value:%Y-%m-%d %H:%M}"
    elif isinstance(field, models.FileField):
        value = getattr(value, "name", value) or ""
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _names(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """A list of names, those that went and came marked; nothing if none did."""
    if before == after:
        return ()
    every = sorted({*before, *after})
    marks = [("same" if name in before else "new") if name in after else "gone" for name in every]
    pieces: list[Piece] = []
    for name, mark in zip(every, marks, strict=True):
        pieces += [Piece("same", ", ")] if pieces else []
        pieces.append(Piece(mark, name))  # type: ignore[arg-type]  # one of the three
    return tuple(pieces)


def _panels(before: Sequence[Written], after: Sequence[Written]) -> Iterator[str]:
    """Sentences on panels that came, went or are asked for otherwise; moved ones are none."""
    gone, come = Counter(before), Counter(after)
    gone, come = gone - come, come - gone
    left: dict[str, list[Written]] = {}
    for one in gone.elements():
        left.setdefault(one.name, []).append(one)
    for one in come.elements():
        if others := left.get(one.name):
            yield f"Panel {one.name}: {_otherwise(others.pop(0), one)}."
        else:
            yield f"Panel {one.name} added: {_said(one.arguments)}."
    for one in (one for others in left.values() for one in others):
        yield f"Panel {one.name} removed: {_said(one.arguments)}."


def _otherwise(old: Written, new: Written) -> str:
    gone = tuple(pair for pair in old.arguments if pair not in new.arguments)
    come = tuple(pair for pair in new.arguments if pair not in old.arguments)
    return f"{_said(gone)} changed to {_said(come)}"


def _said(arguments: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{name}={value}" for name, value in arguments) or "no argument"
