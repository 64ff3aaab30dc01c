"""What a panel is, and the list of all of them."""

import dataclasses
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final, NamedTuple

from django.core.exceptions import ImproperlyConfigured

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Cited(NamedTuple):
    """The name of an entry that figures come from: a kind, such as "benchmark", and its key."""

    kind: str
    key: str


class Headline(NamedTuple):
    """One figure, and in a few words what it is."""

    figure: str
    about: str


class Panel[Arguments, Data](ABC):
    """A live piece under one name; subclasses are registered with `@register`.

    `Arguments` is a frozen dataclass (see `arguments`); `Data` is a dataclass of public data only: the
    template draws it and the API answers it.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    help: ClassVar[str]
    template: ClassVar[str]
    arguments: type[Arguments]
    inline: ClassVar[bool] = False
    # Says why a text can't go without it, and stands against publishing where there is nothing to show.
    missing: ClassVar[str] = ""
    # Whether it has a `headline`.
    makes_headlines: ClassVar[bool] = False
    examples: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def load(self, calls: Sequence[Arguments]) -> Sequence[Data | None]:
        """The data of all calls on a page, in their order, with one query; None where there is nothing."""

    @abstractmethod
    def topics(self, arguments: Arguments) -> Iterable[str]:
        """What the data depends on (see `portal.freshness`)."""

    def until(self, data: Data) -> datetime | None:
        """The first instant at which the clock alone changes the data."""
        return None

    def is_inline(self, arguments: Arguments) -> bool:
        """Whether it stands inside a sentence rather than between paragraphs."""
        return self.inline

    def headline(self, data: Data) -> Headline | None:
        """What stands for it where there is room for one figure, as on the picture that a link preview shows."""
        return None

    def check(self, arguments: Arguments) -> Iterable[str]:
        """What stands against publishing these arguments, in sentences; may query."""
        return ()

    def cites(self, data: Data) -> Iterable[Cited]:
        """The entries that the data rests on, in the order in which it shows them (see `citations`)."""
        return ()

    @property
    def is_citing(self) -> bool:
        return type(self).cites is not Panel.cites

    def as_data(self, data: Data) -> dict[str, object]:
        """What the API answers. Decimals and dates stay as they are: its renderer writes them."""
        return dataclasses.asdict(data)  # type: ignore[call-overload, no-any-return]  # Data is a dataclass


_panels: dict[str, Panel[Any, Any]] = {}


def register[Kind: Panel[Any, Any]](kind: type[Kind]) -> type[Kind]:
    """Class decorator: offer the panel under its name."""
    if not _NAME.fullmatch(kind.name):
        raise ImproperlyConfigured(f"“{kind.name}” is no name for a panel: use-words-like-these.")
    if kind.name in _panels:
        raise ImproperlyConfigured(f"There are two panels named “{kind.name}”.")
    _panels[kind.name] = kind()
    return kind


def get(name: str) -> Panel[Any, Any]:
    """The panel of that name; `KeyError` if there is none."""
    return _panels[name]


def find(name: str) -> Panel[Any, Any] | None:
    return _panels.get(name)


def all_panels() -> list[Panel[Any, Any]]:
    return sorted(_panels.values(), key=lambda panel: panel.name)
