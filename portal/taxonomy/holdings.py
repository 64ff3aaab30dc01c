"""What the apps hold for a role, so that the desk sees where readers find a gap.

An app registers, when it is ready, what of its own readers find under a role: what makes a role worth
explaining (`wanted`), or what explains it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from portal.taxonomy.models import Role


@dataclass(frozen=True)
class Holding:
    """`rows` are what is public now; `role` is the name of their relation to roles."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    role: str

    @property
    def is_there(self) -> Exists:
        return Exists(self.rows().order_by().filter(**{self.role: OuterRef("pk")}))


_wanted: Final[dict[str, Holding]] = {}
_explaining: Final[dict[str, Holding]] = {}


def holds(name: str, rows: Callable[[], QuerySet[Any]], *, role: str, wanted: bool = False) -> None:
    """Register what an app has for roles, by the name of one such thing: "guide", "open job"."""
    into = _wanted if wanted else _explaining
    into[name] = Holding(name, rows, role)


def explaining() -> list[str]:
    """Names of what a role may lack."""
    return list(_explaining)


def lacking(name: str | None = None) -> QuerySet[Role]:
    """Roles that have something wanted, and nothing of that name; without a name, that lack anything."""
    asked = _explaining.values() if name is None else [_explaining[name]]
    return Role.objects.filter(_any(_lacks(holding) for holding in asked))


def with_gaps(roles: QuerySet[Role]) -> QuerySet[Role]:
    """With what `gaps_of` reads."""
    gaps = {
        _column(place): ExpressionWrapper(_lacks(holding), BooleanField())
        for place, holding in enumerate(_explaining.values())
    }
    return roles.annotate(**gaps)


def gaps_of(role: Role) -> list[str]:
    """Names of what a role of `with_gaps` lacks; nothing where nothing is wanted."""
    return [name for place, name in enumerate(_explaining) if getattr(role, _column(place))]


def _lacks(holding: Holding) -> Q:
    return _any(Q(wanted.is_there) for wanted in _wanted.values()) & ~Q(holding.is_there)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _column(place: int) -> str:
    return f"gap_{place}"
