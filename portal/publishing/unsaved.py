"""Keeping what people type before they save it: raw copies of forms, each seen by its author alone."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.http import QueryDict
from django.utils import timezone

KEPT: Final = timedelta(days=90)  # since somebody typed last
LONGEST: Final = 300_000  # characters of a whole form; the longest body takes 120,000


class NotKept(Exception):
    """Why the text was not kept; the page tells the person."""


class UnsavedCopy(models.Model):
    """A raw copy of somebody's form, kept while they write: no revision.

    `version` grows with every keystroke kept, so that of two windows neither writes over the other.
    Concrete classes say whose it is and of what, and let there be one of each.
    """

    typed = models.TextField()
    version = models.PositiveIntegerField(default=1)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def data(self) -> QueryDict:
        """As if it had just been sent."""
        found = QueryDict(mutable=True)
        for name, values in json.loads(self.typed).items():
            found.setlist(name, values)
        found._mutable = False
        return found

    @staticmethod
    def written(data: Any) -> str:
        """The text to keep of what a form sends; what begins with an underscore is a button or a mark."""
        given = {name: values for name, values in data.lists() if not name.startswith("_")}
        given.pop("csrfmiddlewaretoken", None)
        return json.dumps(given, ensure_ascii=False)


@transaction.atomic
def keep_copy(
    copies: models.QuerySet[Any], *, data: QueryDict, seen: int, of: dict[str, Any]
) -> Any:
    """Keep what was typed in the one copy that `of` names; `seen` is the version that the window knows of.

    `copies` holds that copy or nothing; `seen` is 0 for none. Raises `NotKept` for too much text, or where
    another window has kept its own meanwhile.
    """
    typed = UnsavedCopy.written(data)
    if len(typed) > LONGEST:
        raise NotKept("This is too much to keep unsaved. Save it in parts.")
    now = timezone.now()
    if copies.filter(version=seen).update(typed=typed, version=seen + 1, kept_at=now):
        return copies.get()
    try:
        with transaction.atomic():
            return copies.create(**of, typed=typed, version=seen + 1, kept_at=now)
    except IntegrityError as error:
        raise NotKept(
            "There is other unsaved text of yours, from before or from another window: open the page "
            "again to restore or discard it. This text is not kept."
        ) from error


def drop_abandoned(kinds: Iterable[type[UnsavedCopy]]) -> int:
    """Delete what nobody came back to; how many texts that were."""
    before = timezone.now() - KEPT
    return sum(kind._default_manager.filter(kept_at__lt=before).delete()[0] for kind in kinds)
