"""Jobs as lists show them, with few queries however many there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.urls import reverse

from jobs import pay
from jobs.models import EmploymentType, Job, Level, Workplace
from jobs.querysets import JobQuerySet
from portal.freshness import Memory, collect, depends_on
from portal.paging import COUNTED, PAGE_SIZE, Page
from salaries.position import Position

FIELDS = (
    "slug",
    "title",
    "workplace",
    "employment_type",
    "level",
    "place_label",
    "pay_label",
    "pay_min",
    "pay_max",
    "currency",
    "period",
    "pay_country",
    "primary_role_id",
    "published_at",
    "closes_at",
    "changed_at",
    "company__name",
    "primary_role__name",
)


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    url: str
    company: str
    place: str
    workplace: str
    kind: str
    role: str
    pay: str
    position: Position
    published_at: datetime
    changed_at: datetime
    closes_at: datetime


_counted: Final[Memory[str, int]] = Memory(5_000)


@cache
def listed(*more: str) -> Any:
    """All jobs, by the columns that a card needs, to be narrowed like any others; made once, as the
    names of columns cost more to look up than all the rest of the query."""
    return Job.objects.values_list(*FIELDS, *more, named=True)


def page_of_rows(
    narrow: Callable[[JobQuerySet], JobQuerySet], number: int | None, *, name: str
) -> Page:
    """As `page_of`; the count leaves out the joins that only a row needs, and is remembered.

    `narrow` picks the list out of all jobs; `name` says which list it is: equal names, equal lists.
    """
    counted = _count(narrow, name)
    total = min(counted, COUNTED)
    at = min(number or 1, max(1, -(-total // PAGE_SIZE)))
    found = narrow(listed()).newest()[(at - 1) * PAGE_SIZE : at * PAGE_SIZE] if total else ()
    return Page(rows=list(found), number=at, total=total, is_more=counted > COUNTED)


def _count(narrow: Callable[[JobQuerySet], JobQuerySet], name: str) -> int:
    """How many there are, up to one more than a list counts; asked again when a job has changed."""
    known = _counted.recall(name)
    if known is None:
        with collect() as dependencies:
            depends_on("jobs", "taxonomy")
            known = narrow(Job.objects.order_by()).values("pk")[: COUNTED + 1].count()
        dependencies.close()
        _counted.put(name, known, dependencies)
    return known


def cards(found: Iterable[Any]) -> list[Card]:
    """Cards of rows that are `listed()`, with one query more for where their pay stands."""
    jobs = list(found)
    prefix = reverse("jobs:list")
    return [
        _card(job, position, prefix)
        for job, position in zip(jobs, pay.standings(jobs), strict=True)
    ]


_WORKPLACES = {value: str(label) for value, label in Workplace.choices}
_LEVELS = {value: str(label) for value, label in Level.choices}
_TYPES = {value: str(label) for value, label in EmploymentType.choices}


def _card(job: Any, position: Position, prefix: str) -> Card:
    return Card(
        title=job.title,
        url=f"{prefix}{job.slug}/",
        company=job.company__name,
        place=job.place_label,
        workplace=_WORKPLACES[job.workplace],
        kind=f"{_LEVELS.get(job.level, '')} · {_TYPES[job.employment_type]}".removeprefix(" · "),
        role=job.primary_role__name,
        pay=job.pay_label,
        position=position,
        published_at=job.published_at,
        changed_at=job.changed_at,
        closes_at=job.closes_at,
    )
