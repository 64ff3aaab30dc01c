"""Jobs as lists show them, with few queries however many there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from django.utils import timezone

from jobs import pay
from jobs.finding.search import Search, Sort
from jobs.models import Company, EmploymentType, Job
from portal.freshness import Memory, Read, depends_on
from portal.links import path_to
from portal.paging import PAGE_SIZE, Page, page_of
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


REMEMBERED: Final = 5_000  # cards in each process

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


class Kept(NamedTuple):
    """A card, and whose it is."""

    job: int
    company: int
    card: Card


_kept: Final[Memory[int, Kept]] = Memory(REMEMBERED)


@cache
def listed(*more: str) -> Any:
    """All jobs, by the columns that a card needs, to be narrowed like any others; made once, as the
    names of columns cost more to look up than all the rest of the query."""
    return Job.objects.values_list(*FIELDS, *more, named=True)


_newest = Prepared(
    lambda start, stop, *, at, company: (
        listed().public(at).filter(company=company).newest()[start:stop]
    )
)
_with_keys = Prepared(
    lambda count, *, at, **keys: (
        listed("pk", "company_id").public(at).filter(pk__in=list(keys.values()))
    )
)


def jobs_of(company: Company, number: int | None) -> Page:
    """A page of a company's open jobs, newest first."""
    return page_of(
        number,
        name=f"jobs:{company.pk}",
        topics=("jobs", "taxonomy"),
        every=lambda: Job.objects.public().filter(company=company),
        rows=lambda start, stop: _newest.rows(start, stop, at=timezone.now(), company=company.pk),
    )


def page_found(search: Search, number: int | None, sort: Sort, currency: str) -> Page:
    """A page of cards of what was found; a number past the end gives the last page, as `page_of` does."""
    total = search.total
    at = min(number or 1, max(1, -(-total // PAGE_SIZE)))
    keys = search.keys(sort, currency, (at - 1) * PAGE_SIZE, at * PAGE_SIZE)
    return Page(rows=cards_of(keys), number=at, total=total, is_more=False)


def rows_of(keys: Sequence[int]) -> list[Any]:
    """Rows of `listed()` in the order of the keys, one query; only what is public at this moment."""
    if not keys:
        return []
    wanted = {f"key_{number}": key for number, key in enumerate(keys)}
    found = {row.pk: row for row in _with_keys.rows(len(keys), at=timezone.now(), **wanted)}
    return [found[key] for key in keys if key in found]


def cards_of(keys: Sequence[int]) -> list[Card]:
    """Cards of public jobs in the order of the keys, with two queries at most; the page depends on all jobs."""
    depends_on("jobs", "salaries", "taxonomy")
    return [kept.card for kept in kept_of(keys)]


def kept_of(keys: Sequence[int]) -> list[Kept]:
    """The same for a page that declares itself what it depends on.

    Each is made once, and again when something in it changes.
    """
    return _kept.get_or_read(keys, _make)


def _make(keys: Sequence[int]) -> Iterator[Read[int, Kept]]:
    rows = rows_of(keys)
    for row, card in zip(rows, cards(rows), strict=True):
        topics = (f"job:{row.pk}", f"company:{row.company_id}", "salaries", "taxonomy")
        yield Read(row.pk, Kept(row.pk, row.company_id, card), topics)


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
