"""Jobs as lists show them, with few queries however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from jobs import pay
from jobs.models import EmploymentType, Job
from portal.links import path_to
from portal.paging import Page, page_of
from portal.prepared import Prepared
from portal.work import Level, Workplace
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


page = path_to("jobs:detail")


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


@cache
def listed(*more: str) -> Any:
    """All jobs, by the columns that a card needs, to be narrowed like any others; made once, as the
    names of columns cost more to look up than all the rest of the query."""
    return Job.objects.values_list(*FIELDS, *more, named=True)


_newest = Prepared(
    lambda start, stop, floor, currency, *, at, **narrowed: (
        listed()
        .public(at)
        .narrowed(floor=floor, currency=currency, **narrowed)
        .newest()[start:stop]
    )
)


def page_of_jobs(
    number: int | None, *, floor: Decimal | None = None, currency: str = "", **narrowed: Any
) -> Page:
    """Rows of open jobs, newest first, narrowed as `JobQuerySet.narrowed` says."""
    name = f"jobs:{floor or ''}{currency}{sorted(narrowed.items())}"
    return page_of(
        number,
        name=name,
        topics=("jobs", "taxonomy"),
        every=lambda: Job.objects.public().narrowed(floor=floor, currency=currency, **narrowed),
        rows=lambda start, stop: _newest.rows(
            start, stop, floor, currency, at=timezone.now(), **narrowed
        ),
    )


def cards(found: Iterable[Any]) -> list[Card]:
    """Cards of rows that are `listed()`, with one query more for where their pay stands."""
    jobs = list(found)
    return [_card(*placed) for placed in zip(jobs, pay.standings(jobs), strict=True)]


_WORKPLACES = {value: str(label) for value, label in Workplace.choices}
_LEVELS = {value: str(label) for value, label in Level.choices}
_TYPES = {value: str(label) for value, label in EmploymentType.choices}


def _card(job: Any, position: Position) -> Card:
    return Card(
        title=job.title,
        url=page(job.slug),
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
