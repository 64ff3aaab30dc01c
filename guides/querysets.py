"""Which guides readers may see, and the ways to ask for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from guides.cards import COLUMNS
from portal.accounts.models import User
from portal.publishing.models import PublishableQuerySet, Status

if TYPE_CHECKING:
    from guides.models import Author, Guide, Topic

# What the API says of a guide in a list, its roles apart.
LISTED = (*COLUMNS, "reviewed_at", "topic__slug")

# States of links that readers stumble over.
BROKEN: Final = ("gone", "unreachable", "refused")


class GuideQuerySet(PublishableQuerySet["Guide"]):
    instants: ClassVar = ("published_at", "unpublish_at")
    turns: ClassVar = ("next_at",)

    def public(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return super().public(at).filter(Q(unpublish_at=None) | Q(unpublish_at__gt=at))

    def to_review(self) -> Self:
        """Waits for a decision; what was decided about an earlier revision doesn't count."""
        return self.returnable().exclude(approved_number=F("latest_number"))

    def returnable(self) -> Self:
        """Submitted or edited since it went live, and not returned yet."""
        edited = Q(status=Status.PUBLISHED, returned_number=F("latest_number"))
        return super().to_review().at_work().exclude(edited)

    def approved(self) -> Self:
        """May go live, and waits for somebody to let it."""
        found = self.returnable().filter(approved_number=F("latest_number"))
        return found.exclude(next_number=F("latest_number"))

    def with_scheduled_edit(self) -> Self:
        """An edit of what is live replaces it at an instant."""
        return self.filter(next_at__isnull=False)

    def with_due_edit(self) -> Self:
        return self.with_scheduled_edit().filter(next_at__lte=timezone.now())

    def with_refused_edit(self) -> Self:
        """An edit was due that could not be published, and nobody has decided since."""
        return self.accepted().exclude(edit_refused="")

    def returned(self) -> Self:
        """Waits for its author, with a reason."""
        edited = Q(status=Status.PUBLISHED, returned_number=F("latest_number"))
        edited &= Q(latest_number__gt=F("live_number"))
        return self.at_work().filter(Q(status=Status.RETURNED) | edited)

    def at_work(self) -> Self:
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        """Put away: read only until taken back."""
        return self.exclude(archived_at=None)

    def over(self) -> Self:
        """Neither public nor about to be."""
        ended = Q(status=Status.PUBLISHED, unpublish_at__lte=timezone.now())
        return self.filter(~Q(status=Status.PUBLISHED) | ended)

    def shown(self) -> Self:
        """With all that an article's head names, and without what only the desk needs."""
        guides = self.select_related("topic", "author", "reviewer", "cover")
        return guides.defer("body", "tldr", "words")

    def whole(self) -> Self:
        """With all that the API says of one guide."""
        guides = self.select_related("topic", "author", "reviewer").defer("body", "tldr")
        return guides.prefetch_related("roles")

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

    def concerning(self, user: User) -> Self:
        """Those that somebody has to do with on the desk: every one for who publishes, else their own."""
        return self.all() if user.has_perm("guides.publish_guide") else self.own_of(user)

    def own_of(self, user: User) -> Self:
        """Those under somebody's byline, checked by them, or with a revision of theirs."""
        written = self.model._default_manager.filter(revisions__created_by=user)
        own = Q(author__user=user) | Q(reviewer__user=user)
        return self.filter(own | Q(pk__in=written.order_by().values("pk")))

    def overdue_for_review(self) -> Self:
        return self.public().filter(review_by__lte=timezone.now().date())

    def resting(self) -> Self:
        """Public now or by the clock alone: what they rest on concerns readers."""
        return self.accepted().filter(Q(unpublish_at=None) | Q(unpublish_at__gt=timezone.now()))

    def with_moved_figures(self) -> Self:
        """Those whose figures have changed or gone since somebody last published or reviewed them."""
        return self.resting().filter(pk__in=self._reasons().values("guide"))

    def needing_review(self) -> Self:
        """A figure moved, the day of review has come, or an edit did not go live when it was due."""
        reasons = (self.with_moved_figures(), self.overdue_for_review(), self.with_refused_edit())
        wanted = Q()
        for guides in reasons:
            wanted |= Q(pk__in=guides.values("pk"))
        return self.filter(wanted)

    def _reasons(self) -> Any:
        related: Any = self.model._meta.get_field("review_reasons").related_model
        return related.objects.filter(resolved_at=None)

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


def with_reasons(guides: QuerySet["Guide"]) -> QuerySet["Guide"]:
    """Each with its open `reasons` for a review."""
    related: Any = guides.model._meta.get_field("review_reasons").related_model
    open_ones = related.objects.filter(resolved_at=None)
    return guides.prefetch_related(
        Prefetch("review_reasons", queryset=open_ones, to_attr="reasons")
    )
