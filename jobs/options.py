"""The roles, skills and places that a list of jobs can be narrowed to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import CharField, F, Value

from portal.freshness import Memory
from portal.taxonomy.former import renamed_roles
from portal.taxonomy.models import Place, Role, Skill


@dataclass(frozen=True, slots=True)
class Option:
    pk: int
    slug: str
    name: str


# Countries whose names want an article inside a sentence.
WITH_ARTICLE: Final = ("Czech Republic", "Netherlands", "Philippines", "United ")


def inside(place: str) -> str:
    """ "in California", "in the United States"."""
    return f"in the {place}" if place.startswith(WITH_ARTICLE) else f"in {place}"


@dataclass(frozen=True)
class Options:
    """By slug. Roles stand in their order, the others by name; places of any kind are in `place`."""

    role: dict[str, Option]
    skill: dict[str, Option]
    country: dict[str, Option]
    city: dict[str, Option]
    place: dict[str, Option]

    def of(self, facet: str) -> Mapping[str, Option]:
        found: Mapping[str, Option] = getattr(self, facet)
        return found

    def named(self, facet: str, slug: str) -> Option | None:
        """That of the slug; for a role its today's or a former one."""
        known = self.of(facet)
        former = renamed_roles().get(slug, "") if facet == "role" else ""
        return known.get(slug) or known.get(former)


_remembered: Final[Memory[str, Options]] = Memory(1)


def options() -> Options:
    """Everything that can be chosen: one query, and none until the taxonomy changes."""
    return _remembered.recall_or_make("all", ("taxonomy",), _read)


def _read() -> Options:
    empty = Value("", CharField())
    roles = (
        Role.objects.public()
        .order_by()
        .values_list(Value("role"), "pk", "slug", "name", empty, empty, "order")
    )
    skills = Skill.objects.order_by().values_list(
        Value("skill"), "pk", "slug", "name", empty, empty, Value(0)
    )
    places = (
        Place.objects.on_the_map()
        .order_by()
        .values_list(F("kind"), "pk", "slug", "name", "region_code", "country", Value(0))
    )
    found: dict[str, dict[str, Option]] = {kind: {} for kind in Options.__annotations__}
    rows = roles.union(skills, places, all=True)
    for kind, pk, slug, name, *where, _ in sorted(rows, key=lambda row: (row[6], row[3])):
        words = ", ".join(filter(None, (name, *where))) if kind == Place.Kind.CITY else name
        found.setdefault(kind, {})[slug] = option = Option(pk, slug, words)
        if kind in set(Place.Kind):
            found["place"][slug] = option
    return Options(**{kind: found[kind] for kind in Options.__annotations__})
