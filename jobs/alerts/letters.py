"""What an alert writes."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse

from jobs.alerts.links import confirm_link, leave_link, manage_link
from jobs.alerts.models import Alert, Told
from jobs.alerts.searches import lost, opened, words
from jobs.cards import Card, cards, rows_of
from jobs.forms import JobListForm
from jobs.models import Job
from portal.links import site
from portal.mail import post
from portal.mail.actions import record, written
from portal.mail.models import Mail

NEWS: Final = "job-alert"
SHOWN: Final = 50  # jobs that one letter names; of more it says the number and where they stand
STAMP: Final = "%Y%m%d%H%M%S%f"


def ask_to_confirm(alert: Alert) -> bool:
    return post(
        to=alert.subscriber.email,
        matter=f"job-alert-confirm:{alert.pk}:{alert.asked_at:{STAMP}}",
        subject="Confirm your job alert",
        template="emails/alert_confirm.txt",
        context={**_about(alert), "confirm_url": confirm_link(alert)},
        is_secret=True,
    )


def tell_that_it_is_known(alert: Alert) -> bool:
    """To somebody who asks for what they get already: whoever typed the address learns nothing."""
    return post(
        to=alert.subscriber.email,
        matter=f"job-alert-known:{alert.pk}:{alert.asked_at:{STAMP}}",
        subject="You have this job alert already",
        template="emails/alert_known.txt",
        context={**_about(alert), "state": alert.state},
        is_secret=True,
    )


def tell_of_lapse(alert: Alert, form: JobListForm) -> bool:
    return post(
        to=alert.subscriber.email,
        matter=f"job-alert-lapsed:{alert.pk}:{alert.due_at:{STAMP}}",
        subject="Your job alert has stopped",
        template="emails/alert_lapsed.txt",
        context={**_about(alert, form), "lost": lost(form)},
        is_secret=True,
    )


def record_news(
    alert: Alert, shown: Sequence[Card], form: JobListForm, more: int = 0
) -> Mail | None:
    """The letter about these jobs, newest first, and so many that it doesn't name; recorded, and sent once the
    transaction holds."""
    words_of_it = _news(alert, shown, form, more)
    if not words_of_it:
        return None
    return record(
        Mail(
            to=alert.subscriber.email,
            matter=f"{NEWS}:{alert.pk}:{alert.due_at:{STAMP}}",
            unsubscribe_url=leave_link(alert),
            is_secret=True,
            **words_of_it,
        )
    )


def still_holds(letter: Mail) -> bool:
    """Just before it goes out: whether somebody still wants it, and what of it is still open."""
    told = Told.objects.filter(letter=letter)
    first = told.select_related("alert__subscriber", "alert__search").first()
    alert = first.alert if first else None
    if alert is None or alert.paused_at is not None:
        return False
    every = list(told.values_list("job_id", flat=True))
    is_open = Job.objects.public().filter(pk__in=told.values("job_id"))
    keys = list(is_open.newest().values_list("pk", flat=True))
    if keys and len(keys) < len(every):
        values = _news(alert, cards(rows_of(keys)), opened(alert.search))
        keys = keys if values else []
        Mail.objects.filter(pk=letter.pk).update(**values)
        for name, value in values.items():
            setattr(letter, name, value)
    return bool(keys)


def _news(alert: Alert, shown: Sequence[Card], form: JobListForm, more: int = 0) -> dict[str, str]:
    """The words of the letter; empty where there is nothing to say."""
    if not shown:
        return {}
    count = len(shown) + more
    said = words(form)
    subject = (
        f"New job: {shown[0].title} at {shown[0].company}"
        if count == 1
        else f"{count} new jobs: {said}"
    )
    context = _about(alert, form) | {
        "cards": shown,
        "count": count,
        "more": more,
        "leave_url": leave_link(alert),
        "rhythm": alert.get_rhythm_display().lower(),
    }
    return written(subject, "emails/alert_news.txt", context)


def _about(alert: Alert, form: JobListForm | None = None) -> dict[str, Any]:
    query = alert.search.query
    return {
        "words": words(form or opened(alert.search)),
        "search_url": f"{site()}{reverse('jobs:list')}{'?' if query else ''}{query}",
        "manage_url": manage_link(alert.subscriber),
    }
