"""What a token may be for. Apps say so when they start: `register(Scope("guides:write", …))`."""

import re
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured

from portal.accounts.kinds import DESK
from portal.accounts.models import User

_NAME: Final = re.compile(r"[a-z]+:[a-z]+")


@dataclass(frozen=True)
class Scope:
    """`permission` ("app.codename") is the right without which the scope would be good for nothing.

    Empty where the kind of token alone decides who may do it.
    """

    name: str
    label: str
    permission: str = ""
    kind: str = DESK


_scopes: dict[str, Scope] = {}


def register(*scopes: Scope) -> None:
    for scope in scopes:
        if not _NAME.fullmatch(scope.name):
            raise ImproperlyConfigured(f"“{scope.name}” is no name for a scope: things:verb.")
        if _scopes.setdefault(scope.name, scope) != scope:
            raise ImproperlyConfigured(f"There are two scopes named “{scope.name}”.")


def all_scopes(kind: str = DESK) -> list[Scope]:
    """What tokens of a kind may be for."""
    return [scope for scope in _scopes.values() if scope.kind == kind]


def scopes_for(user: User | AnonymousUser, kind: str = DESK) -> list[Scope]:
    """Those that somebody has a use for, by the rights that they hold now."""
    return [
        scope
        for scope in all_scopes(kind)
        if not scope.permission or user.has_perm(scope.permission)
    ]
