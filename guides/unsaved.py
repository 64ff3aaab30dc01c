"""Keeping what people type before they save it."""

from django.db import transaction
from django.http import QueryDict

from guides.models import Guide, UnsavedText
from portal.accounts.models import User
from portal.publishing.unsaved import KEPT, LONGEST, NotKept, drop_abandoned, keep_copy

__all__ = ("KEPT", "LONGEST", "NotKept", "discard", "forget_abandoned", "keep")


def keep(*, by: User, guide: Guide | None, data: QueryDict, seen: int) -> UnsavedText:
    """Keep what was typed; `seen` is the version that the window knows of, 0 for none.

    Raises `NotKept` for too much text, or where another window has kept its own meanwhile.
    """
    mine = UnsavedText.objects.of(by, guide)
    kept: UnsavedText = keep_copy(mine, data=data, seen=seen, of={"by": by, "guide": guide})
    return kept


@transaction.atomic
def discard(*, by: User | None, guide: Guide | None) -> None:
    """Drop what was kept: it was saved, or is wanted no more."""
    UnsavedText.objects.of(by, guide).delete()


def forget_abandoned() -> int:
    """Delete what nobody came back to; how many texts that were."""
    return drop_abandoned([UnsavedText])
