"""What the apps hold for a role, so that the desk sees where readers find a gap.

An app registers, when it is ready, what of its own readers find under a role: what makes a role worth
explaining (`wanted`), or what explains it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    lacks, has = Q(), Q()
    for holding in asked:
        lacks |= ~Q(holding.is_there)
    for holding in _wanted.values():
        has |= Q(holding.is_there)
    return Role.objects.filter(has, lacks)


def with_gaps(roles: QuerySet[Role]) -> QuerySet[Role]:
    """With what `gaps_of` reads."""
    every = {**_wanted, **_explaining}
    return roles.annotate(
        **{_column(place): holding.is_there for place, holding in enumerate(every.values())}
    )


def gaps_of(role: Role) -> list[str]:
    """Names of what a role of `with_gaps` lacks; nothing where nothing is wanted."""
    every = [*_wanted, *_explaining]
    there = {name: getattr(role, _column(place)) for place, name in enumerate(every)}
    if not any(there[name] for name in _wanted):
        return []
    return [name for name in _explaining if not there[name]]


def _column(place: int) -> str:
    return f"holding_{place}"
