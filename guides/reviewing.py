"""Saying that a guide was read again and holds as it is."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guides.actions import publish_guide, save_guide
from guides.models import Guide, GuideContent, ReviewReason
from portal.accounts.models import User
from portal.publishing.diff import values_of
from portal.publishing.errors import StaleRevision, WrongState

USUAL: Final = timedelta(days=180)  # until the next review, where nothing says otherwise
SHORTEST: Final = timedelta(days=14)
COMMENT: Final = "Reviewed: nothing to change"


@transaction.atomic
def confirm_guide(
    *, guide: Guide, by: User | None, seen: int | None = None, state: str | None = None
) -> None:
    """Publish what is public once more, as reviewed today; its figures count as read.

    A day of review that has come moves on by as long as it had lain ahead. Raises `WrongState` for a guide
    that readers don't see, `StaleRevision` if a revision after the one `seen` was saved, `ValidationError`
    if an edit waits or a figure moved after `state` (see `state_of`), and what `publish_guide` raises: a
    guide with a gap where a figure was can't stay as it is.
    """
    row = (
        Guide.objects.select_for_update().filter(pk__in=Guide.objects.public(), pk=guide.pk).first()
    )
    if row is None:
        raise WrongState(guide, "marked as reviewed")
    if seen is not None and seen != row.latest_number:
        raise StaleRevision(row, seen)
    if state is not None and state != state_of(row.review_reasons.filter(resolved_at=None)):
        raise ValidationError("A figure has moved meanwhile: load the list again to see it.")
    if row.has_unpublished_changes:
        raise ValidationError("An edit of it waits: publish that, which counts as a review.")
    live = row.revisions.get(number=row.live_number or 0)
    values = values_of(live, GuideContent)
    values |= _days(values, timezone.now().date())
    base = row.latest_number
    revision = save_guide(guide=row, values=values, by=by, base=base, comment=COMMENT)
    publish_guide(guide=row, by=by, revision=revision, until=row.unpublish_at)


def state_of(reasons: Iterable[ReviewReason]) -> str:
    """Differs as soon as there is another reason, or one says something else."""
    return max((reason.found_at.isoformat() for reason in reasons), default="")


def _days(values: dict[str, Any], today: date) -> dict[str, date | None]:
    reviewed, due = values["reviewed_at"], values["review_by"]
    if due is not None and due <= today:
        lay_ahead = due - reviewed if reviewed else USUAL
        due = today + min(max(lay_ahead, SHORTEST), 4 * USUAL)
    return {"reviewed_at": today, "review_by": due}
