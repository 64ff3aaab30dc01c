"""Telling subscribers of new jobs: each job once, whenever a worker dies.

In one transaction an alert is claimed, the jobs are written into the ledger and the letter is recorded. What is
killed before it leaves everything as it was; what is killed after it leaves a letter that waits to be sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from jobs.alerts.letters import SHOWN, record_news, tell_of_lapse
from jobs.alerts.models import Alert, Subscriber, Told
from jobs.alerts.recent import New, Recent
from jobs.alerts.searches import opened
from jobs.alerts.times import next_due
from jobs.cards import Card, cards, rows_of
from jobs.forms import JobListForm
from jobs.models import Job

CHUNK: Final = 500
# Looked at again each time: a commit may come later than the moment it writes down. The ledger knows the rest.
OVERLAP: Final = timedelta(hours=1)


class Drawn:
    """Cards of the jobs asked for last: most who wait for one search are told of the same ones."""

    def __init__(self) -> None:
        self._keys: list[int] = []
        self._cards: list[Card] = []

    def of(self, keys: list[int]) -> list[Card]:
        if keys != self._keys:
            self._keys, self._cards = keys, cards(rows_of(keys))
        return self._cards


def send_due() -> int:
    """Tell every subscriber whose hour has come of the jobs that are new to them; how many letters there are."""
    return sum(by_search())


def by_search() -> Iterator[int]:
    """The same, search by search: how many letters there are about each."""
    now = timezone.now()
    since = Alert.objects.due(now).aggregate(first=Min("checked_at"))["first"]
    if since is not None:
        recent = Recent.between(since - OVERLAP, now)
        yield from (_send(search, recent, now) for search in _searches(now))


def _searches(now: datetime) -> Iterator[int]:
    """Keys of the searches that somebody is to hear of."""
    last = 0
    due = Alert.objects.due(now).order_by("search_id").values_list("search_id", flat=True)
    while keys := list(due.filter(search_id__gt=last).distinct()[:CHUNK]):
        yield from keys
        last = keys[-1]


def _send(search: int, recent: Recent, now: datetime) -> int:
    """Whoever waits for one search, which is looked for once."""
    last, sent, form, drawn = 0, 0, None, Drawn()
    fitting: list[New] = []
    due = Alert.objects.due(now).filter(search=search).order_by("pk")
    while alerts := list(due.filter(pk__gt=last).select_related("subscriber", "search")[:CHUNK]):
        if form is None:
            form = opened(alerts[0].search)
            fitting = [] if form.errors else recent.fitting(form)
        if form.errors:
            sent += sum(_lapse(alert, form, now) for alert in alerts)
        else:
            sent += _tell_each(alerts, fitting, form, now, drawn)
        last = alerts[-1].pk
    return sent


def _tell_each(
    alerts: Iterable[Alert],
    fitting: Sequence[New],
    form: JobListForm,
    now: datetime,
    drawn: "Drawn",
) -> int:
    sent = 0
    idle: dict[datetime, list[int]] = {}
    for alert in alerts:
        if keys := _new_to(alert, fitting):
            sent += tell(alert=alert, keys=keys, form=form, now=now, drawn=drawn)
        else:
            idle.setdefault(_next(alert, now), []).append(alert.pk)
    for due_at, keys in idle.items():
        Alert.objects.due(now).filter(pk__in=keys).update(due_at=due_at, checked_at=now)
    return sent


def _new_to(alert: Alert, fitting: Sequence[New]) -> list[int]:
    if alert.confirmed_at is None or alert.checked_at is None:  # never so while it is due
        return []
    since = alert.checked_at - OVERLAP
    return [
        job.key for job in fitting if job.first_at > alert.confirmed_at and job.changed_at >= since
    ]


@transaction.atomic
def tell(
    *, alert: Alert, keys: Sequence[int], form: JobListForm, now: datetime, drawn: "Drawn"
) -> bool:
    """Record a letter about those of the jobs that are open and that the subscriber doesn't know of; False where
    there is none, or another worker was here first."""
    if not _claim(alert, now):
        return False
    new = [key for part in batched(keys, CHUNK, strict=False) for key in _untold(alert, part)]
    named, more = new[:SHOWN], len(new[SHOWN:])
    letter = record_news(alert, drawn.of(named), form, more) if named else None
    if letter is None:
        return False
    told = {"subscriber_id": alert.subscriber_id, "alert": alert, "letter": letter}
    Told.objects.bulk_create(Told(job_id=key, **told) for key in named)
    return True


def _untold(alert: Alert, keys: Sequence[int]) -> list[int]:
    known = Told.objects.filter(subscriber=alert.subscriber_id, job__in=keys).values("job")
    is_open = Job.objects.public().filter(pk__in=keys).exclude(pk__in=known)
    found = set(is_open.order_by().values_list("pk", flat=True))
    return [key for key in keys if key in found]


def _claim(alert: Alert, now: datetime) -> bool:
    """Of many workers one gets it, and of one subscriber's alerts one is dealt with at a time."""
    held = Subscriber.objects.select_for_update().filter(pk=alert.subscriber_id)
    if held.values_list("pk", flat=True).first() is None:
        return False
    mine = Alert.objects.filter(pk=alert.pk, due_at=alert.due_at)
    return bool(mine.update(due_at=_next(alert, now), checked_at=now))


@transaction.atomic
def _lapse(alert: Alert, form: JobListForm, now: datetime) -> bool:
    """Stop an alert that would look for something else from now on, and say so."""
    mine = Alert.objects.filter(pk=alert.pk, due_at=alert.due_at)
    if not mine.update(due_at=None, lapsed_at=now):
        return False
    return tell_of_lapse(alert, form)


def _next(alert: Alert, now: datetime) -> datetime:
    return next_due(now, rhythm=alert.rhythm, zone=alert.zone, hour=alert.hour)
