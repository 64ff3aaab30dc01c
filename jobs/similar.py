"""Open jobs beside another: what somebody who came for that one may want."""

from collections.abc import Iterator
from typing import Final

from django.utils import timezone

from jobs.cards import Card, kept_of
from jobs.facts import Facts
from jobs.finding.current import bare_index
from jobs.finding.nearest import Points, nearest
from jobs.models import Job
from portal.freshness import depends_on
from portal.work import Level, Workplace

SHOWN: Final = 5
LEVELS: Final = tuple(Level.values)


def similar(job: Job, facts: Facts) -> list[Card]:
    """Cards with one query at most, however many jobs are open.

    The page depends on those that it shows, so that each goes at once when it closes. A new one that would fit
    as well comes when the page is made anew.
    """
    index = bare_index()
    live = index.live(timezone.now())
    points = list(_points(job, facts))
    keys = nearest(index, live, role=job.primary_role_id, points=points, count=SHOWN, but=job.pk)
    found = kept_of(keys)
    for kept in found:
        depends_on(f"job:{kept.job}", f"company:{kept.company}", until=kept.card.closes_at)
    return [kept.card for kept in found]


def _points(job: Job, facts: Facts) -> Iterator[Points]:
    """What another job is worth: a skill or a place in common 2, the same level 4, the one beside it 2, and 1
    for the country, for the kind of workplace and for the kind of employment."""
    yield from (("skill", skill.pk, 2) for skill in facts.skills)
    yield from _levels(job.level)
    yield "workplace", job.workplace, 1
    yield "employment_type", job.employment_type, 1
    places = {place.pk for place in facts.locations}
    yield from (("place", place, 2) for place in sorted(places))
    around = {above for place in facts.locations for above in place.above}
    countries = {country.pk for country in facts.countries}
    worth = 2 if job.workplace == Workplace.REMOTE else 1
    yield from (("place", place, worth) for place in sorted((around | countries) - places))


def _levels(level: str) -> Iterator[Points]:
    if level in LEVELS:
        at = LEVELS.index(level)
        yield "level", level, 4
        beside = (LEVELS[near] for near in (at - 1, at + 1) if 0 <= near < len(LEVELS))
        yield from (("level", near, 2) for near in beside)
