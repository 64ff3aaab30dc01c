"""Which guides readers may see, and the ways to ask for them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q
from django.utils import timezone

from portal.publishing.models import PublishableQuerySet

if TYPE_CHECKING:
    from guides.models import Author, Guide, Topic

CARD = (
    "slug",
    "title",
    "standfirst",
    "minutes",
    "published_at",
    "changed_at",
    "reviewed_at",
    "topic__name",
    "topic__slug",
    "author__name",
)


class GuideQuerySet(PublishableQuerySet["Guide"]):
    instants: ClassVar = ("published_at", "unpublish_at")

    def public(self) -> Self:
        now = timezone.now()
        return super().public().filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now))

    def shown(self) -> Self:
        """With all that an article's head names, and without what only the desk needs."""
        return self.select_related("topic", "author", "reviewer").defer("body", "tldr")

    def cards(self) -> Self:
        """Newest first, with just what a list shows of a guide."""
        return (
            self.select_related("topic", "author").only(*CARD).order_by("-published_at", "-pk")
        )

    def about(self, topic: "Topic") -> Self:
        return self.filter(topic=topic)

    def listed(self) -> Self:
        """Newest first, with what the API says of a guide in a list."""
        return self.cards().prefetch_related("roles")

    def for_roles(self, slugs: Iterable[str]) -> Self:
        links = self.model.roles.through.objects.filter(role__slug__in=slugs)
        return self.filter(pk__in=links.values("guide"))

    def by_author(self, author: "Author") -> Self:
        return self.filter(author=author)

    def overdue_for_review(self) -> Self:
        return self.public().filter(review_by__lte=timezone.now().date())

    def beside(self, guide: "Guide", *, limit: int) -> Self:
        """The guides before and after in time, and the newest that share the topic or a role."""
        others = self.public().exclude(pk=guide.pk).order_by("-published_at", "-pk")
        earlier = others.filter(published_at__lt=guide.published_at)
        later = others.filter(published_at__gt=guide.published_at).reverse()
        links = self.model.roles.through.objects
        shared = links.filter(role__in=links.filter(guide=guide.pk).values("role"))
        alike = others.filter(Q(topic=guide.topic_id) | Q(pk__in=shared.values("guide")))
        chosen = Q(pk__in=earlier.values("pk")[:1]) | Q(pk__in=later.values("pk")[:1])
        return others.filter(chosen | Q(pk__in=alike.values("pk")[:limit]))
