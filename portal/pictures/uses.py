"""Where pictures are shown. The apps that show them say so; the library asks before it lets one go."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from portal.markdown.directives import written_in

PANEL: Final = "picture"


@dataclass(frozen=True)
class Use:
    """A place on the desk that shows a picture; `name` is the picture's."""

    name: str
    what: str
    path: str

    def __str__(self) -> str:
        return self.what


type Finder = Callable[[], Iterable[Use]]

_finders: list[Finder] = []


def find_uses(finder: Finder) -> Finder:
    """Register a function that finds every place where an app shows pictures."""
    _finders.append(finder)
    return finder


def uses_by_name() -> dict[str, list[Use]]:
    """Every place, by the names of pictures; each app is asked once."""
    found: dict[str, list[Use]] = {}
    for use in chain.from_iterable(finder() for finder in _finders):
        if use not in found.setdefault(use.name, []):
            found[use.name].append(use)
    return found


def named_in(text: str) -> Iterator[str]:
    """The names of the pictures that a text asks for."""
    for written in written_in(text):
        if written.name == PANEL:
            yield from (value for argument, value in written.arguments if argument == "name")
