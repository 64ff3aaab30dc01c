"""What a worker does with a delivery: idempotent, so that it may be asked twice."""

import time
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from jobs.models import Delivery, Membership, Webhook
from jobs.models.webhook import PAUSES
from jobs.webhooks.addresses import may_tell
from jobs.webhooks.signing import headers
from portal import mail
from portal.outside_posts import Told, tell

AT_ONCE: Final = 200  # deliveries that one round of upkeep tries
LONGEST: Final = 60  # seconds after which it tries no other


@task()
def deliver(pk: int) -> bool:
    """Send what nobody else is sending; what isn't taken is sent again, more and more rarely."""
    delivery = Delivery.objects.claim(pk)
    if delivery is None:
        return False
    found = tell(delivery.webhook.url, *_signed(delivery), may_ask=may_tell)
    _note(delivery, found)
    return found.is_taken


def deliver_due() -> int:
    """For upkeep: those whose pause is over, and those of killed workers; how many were taken.

    What slow receivers leave no time for waits for the next round.
    """
    due = Delivery.objects.due().order_by("next_at").values_list("pk", flat=True)[:AT_ONCE]
    end, taken = time.monotonic() + LONGEST, 0
    for pk in list(due):
        taken += deliver.call(pk)
        if time.monotonic() > end:
            break
    return taken


def _signed(delivery: Delivery) -> tuple[bytes, dict[str, str]]:
    body = delivery.body.encode()
    now = int(timezone.now().timestamp())
    signed = headers(delivery.webhook.secret, event=str(delivery.event), timestamp=now, body=body)
    agent = f"{settings.SITE_NAME} webhooks (+{settings.SITE_URL})"
    return body, {"Content-Type": "application/json", "User-Agent": agent, **signed}


@transaction.atomic
def _note(delivery: Delivery, found: Told) -> None:
    """What came of it; after the last attempt the webhook is switched off."""
    now = timezone.now()
    columns: dict[str, Any] = {
        "status": found.status,
        "answer": found.text,
        "error": found.error[:300],
    }
    if found.is_taken:
        columns |= {"delivered_at": now, "next_at": None}
    elif delivery.attempts <= len(PAUSES):
        columns |= {"next_at": now + PAUSES[delivery.attempts - 1]}
    else:
        columns |= {"next_at": None}
    mine = Delivery.objects.filter(pk=delivery.pk, leased_until=delivery.leased_until)
    if mine.update(leased_until=None, **columns) and not found.is_taken and not columns["next_at"]:
        _give_up(delivery, found)


def _give_up(delivery: Delivery, found: Told) -> None:
    """Switch it off, and write to the owners once."""
    webhook, now = delivery.webhook, timezone.now()
    on = Webhook.objects.on().filter(pk=webhook.pk)
    if not on.update(switched_off_at=now, is_failing=True):
        return
    owners = Membership.objects.working().filter(
        company=webhook.company, role=Membership.Role.OWNER
    )
    for membership in owners.select_related("user"):
        mail.post(
            to=membership.user,
            matter=f"webhook-off:{webhook.pk}:{delivery.pk}",
            subject=f"Your webhook for {webhook.company} is switched off",
            template="emails/webhook_off.txt",
            context={"webhook": webhook, "why": found.error, "status": found.status},
        )
