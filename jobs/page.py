"""Everything that a listing's page shows, gathered with three queries besides those of its panels."""

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from jobs import pay
from jobs.applying.ways import way_ahead, way_of
from jobs.derive import derived
from jobs.facts import facts, facts_of
from jobs.link_cards import card_link
from jobs.models import Job, JobContent, JobRevision
from jobs.similar import similar
from portal.freshness import Memory, Read
from portal.links import link
from portal.prepared import Prepared
from portal.publishing.models import content_fields
from salaries.position import Mark, Position, known_figures

MOST_FIGURES: Final = 4
MEMORY: Final = 16 * 1024 * 1024  # bytes of listings in each process
OVERHEAD: Final = 10_000  # bytes that one takes besides its text, roughly

_open = Prepared(lambda *, at, slug: Job.objects.public(at).for_page().filter(slug=slug))
_jobs: Final[Memory[str, Job]] = Memory(
    MEMORY,
    size_of=lambda job: sum(map(sys.getsizeof, (job.description_html, job.lists_html))) + OVERHEAD,
)


def open_job(slug: str) -> Job | None:
    """A public job with all that its page names, its facts apart; others hold it too, so nobody changes it."""
    return next(iter(_jobs.get_or_read([slug], _read)), None)


def _read(slugs: Iterable[str]) -> Iterator[Read[str, Job]]:
    for slug in slugs:
        if job := _open.first(at=timezone.now(), slug=slug):
            topics = (f"job:{job.pk}", f"company:{job.company_id}", "taxonomy")
            yield Read(slug, job, topics, until=job.closes_at)


def shown(job: Job) -> dict[str, Any]:
    """The context of an open listing."""
    parts = facts_of(job)
    return {
        "job": job,
        "facts": parts,
        "position": position(job),
        "way": way_of(job),
        "similar": similar(job, parts),
        "figures": figures(job),
        "card": card_link(job),
        "crumbs": crumbs(job),
    }


def figures(job: Job) -> list[Mark]:
    """What the role pays in the job's country, the newest figures first, from memory."""
    marks = [mark for mark in known_figures(job.primary_role_id) if mark.country == job.pay_country]
    return marks[:MOST_FIGURES]


def crumbs(job: Job) -> list[tuple[str, str]]:
    """The way to a listing, label and address; the listing itself comes last, without one."""
    role = job.primary_role
    return [("Jobs", link("jobs:list")), (role.name, link("jobs:role", role.slug)), (job.title, "")]


def position(job: Any) -> Position:
    return pay.standings([job])[0]


def previewed(job: Job) -> dict[str, Any]:
    """The context of a listing as it would be if its latest revision were approved now."""
    latest: JobRevision = job.revisions.get(number=job.latest_number)
    for name in content_fields(JobContent):
        setattr(job, name, getattr(latest, name))
    for name, value in derived(latest).items():
        setattr(job, name, value)
    job.published_at = job.published_at or timezone.now()
    job.closes_at = job.closes_at or timezone.now() + timedelta(days=30)
    return {
        "job": job,
        "facts": facts(latest),
        "position": position(job),
        "way": way_ahead(latest),
        "revision": latest,
    }
