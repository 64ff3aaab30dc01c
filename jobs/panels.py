"""What jobs offer to guides and pages: how many are open, and the newest of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, Literal

from django.db.models import Case, OuterRef, Q, QuerySet, When

from jobs.cards import FIELDS, Card, cards
from jobs.models import Job
from jobs.querysets import CappedCount
from portal.links import link
from portal.paging import COUNTED
from portal.panels import Between, Help, Panel, register
from portal.taxonomy.models import Role
from portal.taxonomy.panels import RoleSlug

TOPICS: Final = ("jobs", "salaries", "taxonomy")


@dataclass(frozen=True, kw_only=True)
class OpenJobsArguments:
    role: Annotated[RoleSlug | None, Help("Only jobs of this role. Left out: of all.")] = None
    show: Annotated[
        Literal["list", "count"], Help("The newest listings, or their number inside a sentence.")
    ] = "list"
    limit: Annotated[int, Between(1, 10), Help("How many listings, 5 unless told.")] = 5


@dataclass(frozen=True)
class OpenJobs:
    """`count` is filled for a number, `jobs` for a list; the number is exact up to 1,000."""

    url: str
    count: int = 0
    is_more: bool = False
    jobs: tuple[Card, ...] = ()


@register
class OpenJobsPanel(Panel[OpenJobsArguments, OpenJobs]):
    name = "open-jobs"
    title = "Open jobs"
    help = "How many jobs are open, inside a sentence, or the newest of them. Closed ones vanish by themselves."
    template = "jobs/panels/open_jobs.html"
    arguments = OpenJobsArguments
    examples = (
        "{{ open-jobs role=ml-engineer show=count }}",
        "{{ open-jobs role=ml-engineer show=list limit=3 }}",
    )

    def is_inline(self, arguments: OpenJobsArguments) -> bool:
        return arguments.show == "count"

    def topics(self, arguments: OpenJobsArguments) -> Iterable[str]:
        return TOPICS

    def load(self, calls: Sequence[OpenJobsArguments]) -> Sequence[OpenJobs | None]:
        counts = _counts({call.role for call in calls if call.show == "count"})
        lists = _lists([call for call in calls if call.show == "list"])
        return [counts.get(call.role) if call.show == "count" else lists[call] for call in calls]


def _counts(roles: set[str | None]) -> dict[str | None, OpenJobs]:
    """The numbers of all roles asked for with one query; that of all jobs takes another."""
    found: dict[str | None, OpenJobs] = {}
    if slugs := {role for role in roles if role}:
        theirs = Job.objects.public().in_role(OuterRef("pk")).values("pk")
        counted = CappedCount(theirs[: COUNTED + 1])
        numbers = Role.objects.filter(slug__in=slugs).order_by().values_list("slug", counted)
        found |= {slug: _counted(slug, number) for slug, number in numbers}
    if None in roles:
        found[None] = _counted(None, Job.objects.public().values("pk")[: COUNTED + 1].count())
    return found


def _counted(role: str | None, number: int) -> OpenJobs:
    return OpenJobs(url=_url(role), count=min(number, COUNTED), is_more=number > COUNTED)


def _lists(calls: Sequence[OpenJobsArguments]) -> dict[OpenJobsArguments, OpenJobs]:
    """The newest for each call, all with one query, and one for pay that was not placed before."""
    if not calls:
        return {}
    chosen = {f"call_{at}": Q(pk__in=_newest(call)) for at, call in enumerate(calls)}
    marks = {name: Case(When(inside, then=True), default=False) for name, inside in chosen.items()}
    jobs = Job.objects.filter(reduce(or_, chosen.values())).annotate(**marks).newest()
    found = list(jobs.values_list(*FIELDS, *marks, named=True))
    shown = list(zip(found, cards(found), strict=True))
    return {
        call: OpenJobs(
            url=_url(call.role), jobs=tuple(card for row, card in shown if getattr(row, mark))
        )
        for call, mark in zip(calls, marks, strict=True)
    }


def _newest(call: OpenJobsArguments) -> QuerySet[Job, Any]:
    jobs = Job.objects.public().newest()
    return (jobs.filter(roles__slug=call.role) if call.role else jobs).values("pk")[: call.limit]


def _url(role: str | None) -> str:
    return link("jobs:role", role) if role else link("jobs:list")
