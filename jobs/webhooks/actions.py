"""What owners do with webhooks."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jobs.models import Company, Delivery, Webhook
from jobs.webhooks.addresses import receivable
from jobs.webhooks.events import TEST, record
from jobs.webhooks.signing import new_secret
from portal.accounts.models import User
from portal.limits import Tally

MOST: Final = 10  # of one company
TESTS: Final = 20  # of one webhook in an hour


@transaction.atomic
def make_webhook(*, company: Company, by: User, url: str) -> Webhook:
    """With a secret of its own; raises `ValidationError` that names the field."""
    held = Company.objects.select_for_update().get(pk=company.pk)  # so that the count holds
    if held.webhooks.count() >= MOST:
        raise ValidationError(f"A company has {MOST} webhooks at most. Remove one first.")
    webhook = Webhook(company=held, url=url, secret=new_secret(), made_by=by)
    try:
        receivable(url)
        webhook.full_clean(exclude=("company", "made_by"), validate_constraints=False)
    except ValidationError as error:
        raise ValidationError({"url": error.messages}) from error
    if held.webhooks.filter(url=url).exists():
        raise ValidationError({"url": "Your company has this address already."})
    webhook.save()
    return webhook


def remove_webhook(*, webhook: Webhook) -> None:
    """With all that is still to be sent to it."""
    webhook.delete()


def switch_on(*, webhook: Webhook) -> bool:
    """What was given up isn't sent again; what waits is. False if it is on already."""
    off = Webhook.objects.filter(pk=webhook.pk, switched_off_at__isnull=False)
    return bool(off.update(switched_off_at=None, is_failing=False))


def switch_off(*, webhook: Webhook) -> bool:
    """Nothing more is recorded for it; what waits, waits. False if it is off already."""
    return bool(Webhook.objects.on().filter(pk=webhook.pk).update(switched_off_at=timezone.now()))


def send_test(*, webhook: Webhook) -> Delivery | None:
    """Tell it something that means nothing; None where that was done too often."""
    if Tally(f"webhook-test:{webhook.pk}", seconds=3600).count() > TESTS:
        return None
    return record(webhook, TEST, {})
