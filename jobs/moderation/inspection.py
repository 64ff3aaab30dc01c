"""What the program finds out about a listing that was handed over, before a moderator looks at it.

A task asks the links and looks for texts of the same words; what it found is kept with its time. No page
waits for it, and it asks no address that isn't public (`portal.outside_links`).
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.tasks import task
from django.utils import timezone

from jobs.events import Happened
from jobs.models import Job, JobRevision
from jobs.moderation import likeness
from jobs.moderation.models import Inspection, Likeness, OutsideLink, TextMark
from portal.demo import is_made_up
from portal.outside_links import Outcome, ask_all

LINKS: Final = 20  # of one listing that are asked
LONGEST: Final = 2_000
OVERDUE: Final = timedelta(minutes=10)
AT_ONCE: Final = 100  # that one run of the upkeep takes up
MADE_UP: Final = Outcome("unsure", detail="Not asked: it is part of the demo.")
_ADDRESS: Final = re.compile(r"""https?://[^\s<>"'`{}|\\^\[\]()]{1,2000}""", re.IGNORECASE)
_TRAILING: Final = ".,:;!?*~"


def inspect_soon(job: Job, kind: Happened) -> None:
    """Listener of `jobs.events`: what was handed over, or applied at once, is looked over."""
    if kind not in (Happened.SUBMITTED, Happened.UPDATED):
        return
    number = job.submitted_number or job.live_number or job.latest_number
    Inspection.objects.update_or_create(job=job, defaults={"number": number, "done_at": None})
    if kind == Happened.SUBMITTED:
        transaction.on_commit(partial(inspect.enqueue, job.pk), robust=True)


@task()
def inspect(pk: int) -> None:
    """Look over the revision that waits; twice is as good as once."""
    job = Job.objects.select_related("company").filter(pk=pk).first()
    if job is None or job.submitted_number is None:
        return
    revision = job.revisions.get(number=job.submitted_number)
    found = likeness.shingles(revision)
    near = likeness.alike(found, _texts(likeness.sharing(job.pk, found)))
    asked = list(dict.fromkeys(links_of(revision, job.company.website)))[:LINKS]
    addresses = {address for _, address in asked}
    outcomes = dict.fromkeys(addresses, MADE_UP) if is_made_up() else dict(ask_all(addresses))
    _keep(job, revision.number, found, near, [(*link, outcomes[link[1]]) for link in asked])


def links_of(revision: JobRevision, website: str) -> Iterator[tuple[str, str]]:
    """Field and address of every link out of the site."""
    for address in _ADDRESS.findall(revision.description):
        yield "description", address.rstrip(_TRAILING)
    for field, address in (("apply_url", revision.apply_url), ("website", website)):
        if address:
            yield field, address[:LONGEST]


@transaction.atomic
def _keep(
    job: Job,
    number: int,
    found: set[int],
    near: list[tuple[int, int]],
    links: list[tuple[str, str, Outcome]],
) -> None:
    """What was found, if that revision waits still."""
    held = Inspection.objects.select_for_update().filter(job=job, number=number).first()
    if held is None:
        return
    likeness.mark(job.pk, found)
    job.outside_links.all().delete()
    OutsideLink.objects.bulk_create(
        OutsideLink(
            job=job,
            field=field,
            address=address,
            state=outcome.state,
            status=outcome.status,
            detail=outcome.detail[:200],
        )
        for field, address, outcome in links
    )
    job.likenesses.all().delete()
    Likeness.objects.bulk_create(
        Likeness(job=job, other_id=other, percent=percent) for other, percent in near
    )
    held.done_at = timezone.now()
    held.save(update_fields=("done_at",))


def _texts(keys: list[int]) -> list[JobRevision]:
    """Of each listing the text that waits, else the one that was last approved, else the latest."""
    shown = Coalesce("item__submitted_number", "item__live_number", "item__latest_number")
    rows = JobRevision.objects.filter(item__in=keys).filter(number=shown)
    return list(rows.only("item_id", "number", "title", "description"))


def take_up() -> int:
    """Upkeep: looks over what a killed worker left; how many there were."""
    late = timezone.now() - OVERDUE
    waiting = Job.objects.to_review().filter(submitted_at__lt=late)
    undone = Q(inspection=None) | Q(inspection__done_at=None)
    left = list(waiting.filter(undone).longest_waiting()[:AT_ONCE])
    for job in left:
        number = job.submitted_number or job.latest_number
        Inspection.objects.update_or_create(job=job, defaults={"number": number})
        inspect.enqueue(job.pk)
    return len(left)


def unmarked() -> list[int]:
    """Accepted listings by whose texts no copy would be found yet; for the command."""
    marked = Exists(TextMark.objects.filter(job=OuterRef("pk")))
    return list(Job.objects.accepted().filter(~marked).values_list("pk", flat=True).order_by("pk"))


def mark_all(keys: list[int]) -> None:
    for revision in _texts(keys):
        likeness.mark(revision.item_id, likeness.shingles(revision))
