"""Everything that a listing's page shows, gathered with two queries besides the listing itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import CharField, Value
from django.utils import timezone

from jobs import pay
from jobs.derive import derived
from jobs.models import Job, JobContent, JobRevision
from portal.freshness import Memory
from portal.prepared import Prepared
from portal.publishing.models import content_fields
from salaries.position import Position


@dataclass(frozen=True, slots=True)
class Where:
    name: str
    slug: str
    kind: str
    country: str
    region_code: str

    @property
    def label(self) -> str:
        if self.kind == "country":
            return self.name
        region = self.region_code if self.kind == "city" else ""
        return ", ".join(part for part in (self.name, region, self.country) if part)


@dataclass(frozen=True)
class Facts:
    """What hangs on a listing, by name."""

    skills: list[str]
    roles: list[Where]
    locations: list[Where]
    countries: list[Where]


_open = Prepared(lambda *, at, slug: Job.objects.public(at).for_page().filter(slug=slug))
_remembered: Final[Memory[int, Facts]] = Memory(2_000)


def open_job(slug: str) -> Job | None:
    """A public job with all that its page names, its facts apart."""
    return _open.first(at=timezone.now(), slug=slug)


def facts_of(job: Job) -> Facts:
    """`facts` of what is public of a job, remembered until it or the taxonomy changes."""
    return _remembered.recall_or_make(job.pk, (f"job:{job.pk}", "taxonomy"), lambda: facts(job))


def facts(content: JobContent) -> Facts:
    """Skills, roles and places with one query."""
    none = Value("", CharField())
    kinds = ("skill", "role", "location", "country")
    found: dict[str, list[Where]] = {kind: [] for kind in kinds}
    rows = content.skills.order_by().values_list(Value("skill"), "name", "slug", none, none, none)
    rows = rows.union(
        content.roles.order_by().values_list(Value("role"), "name", "slug", none, none, none),
        *(
            places.order_by().values_list(
                Value(kind), "name", "slug", "kind", "country", "region_code"
            )
            for kind, places in (
                ("location", content.locations),
                ("country", content.remote_countries),
            )
        ),
        all=True,
    )
    for kind, *row in rows:
        found[kind].append(Where(*row))
    for items in found.values():
        items.sort(key=lambda item: item.name)
    return Facts([skill.name for skill in found["skill"]], *(found[kind] for kind in kinds[1:]))


def shown(job: Job) -> dict[str, Any]:
    """The context of an open listing."""
    return {"job": job, "facts": facts_of(job), "position": position(job)}


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
    return {"job": job, "facts": facts(latest), "position": position(job), "revision": latest}
