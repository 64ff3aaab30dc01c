"""Typed arguments of panels: read from an author's strings, explained where they don't fit.

A panel declares them as a frozen dataclass. Annotations say the type (`str`, `int`, `Decimal`, `bool`,
`Literal`, an enumeration, `tuple[…, ...]` for lists, `… | None`); `Annotated` adds what is below.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeAliasType,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

LONGEST: Final = 200  # characters of a text
MOST: Final = 8  # values in a list, unless the panel says otherwise
_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,10}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_declared: dict[type[Any], tuple["Argument", ...]] = {}
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Help:
    """What authors read about the argument."""

    text: str


@dataclass(frozen=True)
class Slug:
    """Lower-case letters, digits and hyphens."""


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True)
class AtLeast:
    """A list of that many values or more."""

    count: int


@dataclass(frozen=True)
class AtMost:
    """A list of that many values or fewer."""

    count: int


@dataclass(frozen=True)
class Exists:
    """Names things in the database; `find` gives those of the values that are there.

    Asked by the publish check alone: a page must be prepared to find nothing. `every` lists values with
    their words, for an author to choose from.
    """

    what: str
    find: Callable[[Collection[str]], Collection[str]]
    every: Callable[[], Iterable[tuple[str, str]]] = tuple


@dataclass(frozen=True)
class Renamed:
    """Names things that may be called otherwise by now; `today` gives the new names by the former ones.

    Panels are loaded by today's names: what an author wrote goes on working.
    """

    today: Callable[[], Mapping[str, str]]


class Unfit(ValueError):
    """A value that the argument doesn't take; the message says what it takes."""


@dataclass(frozen=True)
class Argument:
    """One argument of a panel, as declared."""

    name: str
    kind: Any
    extras: tuple[Any, ...]
    is_list: bool
    is_required: bool
    default: object

    @property
    def help(self) -> str:
        return next((extra.text for extra in self.extras if isinstance(extra, Help)), "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The values allowed, where they can be listed."""
        if get_origin(self.kind) is Literal:
            return tuple(str(value) for value in get_args(self.kind))
        if isinstance(self.kind, type) and issubclass(self.kind, Enum):
            return tuple(str(member.value) for member in self.kind)
        return ("yes", "no") if self.kind is bool else ()

    @property
    def type_label(self) -> str:
        """The type in an author's words."""
        if self.choices:
            label = "one of: " + ", ".join(choice for choice in self.choices if choice)
        elif self.kind in (int, Decimal):
            label = "number"
            for extra in self.extras:
                if isinstance(extra, Between):
                    label = f"number from {extra.low} to {extra.high}"
        else:
            label = next((extra.what for extra in self.extras if isinstance(extra, Exists)), "text")
        return f"list of {label}" if self.is_list and not self.choices else label

    @property
    def default_label(self) -> str:
        """The default as an author would write it; empty where leaving out means nothing special."""
        match self.default:
            case None | "" | ():
                return ""
            case bool():
                return "yes" if self.default else "no"
            case Enum():
                return str(self.default.value)
            case tuple():
                return ",".join(str(part) for part in self.default)
        return str(self.default)

    def read(self, raw: str) -> object:
        """The typed value of an author's string; raises `Unfit`."""
        if not raw.strip() and not self.is_required:
            return self.default
        if not self.is_list:
            return self._read_one(raw.strip())
        values = tuple(self._read_one(part.strip()) for part in raw.split(",") if part.strip())
        self._refuse_length(values)
        return values

    def _refuse_length(self, values: tuple[object, ...]) -> None:
        most = next((extra.count for extra in self.extras if isinstance(extra, AtMost)), MOST)
        least = next((extra.count for extra in self.extras if isinstance(extra, AtLeast)), 1)
        if not least <= len(values) <= most:
            raise Unfit(
                f"takes {least} to {most} values, separated by commas; here are {len(values)}"
            )
        if len(set(values)) < len(values):
            raise Unfit("names a value twice")

    def _read_one(self, raw: str) -> object:
        if self.choices:
            return self._read_choice(raw)
        if self.kind in (int, Decimal):
            return self._read_number(raw)
        if not raw:
            raise Unfit("needs a value")
        if len(raw) > LONGEST or not raw.isprintable():
            raise Unfit(f"takes at most {LONGEST} plain characters")
        if any(isinstance(extra, Slug) for extra in self.extras) and not _SLUG.fullmatch(raw):
            raise Unfit(f"takes lower-case letters, digits and hyphens, not “{raw[:60]}”")
        return raw

    def _read_choice(self, raw: str) -> object:
        if self.kind is bool:
            found: dict[str, object] = dict(_YES_NO)
        elif get_origin(self.kind) is Literal:
            found = {str(value): value for value in get_args(self.kind)}
        else:
            found = {str(member.value): member for member in self.kind}
        if raw not in found:
            allowed = ", ".join(choice for choice in self.choices if choice)
            raise Unfit(f"takes one of {allowed}; not “{raw[:60]}”")
        return found[raw]

    def _read_number(self, raw: str) -> int | Decimal:
        is_whole = self.kind is int
        if not (_WHOLE if is_whole else _NUMBER).fullmatch(raw):
            raise Unfit(f"takes a {'whole ' if is_whole else ''}number, not “{raw[:60]}”")
        try:
            number = int(raw) if is_whole else Decimal(raw)
        except InvalidOperation as error:
            raise Unfit(f"takes a number, not “{raw[:60]}”") from error
        for extra in self.extras:
            if isinstance(extra, Between) and not extra.low <= number <= extra.high:
                raise Unfit(f"takes a number from {extra.low} to {extra.high}, not {raw[:60]}")
        return number

    def missing(self, value: object) -> list[str]:
        """What the value names that isn't in the database."""
        values = value if isinstance(value, tuple) else (value,)
        wanted = [str(one) for one in values if one not in (None, "")]
        return [
            f"The argument “{self.name}”: there is no {extra.what} “{one}”."
            for extra in self.extras
            if isinstance(extra, Exists) and wanted
            for found in [set(extra.find(wanted))]
            for one in wanted
            if one not in found
        ]


@dataclass(frozen=True)
class Reading[Arguments]:
    """Arguments, or what stands against them."""

    arguments: Arguments | None
    problems: tuple[str, ...] = ()


def declared(kind: type[Any]) -> tuple[Argument, ...]:
    """The arguments that a dataclass declares; told from its annotations once."""
    if kind not in _declared:
        _declared[kind] = _arguments_of(kind)
    return _declared[kind]


def _arguments_of(kind: type[Any]) -> tuple[Argument, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_argument(field, hints[field.name]) for field in dataclasses.fields(kind))


def _argument(field: dataclasses.Field[Any], hint: Any) -> Argument:
    kind, extras = _unwrapped(hint)
    is_list = get_origin(kind) is tuple
    if is_list:
        kind, more = _unwrapped(get_args(kind)[0])
        extras += more
    is_known = get_origin(kind) is Literal or kind in (str, int, Decimal, bool)
    if not (is_known or (isinstance(kind, type) and issubclass(kind, Enum))):
        raise TypeError(f"A panel’s argument can’t be of type {hint!r}: {field.name}")
    default = field.default
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    is_required = default is dataclasses.MISSING
    return Argument(
        field.name, kind, extras, is_list, is_required, None if is_required else default
    )


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The bare type and what `Annotated` says of it, without `None` and names for types."""
    if isinstance(hint, TypeAliasType):
        return _unwrapped(hint.__value__)
    origin = get_origin(hint)
    if origin is Annotated:
        kind, extras = _unwrapped(hint.__origin__)
        return kind, (*extras, *hint.__metadata__)
    if origin in (Union, UnionType):
        rest = [part for part in get_args(hint) if part is not NoneType]
        if len(rest) == 1:
            return _unwrapped(rest[0])
    return hint, ()


def read[Arguments](kind: type[Arguments], raw: Mapping[str, str]) -> Reading[Arguments]:
    """Typed arguments from strings. The dataclass may refuse a combination with a `ValueError`."""
    arguments = {argument.name: argument for argument in declared(kind)}
    problems = list(_unknown(raw, arguments))
    values = {}
    for name, argument in arguments.items():
        if name in raw:
            try:
                values[name] = argument.read(raw[name])
            except Unfit as error:
                problems.append(f"The argument “{name}” {error}.")
        elif argument.is_required:
            problems.append(f"The argument “{name}” is missing ({argument.type_label}).")
    if problems:
        return Reading(None, tuple(problems))
    try:
        return Reading(kind(**values))
    except ValueError as error:
        return Reading(None, (str(error),))


def _unknown(raw: Mapping[str, str], known: Collection[str]) -> Iterable[str]:
    for name in raw:
        if name not in known:
            there = f"There are: {', '.join(known)}." if known else "It takes none."
            yield f"The argument “{name}” is unknown. {there}"
