"""Which guides readers may see, and the ways to ask for them."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q
from django.utils import timezone

from portal.publishing.models import PublishableQuerySet

if TYPE_CHECKING:
    from guides.models import Guide


class GuideQuerySet(PublishableQuerySet["Guide"]):
    instants: ClassVar = ("published_at", "unpublish_at")

    def public(self) -> Self:
        now = timezone.now()
        return super().public().filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now))

    def shown(self) -> Self:
        """With all that an article's head names."""
        return self.select_related("topic", "author", "reviewer")

    def overdue_for_review(self) -> Self:
        return self.public().filter(review_by__lte=timezone.now().date())
