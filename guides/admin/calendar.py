"""When guides go live, end and fall due for a review."""

from typing import Final

from guides.models import Guide
from guides.querysets import GuideQuerySet
from portal.accounts.models import User
from portal.calendar import Source, register

DATES: Final = {
    "Guide goes live": "published_at",
    "Edit goes live": "next_at",
    "Guide ends": "unpublish_at",
    "Review due": "review_by",
}


def _published(user: User) -> GuideQuerySet:
    """What is scheduled, live or ended; drafts have no dates yet."""
    return Guide.objects.concerning(user).accepted()


for kind, moment in DATES.items():
    register(
        Source(
            kind,
            permission="guides.view_guide",
            rows=_published,
            moment=moment,
            route="admin:guides_guide_change",
        )
    )
