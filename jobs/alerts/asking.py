"""Asking for an alert, confirming it, and changing it."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jobs.alerts.letters import ask_to_confirm, tell_that_it_is_known
from jobs.alerts.models import Alert, Subscriber
from jobs.alerts.searches import saved
from jobs.alerts.times import next_due
from jobs.forms import JobListForm
from portal.accounts.models import as_stored
from portal.limits import Tally

PAUSE: Final = timedelta(minutes=10)  # between two letters about one request
MOST_ALERTS: Final = 50  # of one address
PER_ADDRESS: Final = 5  # letters that others may have sent to an address within an hour
HOUR: Final = 60 * 60


def ask(*, email: str, search: JobListForm, rhythm: str, zone: str, hour: int) -> None:
    """Send a letter by which the owner of the address can confirm. Nothing tells the outside what was known.

    Too many requests for one address do nothing.
    """
    address = as_stored(email)
    mark = salted_hmac("jobs.alerts.address", address, algorithm="sha256").hexdigest()[:32]
    if Tally(f"job-alert:{mark}", seconds=HOUR).count() <= PER_ADDRESS:
        _ask(address, search, {"rhythm": rhythm, "zone": zone, "hour": hour})


@transaction.atomic
def _ask(address: str, search: JobListForm, wishes: dict[str, str | int]) -> None:
    Subscriber.objects.get_or_create(email=address)
    subscriber = Subscriber.objects.select_for_update().get(email=address)
    row = saved(search)
    alert = Alert.objects.filter(subscriber=subscriber, search=row).first()
    if alert is None:
        if subscriber.alerts.count() >= MOST_ALERTS:
            return
        alert = Alert(subscriber=subscriber, search=row)
    now = timezone.now()
    if alert.asked_at is not None and alert.asked_at > now - PAUSE:
        return
    alert.asked_at = now
    if alert.confirmed_at is None:  # what somebody confirmed is theirs to change
        for name, value in wishes.items():
            setattr(alert, name, value)
    alert.save()
    (tell_that_it_is_known if alert.confirmed_at else ask_to_confirm)(alert)


@transaction.atomic
def confirm(*, alert: Alert) -> None:
    """From now on; an alert that was confirmed before stays as it is."""
    now = timezone.now()
    due_at = next_due(now, rhythm=alert.rhythm, zone=alert.zone, hour=alert.hour)
    Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(
        confirmed_at=now, checked_at=now, due_at=due_at
    )


@transaction.atomic
def change(*, alert: Alert, rhythm: str, zone: str, hour: int) -> None:
    due_at = next_due(timezone.now(), rhythm=rhythm, zone=zone, hour=hour)
    mine = Alert.objects.filter(pk=alert.pk)
    mine.update(rhythm=rhythm, zone=zone, hour=hour)
    mine.filter(due_at__isnull=False).update(due_at=due_at)


@transaction.atomic
def pause(*, alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk, paused_at=None).update(paused_at=timezone.now(), due_at=None)


@transaction.atomic
def resume(*, alert: Alert) -> None:
    """With what is new from now on."""
    now = timezone.now()
    due_at = next_due(now, rhythm=alert.rhythm, zone=alert.zone, hour=alert.hour)
    paused = Alert.objects.filter(pk=alert.pk, lapsed_at=None).exclude(
        Q(paused_at=None) | Q(confirmed_at=None)
    )
    paused.update(paused_at=None, checked_at=now, due_at=due_at)
