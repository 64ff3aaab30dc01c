"""Which guides readers may see, and the ways to ask for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from guides.cards import COLUMNS
from portal.publishing.models import PublishableQuerySet

if TYPE_CHECKING:
    from guides.models import Author, Guide, Topic  # noqa: F401  (ruff doesn't see into the base's brackets)

# What the API says of a guide in a list, its roles apart.
LISTED = (*COLUMNS, "reviewed_at", "topic__slug")


class GuideQuerySet(PublishableQuerySet["Guide"]):
    instants: ClassVar = ("published_at", "unpublish_at")

    def public(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return super().public(at).filter(Q(unpublish_at=None) | Q(unpublish_at__gt=at))

    def shown(self) -> Self:
        """With all that an article's head names, and without what only the desk needs."""
        return self.select_related("topic", "author", "reviewer").defer("body", "tldr", "words")

    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def cards(self, *more: str) -> Any:
        """Rows of what a list shows of a guide, for `guides.cards.card`; newest first."""
        return self.newest().values_list(*COLUMNS, *more, named=True)

    def about(self, topic: "Topic") -> Self:
        return self.filter(topic=topic)

    def listed(self) -> Self:
        """Newest first, with what the API says of a guide in a list."""
        guides = self.select_related("topic", "author").only(*LISTED)
        return guides.newest().prefetch_related("roles")

    def for_roles(self, slugs: Iterable[str]) -> Self:
        links = self.model.roles.through.objects.filter(role__slug__in=slugs)
        return self.filter(pk__in=links.values("guide"))

    def by_author(self, author: "Author") -> Self:
        return self.filter(author=author)

    def overdue_for_review(self) -> Self:
        return self.public().filter(review_by__lte=timezone.now().date())

    def beside(self, slug: str, *, limit: int) -> Self:
        """A guide, the ones before and after it in time, and the newest like it (`is_alike`).

        Alike is what shares the topic or a role. One query; newest first; empty if the guide isn't public.
        """
        public = self.public().newest()
        here = public.filter(slug=slug)
        others = public.exclude(slug=slug)
        links = self.model.roles.through.objects
        shared = links.filter(role__in=links.filter(guide__slug=slug).values("role"))
        alike = others.filter(Q(topic__in=here.values("topic")) | Q(pk__in=shared.values("guide")))
        moment = here.values("published_at")[:1]
        earlier = others.filter(published_at__lt=Subquery(moment))
        later = others.filter(published_at__gt=Subquery(moment)).reverse()
        chosen = Q(slug=slug)
        for some in (earlier.values("pk")[:1], later.values("pk")[:1], alike.values("pk")[:limit]):
            chosen |= Q(pk__in=some)
        is_alike = Exists(alike.order_by().filter(pk=OuterRef("pk")))
        return public.filter(chosen).annotate(is_alike=is_alike)
