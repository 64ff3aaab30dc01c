"""What hangs on a listing, by name: one query, and none until it or the taxonomy changes."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce

from jobs.models import Job, JobContent
from portal.freshness import Memory

PARENTS: Final = (Coalesce("parent_id", 0), Coalesce("parent__parent_id", 0))


class Where(NamedTuple):
    """A skill, a role or a place; `above` are the places that it lies in."""

    pk: int
    name: str
    slug: str
    kind: str
    country: str
    region_code: str
    above: tuple[int, ...]

    @property
    def label(self) -> str:
        if self.kind == "country":
            return self.name
        region = self.region_code if self.kind == "city" else ""
        return ", ".join(part for part in (self.name, region, self.country) if part)


@dataclass(frozen=True)
class Facts:
    """What hangs on a listing, by name."""

    skills: list[Where]
    roles: list[Where]
    locations: list[Where]
    countries: list[Where]


_remembered: Final[Memory[int, Facts]] = Memory(2_000)


def facts_of(job: Job) -> Facts:
    """`facts` of what is public of a job, remembered until it or the taxonomy changes."""
    return _remembered.recall_or_make(job.pk, (f"job:{job.pk}", "taxonomy"), lambda: facts(job))


def facts(content: JobContent) -> Facts:
    """Skills, roles and places with one query."""
    words = ("pk", "name", "slug", *([Value("", CharField())] * 3), *([Value(0)] * 2))
    place = (*("pk", "name", "slug", "kind", "country", "region_code"), *PARENTS)
    asked: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "skill": (content.skills, words),
        "role": (content.roles, words),
        "location": (content.locations, place),
        "country": (content.remote_countries, place),
    }
    first, *others = (
        items.order_by().values_list(Value(kind), *columns)
        for kind, (items, columns) in asked.items()
    )
    found: dict[str, list[Where]] = {kind: [] for kind in asked}
    for kind, *row, parent, grandparent in first.union(*others, all=True):
        above = tuple(place for place in (parent, grandparent) if place)
        found[kind].append(Where._make((*row, above)))
    for items in found.values():
        items.sort(key=lambda item: item.name)
    return Facts(*found.values())
