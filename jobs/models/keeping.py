"""What was posted is kept, unchanged, for three years (pay-transparency rules)."""

from datetime import timedelta
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.db.models.deletion import CASCADE, Collector, ProtectedError
from django.db.models.functions import Coalesce
from django.utils import timezone

KEPT: Final = timedelta(days=3 * 366)


def keep_posted(
    collector: Collector, field: Any, sub_objs: models.QuerySet[Any], using: str
) -> None:
    """For `on_delete`: as CASCADE, but refuses to delete what readers have seen within three years.

    Counted from when the listing left the site: closed by hand, or by its day.
    """
    listings = field.remote_field.model._default_manager.using(using)
    ended = Coalesce("closed_at", "closes_at")
    asked = listings.filter(pk__in={getattr(row, field.attname) for row in sub_objs})
    kept = asked.alias(ended=ended).filter(
        Q(ended=None) | Q(ended__gt=timezone.now() - KEPT), live_number__isnull=False
    )
    if found := set(kept):
        raise ProtectedError(
            f"What was posted is kept for three years: {', '.join(sorted(map(str, found)))}.", found
        )
    CASCADE(collector, field, sub_objs, using)
