"""Passing a letter on to an employer whose address nobody sees, and keeping none of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac

from jobs.models import Job
from portal.limits import Tally
from portal.links import site
from portal.mail import post
from portal.mail.models import Mail

MATTER: Final = "application"
# Letters to one listing in a day: more than come in life, and no flood.
PER_LISTING: Final = 200
DAY: Final = 24 * 60 * 60
# A letter is forgotten when it is sent. One that can't be is kept for so long.
KEPT: Final = timedelta(days=30)
BATCH: Final = 1_000


class TooMany(Exception):
    """The listing was written to as often as it can be today."""


def send_application(*, job: Job, letter: Mapping[str, str]) -> bool:
    """Send a letter on, answers to go to its writer; the same one only once. Raises `TooMany`.

    `letter` has name, email, link and message. The words are for the employer alone: the desk doesn't show
    them, and they are forgotten once they are sent.
    """
    if Tally(f"letters:{job.pk}", seconds=DAY).count() > PER_LISTING:
        raise TooMany
    return post(
        to=job.apply_email,
        matter=f"{MATTER}:{job.pk}:{_mark(letter)}",
        subject=f"Application: {job.title}",
        template="emails/application.txt",
        context={
            **letter,
            "their_page": letter["link"],
            "job": job,
            "page": site() + job.get_absolute_url(),
            "quoted": [f"> {line}".rstrip() for line in letter["message"].splitlines()],
        },
        reply_to=letter["email"],
        is_secret=True,
    )


def _mark(letter: Mapping[str, str]) -> str:
    """Tells a letter that was sent twice, and nothing else."""
    text = "\0".join(letter[name] for name in ("name", "email", "link", "message"))
    return salted_hmac("jobs.applying.letter", text, algorithm="sha256").hexdigest()[:32]


def forget_applications() -> int:
    """Delete what is left of letters that are older than they are kept; how many."""
    outdated = Mail.objects.filter(
        is_secret=True,
        matter__startswith=f"{MATTER}:",
        created_at__lt=timezone.now() - KEPT,
    )
    oldest = list(outdated.order_by("created_at").values_list("pk", flat=True)[:BATCH])
    return Mail.objects.filter(pk__in=oldest).delete()[0]
