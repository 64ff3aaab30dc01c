"""A guide with its revisions, its decisions and the addresses it had."""

from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

from guides.models.content import TAKEN, GuideContent, free_address
from guides.querysets import GuideQuerySet
from portal.instants import INSTANTS
from portal.links import path_to
from portal.publishing.models import SUBMITTABLE as DRAFTED
from portal.publishing.models import Event, Publishable, Revision, Status
from portal.redirects import FormerSlug

guide_page = path_to("guides:detail")

# What was taken off the site may be handed over again, like a draft.
SUBMITTABLE: Final = (*DRAFTED, Status.CLOSED)


class Guide(GuideContent, Publishable):
    slug = models.SlugField(max_length=80, unique=True, validators=[free_address])
    unpublish_at = models.DateTimeField(
        "live until", null=True, blank=True, help_text="UTC. Empty: for good."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Decisions hold for one revision: a later save, by anybody, makes them void.
    approved_number = models.PositiveIntegerField("approved revision", null=True, editable=False)
    returned_number = models.PositiveIntegerField("returned revision", null=True, editable=False)
    # An edit of what is live that replaces it at an instant, whatever is saved after it.
    next_number = models.PositiveIntegerField("scheduled revision", null=True, editable=False)
    next_at = models.DateTimeField("edit goes live at", null=True, editable=False)
    edit_refused = models.CharField(
        "why the scheduled edit did not go live", max_length=1000, editable=False, default=""
    )
    archived_at = models.DateTimeField("put away at", null=True, editable=False)
    # What publishing makes of the text.
    body_html = models.TextField(editable=False, default="")
    tldr_html = models.TextField(editable=False, default="")
    contents_html = models.TextField(editable=False, default="")
    words = models.PositiveIntegerField(editable=False, default=0)
    minutes = models.PositiveSmallIntegerField("reading time", editable=False, default=1)

    figures = models.CharField(
        max_length=40, editable=False, default="", help_text="The newest bundle of its figures."
    )

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        permissions: ClassVar = [("publish_guide", "Can publish guides and take them off the site")]
        indexes = (
            models.Index(fields=("status", "-published_at", "-id"), name="guide_newest"),
            models.Index(fields=("topic", "status", "-published_at"), name="guide_topic"),
            models.Index(fields=("author", "status", "-published_at"), name="guide_author"),
            models.Index(fields=("review_by",), name="guide_review_by"),
            models.Index(
                fields=("next_at",), condition=Q(next_at__isnull=False), name="guide_next_at"
            ),
            models.Index(
                fields=("status",), condition=~Q(edit_refused=""), name="guide_edit_refused"
            ),
        )
        constraints = (
            *GuideContent.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(published_at=None) | Q(published_at__range=INSTANTS))
                & (Q(unpublish_at=None) | Q(unpublish_at__range=INSTANTS)),
                name="guide_instants",
                violation_error_message="A guide goes live and ends from 1990 to 2100.",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="guide_live_from",
                violation_error_message="A published guide needs the instant from which it is live.",
            ),
            models.CheckConstraint(
                condition=Q(unpublish_at=None)
                | Q(published_at=None)
                | Q(unpublish_at__gt=models.F("published_at")),
                name="guide_live_span",
                violation_error_message="“Live until” lies after “live from”.",
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None) | ~Q(status="published"),
                name="guide_archived",
                violation_error_message="What is published can’t be put away.",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None, next_number=None)
                | (
                    Q(next_at__isnull=False, next_number__isnull=False)
                    & Q(status="published", next_at__range=INSTANTS)
                    & Q(next_number__gt=models.F("live_number"))
                    & (Q(unpublish_at=None) | Q(unpublish_at__gt=models.F("next_at")))
                ),
                name="guide_next",
                violation_error_message="An edit of what is published can be scheduled until the guide ends.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return guide_page(self.slug)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def changes_at(self) -> datetime | None:
        """The instant at which the clock takes it off the site, or puts another text there."""
        instants = (self.unpublish_at, self.next_at)
        return min((instant for instant in instants if instant), default=None)

    @property
    def is_scheduled_edit(self) -> bool:
        """What was saved last goes live by itself."""
        return self.next_number == self.latest_number

    @property
    def is_approved(self) -> bool:
        """What was saved last may go live, and has not."""
        is_new = self.has_unpublished_changes or self.status == Status.IN_REVIEW
        return is_new and self.approved_number == self.latest_number

    @property
    def is_returned(self) -> bool:
        return self.status == Status.RETURNED or (
            self.returned_number == self.latest_number and self.status == Status.PUBLISHED
        )

    def last_return(self) -> "GuideEvent | None":
        """Who returned it last, and why."""
        return self.events.filter(kind=GuideEvent.Kind.RETURNED).select_related("by").first()

    @property
    def is_overdue(self) -> bool:
        """Whether the day of its review has come."""
        return self.review_by is not None and self.review_by <= timezone.now().date()


class GuideRevision(GuideContent, Revision):
    item = models.ForeignKey(Guide, models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        abstract = False
        constraints = (  # type: ignore[assignment]  # a longer tuple than that of the base
            *Revision.Meta.constraints,
            *GuideContent.Meta.constraints,
        )

    def __str__(self) -> str:
        return f"Revision {self.number} of “{self.title}”"


class GuideEvent(Event):
    """Who decided what about a guide; besides the common steps, those of editors among themselves."""

    APPROVED: ClassVar = "approved"
    ARCHIVED: ClassVar = "archived"
    TAKEN_BACK: ClassVar = "taken_back"
    EDIT_SCHEDULED: ClassVar = "edit_scheduled"
    EDIT_DROPPED: ClassVar = "edit_dropped"
    EDIT_REFUSED: ClassVar = "edit_refused"

    kind = models.CharField(
        max_length=16,
        choices=[
            *Event.Kind.choices,
            (APPROVED, "approved"),
            (ARCHIVED, "put away"),
            (TAKEN_BACK, "taken from the archive"),
            (EDIT_SCHEDULED, "edit scheduled"),
            (EDIT_DROPPED, "edit taken off the schedule"),
            (EDIT_REFUSED, "scheduled edit not published"),
        ],
        editable=False,
    )
    item = models.ForeignKey(Guide, models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        abstract = False


class FormerGuideSlug(FormerSlug):
    """An address that a guide was live at before, or that an editor lets lead to it."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="former_slugs")
    target = "guide"

    class Meta(FormerSlug.Meta):
        abstract = False
        verbose_name = "redirect to a guide"
        verbose_name_plural = "redirects to guides"
        constraints = (
            models.CheckConstraint(
                condition=~Q(slug__in=TAKEN.split("|")),
                name="former_guide_slug_free",
                violation_error_message="This address belongs to another part of the site.",
            ),
        )

    @classmethod
    def in_use(cls) -> GuideQuerySet:
        """A guide that was taken down may hand its address to another, until it is published again."""
        return Guide.objects.accepted()
