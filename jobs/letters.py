"""What recruiters are told about their listings: each matter once, to whoever submitted it and the owners."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from jobs.events import Happened
from jobs.models import Job, JobEvent, Membership
from portal.accounts.models import User
from portal.links import site
from portal.mail import post

WEEK: Final = timedelta(days=7)
AT_ONCE: Final = 500  # listings that one run of the upkeep writes about
SUBJECTS: Final = {
    Happened.APPROVED: "Approved: {}",
    Happened.RETURNED: "Returned: {}",
    Happened.CLOSED: "Taken off the site: {}",
}


def tell_people(job: Job, kind: Happened) -> None:
    """Listener of `jobs.events`: a decision that somebody else took is told by letter."""
    if kind not in SUBJECTS:
        return
    event = job.events.select_related("by").first()
    if event is None or (kind == Happened.CLOSED and not _is_of_staff(event.by)):
        return
    if told := [person for person in _people(job) if person != event.by]:
        title = _title_of(job, event)
        for person in told:
            post(
                to=person,
                matter=f"job-{kind}:{job.pk}:{event.pk}",
                subject=SUBJECTS[kind].format(title),
                template=f"emails/job_{kind}.txt",
                context={**_about(job, title), "event": event},
            )


def tell_of_expiry() -> int:
    """Upkeep: a letter about each listing that closes by itself within a week; how many were written.

    A listing that is renewed has another matter, and is told of again before its new day.
    """
    untold = Q(closing_told=None) | ~Q(closing_told=F("closes_at"))
    closing = Job.objects.closing_within(WEEK.days).filter(untold, _lasts_longer())
    rows = closing.select_related("company").order_by("closes_at", "pk")[:AT_ONCE]
    return sum(_tell_of_closing(job) for job in rows)


@transaction.atomic
def _tell_of_closing(job: Job) -> int:
    """Of many at once one tells; `closing_told` keeps which instant was told of."""
    same = Job.objects.filter(pk=job.pk, closes_at=job.closes_at, closing_told=job.closing_told)
    if not same.update(closing_told=job.closes_at):
        return 0
    return sum(
        post(
            to=person,
            matter=f"job-expires:{job.pk}:{job.closes_at:%Y-%m-%dT%H:%M:%S}",
            subject=f"Closes in a week: {job.title}",
            template="emails/job_expires.txt",
            context=_about(job, job.title),
        )
        for person in _people(job)
    )


def _lasts_longer() -> Q:
    """Live for a day already: what was given less than a week from the start is no news."""
    return Q(published_at__lte=timezone.now() - timedelta(days=1))


def _is_of_staff(by: User | None) -> bool:
    return by is not None and by.is_staff


def _title_of(job: Job, event: JobEvent) -> str:
    """As it stands in the revision that was decided on."""
    decided = (
        job.revisions.filter(number=event.revision or 0).values_list("title", flat=True).first()
    )
    return decided or job.title


def _people(job: Job) -> list[User]:
    """Whoever submitted it last, if they still belong to the company, and its owners."""
    submitted = job.events.filter(kind=JobEvent.Kind.SUBMITTED).values_list("by", flat=True)[:1]
    owns, did = Q(memberships__role=Membership.Role.OWNER), Q(pk=Subquery(submitted))
    members = User.objects.filter(owns | did, memberships__company=job.company_id, is_active=True)
    return list(members.distinct().order_by("pk"))


def _said(instant: datetime | None) -> str:
    return f"{instant:%B} {instant.day}, {instant:%Y, %H:%M} UTC" if instant else ""


def _about(job: Job, title: str) -> dict[str, Any]:
    return {
        "job": job,
        "title": title,
        "page": f"{site()}{job.get_absolute_url()}",
        "area": f"{site()}{reverse('hire:job', args=[job.slug])}",
        "is_live": job.is_live,
        "starts": _said(job.published_at),
        "closes": _said(job.closes_at),
    }
