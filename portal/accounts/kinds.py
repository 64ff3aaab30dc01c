"""Whose programs tokens are for: staff’s, and whichever others an app registers.

A kind says by a query whose tokens may be used at this moment, so that a right that ends takes its
tokens with it at once.
"""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

DESK: Final = "desk"

# Of tokens with their owners, those whose owners may still use them.
type Holds = Callable[[], Q]

_kinds: dict[str, Holds] = {DESK: lambda: Q(owner__is_staff=True)}


def register_kind(name: str, holds: Holds) -> None:
    if _kinds.setdefault(name, holds) is not holds:
        raise ImproperlyConfigured(f"There are two kinds of tokens named “{name}”.")


def in_use() -> Q:
    """Tokens whose owners may still use them, each by its kind."""
    return reduce(or_, (Q(kind=name) & holds() for name, holds in _kinds.items()))
