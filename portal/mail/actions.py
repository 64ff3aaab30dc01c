"""Recording a letter; a task sends it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from portal.accounts.models import User
from portal.demo import is_made_up
from portal.links import site
from portal.mail.models import Mail
from portal.mail.sending import send_letter


def post(
    *,
    to: User | str,
    matter: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    is_secret: bool = False,
    reply_to: str = "",
) -> bool:
    """Record a letter and send it once the transaction holds; False if they heard of the matter already.

    `template` is one of plain text, such as "emails/guide_returned.txt"; it knows `SITE_URL` and the
    `context`. Where one of the same name ends in ".html", the letter has that form too. The words of a
    secret letter (a code, a link that signs in, somebody's application) are forgotten once it is sent, and so is
    `reply_to`, where an answer goes. Nobody is written to whose account is closed.
    """
    user = to if isinstance(to, User) else None
    if user is not None and not user.is_active:
        return False
    letter = Mail(
        to=user.email if user else str(to),
        user=user,
        matter=matter,
        is_secret=is_secret,
        reply_to=reply_to,
    )
    for name, value in written(subject, template, context).items():
        setattr(letter, name, value)
    return record(letter) is not None


def written(subject: str, template: str, context: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a letter that hold its words."""
    known = {"SITE_URL": site(), "SITE_NAME": settings.SITE_NAME, "subject": subject, **context}
    return {
        "subject": " ".join(subject.split())[:200],
        "body": render_to_string(template, known).strip() + "\n",
        "html": _drawn(template, known),
    }


@transaction.atomic
def record(letter: Mail) -> Mail | None:
    """Store a letter that was written, and send it once the transaction holds; None as for `post`.

    What the demo's people write to each other counts as sent.
    """
    letter.message_id = f"<{uuid4().hex}@{urlsplit(site()).hostname}>"
    if is_made_up():
        letter.sent_at = timezone.now()
    Mail.objects.bulk_create([letter], ignore_conflicts=True)
    recorded = Mail.objects.filter(message_id=letter.message_id, to=letter.to, matter=letter.matter)
    found = recorded.first()
    if found is not None and found.sent_at is None:
        transaction.on_commit(partial(send_letter.enqueue, found.pk), robust=True)
    return found


def _drawn(template: str, context: dict[str, Any]) -> str:
    """The letter in HTML; empty where nobody wrote a template for it."""
    try:
        found = get_template(template.removesuffix(".txt") + ".html")
    except TemplateDoesNotExist:
        return ""
    return found.render(context)
