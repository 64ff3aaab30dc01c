"""What webhooks are told, written down as it happens."""

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from jobs.api.hire.serializers import HiredForSerializer
from jobs.events import Happened
from jobs.models import Delivery, Job, Webhook
from jobs.webhooks.sending import deliver
from portal.api.rows import encode

TEST: Final = "webhook.test"
TOLD: Final = {
    Happened.APPROVED: "job.approved",
    Happened.RETURNED: "job.returned",
    Happened.CLOSED: "job.closed",
}


def told(job: Job, kind: Happened) -> None:
    """A listener (`jobs.events`): within the transaction of what happened."""
    if kind not in TOLD:
        return
    hooks = list(Webhook.objects.on().filter(company=job.company_id).order_by("pk"))
    if not hooks:
        return
    rows = Job.objects.with_stage().with_reason().select_related("primary_role")
    found: Any = rows.get(pk=job.pk)
    row = HiredForSerializer.row(found)
    if kind is Happened.RETURNED:  # a live one stays live; the reason is what it is told for
        row["reason"] = found.reason
    for hook in hooks:
        record(hook, TOLD[kind], {"job": row})


def record(webhook: Webhook, kind: str, data: Mapping[str, Any]) -> Delivery:
    """Write down what it is told, and send it once the transaction holds."""
    event, now = uuid.uuid4(), timezone.now()
    whole = {"id": event, "type": kind, "created_at": now, "data": dict(data)}
    delivery = Delivery.objects.create(
        webhook=webhook, event=event, kind=kind, body=encode(whole).decode(), created_at=now
    )
    transaction.on_commit(partial(deliver.enqueue, delivery.pk), robust=True)
    return delivery
