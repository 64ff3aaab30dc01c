"""Everything that a listing's page shows: none of it is asked for twice before it changes."""

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from jobs import pay
from jobs.applying.ways import way_ahead, way_of
from jobs.derive import derived
from jobs.facts import Facts, facts, facts_of
from jobs.link_cards import CardLink, card_link
from jobs.models import Job, JobContent, JobRevision
from jobs.similar import similar
from jobs.structured import breadcrumbs, job_posting
from portal.freshness import Memory, Read, depends_on
from portal.links import link
from portal.prepared import Prepared
from portal.publishing.models import content_fields
from portal.structured import json_ld
from salaries.position import Mark, Position, known_figures

MOST_FIGURES: Final = 4
MEMORY: Final = 16 * 1024 * 1024  # bytes of listings in each process
OVERHEAD: Final = 10_000  # bytes that one takes besides its text, roughly

_open = Prepared(lambda *, at, slug: Job.objects.public(at).for_page().filter(slug=slug))


class Listing(NamedTuple):
    """A public job with what its page says of it alone; others hold it too, so nobody changes it."""

    job: Job
    facts: Facts
    card: CardLink
    crumbs: list[tuple[str, str]]
    markup: SafeString


_listings: Final[Memory[str, Listing]] = Memory(
    MEMORY,
    size_of=lambda kept: sum(
        map(sys.getsizeof, (kept.job.description_html, kept.job.lists_html, kept.markup)), OVERHEAD
    ),
)


def open_listing(slug: str) -> Listing | None:
    """From memory, until something in it changes; the page being made depends on the same."""
    found = _listings.get_or_read([slug], _read)
    for listing in found:
        job = listing.job
        depends_on(*_topics(job), until=job.closes_at)
    return next(iter(found), None)


def _read(slugs: Iterable[str]) -> Iterator[Read[str, Listing]]:
    for slug in slugs:
        if job := _open.first(at=timezone.now(), slug=slug):
            parts, way = facts_of(job), crumbs(job)
            trail = breadcrumbs(way, job.get_absolute_url())
            markup = json_ld([job_posting(job, parts), trail])
            listing = Listing(job, parts, card_link(job), way, markup)
            yield Read(slug, listing, _topics(job), until=job.closes_at)


def _topics(job: Job) -> tuple[str, ...]:
    return f"job:{job.pk}", f"company:{job.company_id}", "taxonomy"


def shown(listing: Listing) -> dict[str, Any]:
    """The context of an open listing."""
    job = listing.job
    return {
        "job": job,
        "facts": listing.facts,
        "position": position(job),
        "way": way_of(job),
        "similar": similar(job, listing.facts),
        "figures": figures(job),
        "card": listing.card,
        "crumbs": listing.crumbs,
        "json_ld": listing.markup,
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
