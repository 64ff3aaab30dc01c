"""An edit of what is live that replaces it at an instant, with nothing running but the site."""

import logging
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Min
from django.utils import timezone

from guides.actions import (
    UNSCHEDULED,
    NotPublishable,
    hold,
    publish_guide,
    refuse_taken_slug,
    topics_of,
)
from guides.checks import check_guide, errors_in
from guides.letters import tell_of_refused_edit
from guides.models import Guide, GuideEvent, GuideRevision
from portal.accounts.models import User
from portal.freshness import Memory, changed
from portal.publishing import actions as publishing
from portal.publishing.errors import WrongState

logger = logging.getLogger(__name__)

LONGEST_NOTE: Final = 900  # the instant stands before it in the history
NOT_AHEAD: Final = "Choose an instant that lies ahead."
AFTER_THE_END: Final = "The guide ends before that: choose an earlier instant."
UNFORESEEN: Final = "Something went wrong that its text does not tell. The log has the details."

_first: Final[Memory[str, tuple[datetime | None]]] = Memory(1)


@transaction.atomic
def schedule_edit(
    *, guide: Guide, at: datetime, by: User | None, seen: int | None = None, note: str = ""
) -> None:
    """Let the latest revision replace what readers see at an instant; that approves it too.

    It stays this revision, whatever is saved until then. One that was scheduled before gives way. Raises
    `WrongState` if the guide isn't live or has no edit, `StaleRevision` if a revision after the one `seen`
    was saved, `NotPublishable` with the errors in the text, and `ValidationError` if the instant doesn't lie
    ahead and before the end, or if the address is another's.
    """
    number = hold(guide, "scheduled", seen)
    live = Guide.objects.public().filter(pk=guide.pk, live_number__lt=F("latest_number"))
    ends = live.values_list("unpublish_at").first()
    if ends is None:
        raise WrongState(guide, "scheduled")
    if at <= timezone.now():
        raise ValidationError({"next_at": NOT_AHEAD})
    if ends[0] and at >= ends[0]:
        raise ValidationError({"next_at": AFTER_THE_END})
    _refuse_unfit(guide, guide.revisions.get(number=number))
    columns = {**UNSCHEDULED, "next_number": number, "next_at": at}
    _write(guide, {**columns, "approved_number": number, "returned_number": None})
    note = f"For {at:%Y-%m-%d %H:%M:%S} UTC. {note}".strip()
    publishing.record(guide, GuideEvent.EDIT_SCHEDULED, by=by, revision=number, note=note)


@transaction.atomic
def drop_scheduled_edit(*, guide: Guide, by: User | None, note: str = "") -> None:
    """Let what readers see stay; the edit is approved as before. `WrongState` if none is scheduled."""
    hold(guide, "taken off the schedule")
    scheduled = Guide.objects.with_scheduled_edit().filter(pk=guide.pk)
    number = scheduled.values_list("next_number", flat=True).first()
    if number is None:
        raise WrongState(guide, "taken off the schedule")
    _write(guide, UNSCHEDULED)
    publishing.record(guide, GuideEvent.EDIT_DROPPED, by=by, revision=number, note=note)


def publish_when_due() -> None:
    """Ahead of pages: the first instant is asked for once for each state of the guides, and remembered.

    Whatever goes wrong, readers get what there is, and the next reading of the topics tries again.
    """
    [instant] = _first.recall_or_make("instant", ("guides",), lambda: (_first_instant(),))
    if instant is None or instant > timezone.now():
        return
    try:
        publish_due_edits()
    except Exception:
        logger.exception("Edits that are due could not be looked after; trying again in a second.")


def publish_due_edits() -> int:
    """Publish every edit whose instant has come; how many were. Of several workers at once one does it."""
    due = list(Guide.objects.with_due_edit().order_by("next_at", "pk").values_list("pk", flat=True))
    return sum(map(_go_live, due))


@transaction.atomic
def _go_live(pk: int) -> bool:
    """Publish the edit, or give it up: what can't be published is not tried again."""
    guide = Guide.objects.with_due_edit().select_for_update().filter(pk=pk).first()
    if guide is None:
        return False  # another worker was first, or somebody decided otherwise
    by = _who_scheduled(guide)
    try:
        _publish(guide, by)
    except (OperationalError, InterfaceError):
        raise  # trouble of the database, not of the edit
    except (NotPublishable, ValidationError) as error:
        _give_up(guide, by, " ".join(getattr(error, "messages", (str(error),))))
        return False
    except Exception:
        logger.exception("The edit of guide %s that was due could not be published.", pk)
        _give_up(guide, by, UNFORESEEN)
        return False
    return True


@transaction.atomic
def _publish(guide: Guide, by: User | None) -> None:
    """As at the instant itself, even if nobody asked for a page until later."""
    publish_guide(
        guide=guide,
        by=by,
        revision=guide.revisions.get(number=guide.next_number or 0),
        until=guide.unpublish_at,
        moment=guide.next_at,
    )


def _give_up(guide: Guide, by: User | None, reason: str) -> None:
    guide.refresh_from_db()  # what was written to it is undone
    number, reason = guide.next_number, reason[:1000]
    _write(guide, {**UNSCHEDULED, "edit_refused": reason})
    event = publishing.record(guide, GuideEvent.EDIT_REFUSED, by=None, revision=number, note=reason)
    tell_of_refused_edit(guide, event, by)


def _who_scheduled(guide: Guide) -> User | None:
    scheduled = guide.events.filter(kind=GuideEvent.EDIT_SCHEDULED, revision=guide.next_number)
    event = scheduled.select_related("by").first()
    return event.by if event else None


def _refuse_unfit(guide: Guide, revision: GuideRevision) -> None:
    if errors := errors_in(check_guide(revision, revision.roles.all())):
        raise NotPublishable(errors)
    refuse_taken_slug(revision.slug, guide)


def _write(guide: Guide, columns: Any) -> None:
    """The row is held."""
    Guide.objects.filter(pk=guide.pk).update(**columns)
    for name, value in columns.items():
        setattr(guide, name, value)
    changed(*topics_of(guide))


def _first_instant() -> datetime | None:
    scheduled = Guide.objects.with_scheduled_edit()
    instant: datetime | None = scheduled.aggregate(first=Min("next_at"))["first"]
    return instant
