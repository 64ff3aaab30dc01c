"""What waits for a moderator, the longest first, each with all that a decision needs.

Of as many entries as one page shows, gathered with a number of queries that doesn't grow with them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from jobs import pay, places
from jobs.changes import changes
from jobs.checks import closing_of, lacking
from jobs.models import Job, JobContent, JobRevision
from jobs.moderation.company import Past, Sender, pasts, sender
from jobs.moderation.facts import Facts, Said, facts_of, said_of
from jobs.moderation.models import Likeness, OutsideLink, Report
from jobs.transparency import Item, by_item, gaps_in
from portal.publishing.diff import Change
from portal.publishing.models import content_relations
from salaries.position import Position

SHOWN: Final = 30
REPORTS: Final = 20  # of one listing that are read out
BAD_LINKS: Final = ("gone", "unreachable", "refused")
FIELDS: Final = {
    "description": "description",
    "apply_url": "apply at",
    "website": "company’s website",
}


@dataclass
class Looked:
    """What was found about a text that was handed over."""

    revision: JobRevision
    is_edit: bool
    said: Said
    facts: Facts
    changes: list[Change]
    lacking: list[str]
    closes_at: datetime | None
    gaps: list[Item]
    pay_label: str
    position: Position
    sender: Sender | None
    links: list[OutsideLink]
    likenesses: list[Likeness]


@dataclass
class Entry:
    """One listing: handed over, reported, or both."""

    job: Job
    since: datetime
    past: Past | None = None
    looked: Looked | None = None
    report_count: int = 0
    last_report: int | None = None
    reports: list[Report] = field(default_factory=list)


def count() -> int:
    waiting: int = Job.objects.to_review().count()
    return waiting + int(reported().exclude(pk__in=Job.objects.to_review().values("pk")).count())


def reported() -> Any:
    """Listings with reports that nobody has decided on; `first_report` is when the first came."""
    open_reports = Report.objects.open().filter(job=OuterRef("pk"))
    is_open = Q(reports__decided_at=None)
    return Job.objects.filter(Exists(open_reports)).annotate(
        first_report=Min("reports__sent_at", filter=is_open),
        last_report=Max("reports__pk", filter=is_open),
        report_count=Count("reports", filter=is_open),
    )


def entries() -> list[Entry]:
    """At most `SHOWN`, the one that has waited longest first."""
    waiting = Job.objects.to_review().select_related("company", "inspection").longest_waiting()
    found = {job.pk: Entry(job, job.submitted_at or job.created_at) for job in waiting[:SHOWN]}
    for job in reported().select_related("company").order_by("first_report", "pk")[:SHOWN]:
        entry = found.setdefault(job.pk, Entry(job, job.first_report))
        entry.since = min(entry.since, job.first_report)
        entry.report_count, entry.last_report = job.report_count, job.last_report
    shown = sorted(found.values(), key=lambda entry: (entry.since, entry.job.pk))[:SHOWN]
    jobs = [entry.job for entry in shown]
    past, reports = pasts(job.company_id for job in jobs), _reports(jobs)
    looked = _looked([job for job in jobs if job.submitted_number is not None])
    for entry in shown:
        entry.past = past[entry.job.company_id]
        entry.looked, entry.reports = looked.get(entry.job.pk), reports[entry.job.pk]
    return shown


def _looked(jobs: list[Job]) -> dict[int, Looked]:
    revisions = _revisions(jobs)
    waiting = [revisions[job.pk, job.submitted_number] for job in jobs]
    for revision in waiting:
        where = list(revision.locations.all()), list(revision.remote_countries.all())
        revision.pay_country = places.pay_country(*where)  # type: ignore[attr-defined]  # for the comparison
    positions = pay.standings(waiting)  # type: ignore[arg-type]  # they have a country now
    links, near, said = _links(jobs), _likenesses(jobs), said_of(jobs)
    return {
        job.pk: Looked(
            revision=revision,
            is_edit=job.live_number is not None,
            said=said[job.pk],
            facts=facts_of(revision),
            changes=changes(revisions.get((job.pk, job.live_number)), revision),
            lacking=lacking(job, revision),
            closes_at=closing_of(job, revision),
            gaps=_gaps(job, revision),
            pay_label=pay.label(
                revision.pay_min, revision.pay_max, revision.currency, revision.period
            ),
            position=position,
            sender=sender(said[job.pk].by, job.company),
            links=links[job.pk],
            likenesses=near[job.pk],
        )
        for job, revision, position in zip(jobs, waiting, positions, strict=True)
    }


def _revisions(jobs: Iterable[Job]) -> dict[tuple[int, int | None], JobRevision]:
    """Of each listing the revision that waits and the one that was approved last, with what they name."""
    wanted = Q(number=F("item__submitted_number")) | Q(number=F("item__live_number"))
    rows = JobRevision.objects.filter(wanted, item__in=jobs)
    rows = rows.select_related("primary_role", "created_by")
    return {
        (row.item_id, row.number): row
        for row in rows.prefetch_related(*content_relations(JobContent))
    }


def _gaps(job: Job, revision: JobRevision) -> list[Item]:
    found = gaps_in(
        revision, job.company, revision.locations.all(), revision.remote_countries.all()
    )
    return by_item(found)


def _reports(jobs: Iterable[Job]) -> dict[int, list[Report]]:
    """The first of each; a listing may have hundreds."""
    found: dict[int, list[Report]] = defaultdict(list)
    place = Window(RowNumber(), partition_by="job", order_by=("sent_at", "pk"))
    rows = Report.objects.open().filter(job__in=jobs).annotate(place=place)
    for report in rows.filter(place__lte=REPORTS):
        found[report.job_id].append(report)
    return found


def _links(jobs: Iterable[Job]) -> dict[int, list[OutsideLink]]:
    found: dict[int, list[OutsideLink]] = defaultdict(list)
    for link in OutsideLink.objects.filter(job__in=jobs):
        link.label = FIELDS.get(link.field, link.field)  # type: ignore[attr-defined]  # for the page
        link.is_bad = link.state in BAD_LINKS  # type: ignore[attr-defined]  # as well
        found[link.job_id].append(link)
    return found


def _likenesses(jobs: Iterable[Job]) -> dict[int, list[Likeness]]:
    found: dict[int, list[Likeness]] = defaultdict(list)
    for near in Likeness.objects.filter(job__in=jobs).select_related("other__company"):
        found[near.job_id].append(near)
    return found
