"""Ending an alert, and leaving nothing behind."""

from datetime import timedelta
from typing import Final

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone

from jobs.alerts.letters import NEWS
from jobs.alerts.models import Alert, SavedSearch, Subscriber
from portal.mail.models import Mail

LETTERS_KEPT: Final = timedelta(days=30)
ERASED: Final = "a letter to an address that was erased"


@transaction.atomic
def leave(*, alert: Alert) -> None:
    """End an alert; with the last one of an address, everything about the address."""
    subscriber = _held(alert.subscriber_id)
    if subscriber is None:
        return
    Alert.objects.filter(pk=alert.pk).delete()
    if not subscriber.alerts.exists():
        erase(subscriber=subscriber)
    _forget_searches([alert.search_id])


@transaction.atomic
def erase(*, subscriber: Subscriber) -> None:
    """The address, its alerts, what it was told and every letter to it, but for those to an account."""
    held = _held(subscriber.pk)
    if held is None:
        return
    searches = list(held.alerts.values_list("search_id", flat=True))
    Mail.objects.filter(to=held.email, user=None).delete()
    LogEntry.objects.filter(object_repr__icontains=held.email).update(object_repr=ERASED)
    held.delete()
    _forget_searches(searches)


def _held(pk: int) -> Subscriber | None:
    """The row, kept from those who send until the transaction ends."""
    return Subscriber.objects.select_for_update().filter(pk=pk).first()


def _forget_searches(keys: list[int]) -> None:
    """Nobody looks for them any more; words typed into one may be anybody's name."""
    SavedSearch.objects.filter(pk__in=keys, alerts=None).delete()


def forget_unconfirmed() -> int:
    """Requests that nobody confirmed for a week, and addresses without an alert; how many requests."""
    late = list(Alert.objects.unconfirmed_too_long())
    for alert in late:
        leave(alert=alert)
    for subscriber in Subscriber.objects.filter(alerts=None):
        erase(subscriber=subscriber)
    return len(late)


def forget_letters() -> int:
    """Letters that were sent a month ago: the ledger alone knows then who was told of what."""
    before = timezone.now() - LETTERS_KEPT
    kinds = (f"{NEWS}:", f"{NEWS}-confirm:", f"{NEWS}-known:", f"{NEWS}-lapsed:")
    old = (Mail.objects.filter(matter__startswith=kind, sent_at__lt=before) for kind in kinds)
    return sum(letters.delete()[0] for letters in old)
