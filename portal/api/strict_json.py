"""JSON as every database can store it; anything else is refused with the path to it."""

import json
from collections.abc import Iterator
from typing import Any, Final

from rest_framework.exceptions import ValidationError

DEEPEST: Final = 20
LARGEST_NUMBER: Final = 10**15
LONGEST_NUMBER: Final = 40  # characters
LARGEST_EXPONENT: Final = 30

NUL: Final = "This holds a NUL character, which is no text."

type Path = tuple[str | int, ...]


class _Unusable:
    """Stands in the parsed data for what must not be there, until its path is known."""

    def __init__(self, message: str, *, key: str | None = None) -> None:
        self.message = message
        self.key = key


def read(text: str) -> Any:
    """Parse JSON; raises `ValidationError` with the path of the first thing that is wrong."""
    try:
        data = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=lambda name: _Unusable(f"{name} is not a number that JSON knows."),
            parse_float=_float,
            parse_int=_int,
        )
    except RecursionError as error:
        raise wrong("", f"Nothing may lie deeper than {DEEPEST} levels.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise wrong("", f"This is not JSON ({place}): {error.msg}.") from error
    for path, value in walk(data):
        check_value(path, value)
    return data


def _members(pairs: list[tuple[str, Any]]) -> Any:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen: set[str] = set()
    twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return _Unusable("This name stands here twice.", key=twice)


def _int(text: str) -> int | _Unusable:
    if len(text) > LONGEST_NUMBER or abs(number := int(text)) > LARGEST_NUMBER:
        return _Unusable("This number is too large: 10^15 at most.")
    return number


def _float(text: str) -> float | _Unusable:
    exponent = text.lower().partition("e")[2]
    if len(text) > LONGEST_NUMBER:
        return _Unusable(f"This number has more than {LONGEST_NUMBER} characters.")
    if exponent and abs(int(exponent)) > LARGEST_EXPONENT:
        return _Unusable(f"The exponent of this number is beyond {LARGEST_EXPONENT}.")
    number = float(text)
    if abs(number) > LARGEST_NUMBER:
        return _Unusable("This number is too large: 10^15 at most.")
    return number


def walk(data: Any) -> Iterator[tuple[Path, Any]]:
    """Everything inside, with its path, in the order of the text; never recurses."""
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        members: list[tuple[str | int, Any]] = []
        if isinstance(value, dict):
            members = list(value.items())
        elif isinstance(value, list):
            members = list(enumerate(value))
        waiting.extend(((*path, name), inner) for name, inner in reversed(members))


def check_value(path: Path, value: Any) -> None:
    if len(path) > DEEPEST:
        raise wrong(path, f"Nothing may lie deeper than {DEEPEST} levels.")
    if isinstance(value, _Unusable):
        raise wrong(path if value.key is None else (*path, value.key), value.message)
    for text in (value, path[-1] if path else None):
        if isinstance(text, str) and (message := unstorable(text)):
            raise wrong(path, message)


def unstorable(text: str) -> str:
    """Why no database takes the text; empty if it does."""
    if "\0" in text:
        return NUL
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "This holds half of a surrogate pair, which is no character."
    return ""


def wrong(path: Path | str, message: str) -> ValidationError:
    name = ".".join(map(str, path)) if isinstance(path, tuple) else path
    shown = name.replace("\0", "�").encode(errors="replace").decode()
    return ValidationError({shown or "body": [message]})
