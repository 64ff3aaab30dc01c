"""Visibility in time and revisions, said once for everything that is written, checked and published.

A publishable row holds what is public. Every save by a person is an immutable revision beside it.
Publishing copies one revision to the row. An app declares its content once, in an abstract model that
the row and the revision both inherit:

    class GuideContent(models.Model): ...            # abstract: title, body, roles …
    class Guide(GuideContent, Publishable): ...      # what is public, plus what is derived from it
    class GuideRevision(GuideContent, Revision):     # what somebody saved
        item = models.ForeignKey(Guide, models.CASCADE, related_name="revisions")
    class GuideEvent(Event):
        item = models.ForeignKey(Guide, models.CASCADE, related_name="events")
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from portal.accounts.models import User


class Status(models.TextChoices):
    """Where a thing stands; whether it is public also depends on the clock."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    RETURNED = "returned", "returned"
    PUBLISHED = "published", "published"
    CLOSED = "closed", "closed"


SUBMITTABLE: Final = (Status.DRAFT, Status.RETURNED)


class PublishableQuerySet[Item: models.Model](models.QuerySet[Item]):
    """`public()` is the one rule of what a stranger may see; subclasses narrow it by `super()`.

    For rows with a `status` and `published_at`, which a `Publishable` has.

    It speaks of the moment `at`; of now, if none is given. `instants` are the columns that it compares
    with the clock; at those of `turns` something else changes what readers see.
    """

    instants: ClassVar[tuple[str, ...]] = ("published_at",)
    turns: ClassVar[tuple[str, ...]] = ()

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(status=Status.PUBLISHED, published_at__lte=at or timezone.now())

    def accepted(self) -> Self:
        """Published by somebody who may, whether by the clock it is public yet, still or no more."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff who may view these see all of them; subclasses widen it for a thing's own people."""
        meta = self.model._meta
        if (
            user.is_active
            and user.is_staff
            and user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        ):
            return self.all()
        return self.public()

    def to_review(self) -> Self:
        """Waits for somebody who may publish: submitted, or public with a later revision.

        For rows with revisions.
        """
        edited = models.Q(status=Status.PUBLISHED, latest_number__gt=models.F("live_number"))
        return self.filter(models.Q(status=Status.IN_REVIEW) | edited)

    def next_change(self, after: datetime) -> datetime | None:
        """The first instant after the given one at which the clock alone changes what readers see."""
        published = self.filter(status=Status.PUBLISHED)
        found = published.aggregate(
            **{
                f"next_{name}": models.Min(name, filter=models.Q(**{f"{name}__gt": after}))
                for name in (*self.instants, *self.turns)
            }
        )
        return min((instant for instant in found.values() if instant), default=None)


class Publishable(models.Model):
    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(
        "live from", null=True, blank=True, help_text="UTC. In the future: it goes live then."
    )
    changed_at = models.DateTimeField(
        "public text changed at", null=True, blank=True, editable=False
    )
    latest_number = models.PositiveIntegerField("latest revision", default=0, editable=False)
    live_number = models.PositiveIntegerField("live revision", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        """Public at this moment, as far as the status and the day it went live say."""
        return (
            self.status == Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def has_unpublished_changes(self) -> bool:
        return self.latest_number != (self.live_number or 0)


class Revision(models.Model):
    """What somebody saved. Never changed afterwards; concrete classes add `item` and the content."""

    number = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="%(app_label)s_%(class)ss",
    )
    comment = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("item", "number"), name="%(class)s_number_once"),
        )

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A revision is never changed: save a new one.")
        super().save(*args, **kwargs)


class Event(models.Model):
    """Who did what, when and why; concrete classes add `item`."""

    class Kind(models.TextChoices):
        CREATED = "created", "created"
        SUBMITTED = "submitted", "submitted for review"
        RETURNED = "returned", "returned"
        PUBLISHED = "published", "published"
        CLOSED = "closed", "taken off the site"

    kind = models.CharField(max_length=16, choices=Kind, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="%(app_label)s_%(class)ss",
    )
    revision = models.PositiveIntegerField(null=True, editable=False)
    note = models.CharField(max_length=1000, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.get_kind_display()


def content_fields(content: type[models.Model]) -> Iterable[str]:
    """Names of the columns that a content model declares, many-to-many ones left out."""
    return [field.name for field in content._meta.local_fields]


def content_relations(content: type[models.Model]) -> Iterable[str]:
    """Names of the many-to-many fields that a content model declares."""
    return [field.name for field in content._meta.local_many_to_many]
