"""What a company's own people see of all their listings, and what they had best do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from django.utils import timezone

from jobs.models import Company, Job, JobDay
from jobs.posting.figures import Figures, Sums, figures_of, sums_of
from jobs.posting.one import NEXT
from jobs.posting.steps import Step, has_news, offered
from jobs.querysets import Stage
from portal.links import link

LIMIT: Final = 200
SOON: Final = timedelta(days=7)

# What needs somebody first stands first.
ORDER: Final = {stage: place for place, stage in enumerate(NEXT)}


@dataclass(frozen=True)
class Row:
    """A listing with its figures of 30 days and what can be done with it."""

    job: Job
    reason: str
    sums: Sums
    steps: Sequence[Step]
    has_news: bool
    closes_soon: bool


@dataclass(frozen=True)
class Group:
    stage: Stage
    hint: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Todo:
    """The one thing to do next."""

    text: str
    note: str
    label: str
    url: str


@dataclass(frozen=True)
class Dashboard:
    companies: Sequence[Company]
    groups: Sequence[Group]
    next: Todo
    figures: Figures
    is_cut: bool


def dashboard(user: Any) -> Dashboard:
    """All of a person's companies, with four queries."""
    companies = list(Company.objects.of(user))
    jobs = _listings(user) if companies else []
    rows = list(_rows(jobs[:LIMIT]))
    return Dashboard(
        companies=companies,
        groups=list(_grouped(rows)),
        next=next_step(companies, rows),
        figures=figures_of(JobDay.objects.of(user)),
        is_cut=len(jobs) > LIMIT,
    )


def _listings(user: Any) -> list[Job]:
    """By where they stand, the newest first in each."""
    jobs = (
        Job.objects.of(user)
        .with_stage()
        .select_related("company")
        .defer("description", "description_html", "lists_html")
        .with_reason()
        .order_by("-created_at", "-pk")[: LIMIT + 1]
    )
    return sorted(jobs, key=lambda job: ORDER[Stage(job.stage)])


def _rows(jobs: Sequence[Job]) -> Iterator[Row]:
    sums, soon = sums_of(job.pk for job in jobs), timezone.now() + SOON
    for job in jobs:
        yield Row(
            job=job,
            reason=job.reason or "",  # type: ignore[attr-defined]  # annotated
            sums=sums.get(job.pk, Sums()),
            steps=offered(job),
            has_news=has_news(job),
            closes_soon=bool(job.stage == Stage.OPEN and job.closes_at and job.closes_at <= soon),
        )


def _grouped(rows: Sequence[Row]) -> Iterator[Group]:
    for stage, group in groupby(rows, key=lambda row: Stage(row.job.stage)):
        yield Group(stage, NEXT[stage], list(group))


def next_step(companies: Sequence[Company], rows: Sequence[Row]) -> Todo:
    """What a person had best do now."""
    if not companies:
        text = "You belong to no company yet."
        return Todo(text, "", "Make or join one", link("hire:companies"))
    text = "Nothing waits for you." if rows else "Post your first job."
    otherwise = Todo(text, "", "New listing", link("hire:job-new"))
    return next(_todos(rows), otherwise)


def _todos(rows: Sequence[Row]) -> Iterator[Todo]:
    """What was returned before what runs out, and that before what was begun."""
    for row in rows:
        if row.job.stage == Stage.RETURNED:
            yield _todo("“{}” was returned.", row, "Change it", "job-edit", row.reason)
    for row in sorted(filter(_runs_out, rows), key=lambda row: (row.job.closes_at, row.job.pk)):
        when = "has run out" if row.job.stage == Stage.EXPIRED else "leaves the site soon"
        yield _todo(f"“{{}}” {when}.", row, "Give it another last day", "job-renew")
    for row in rows:
        if row.job.stage == Stage.DRAFT:
            yield _todo("“{}” is a draft.", row, "Finish it", "job-edit")
        elif row.has_news and row.job.stage in (Stage.OPEN, Stage.SCHEDULED):
            text = "A change of “{}” is saved, and nobody else has it yet."
            yield _todo(text, row, "Submit it", "job-submit")


def _runs_out(row: Row) -> bool:
    return row.closes_soon or row.job.stage == Stage.EXPIRED


def _todo(text: str, row: Row, label: str, route: str, note: str = "") -> Todo:
    return Todo(text.format(row.job.title), note, label, link(f"hire:{route}", row.job.slug))
