"""What people typed and have not saved."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from guides.models.guide import Guide
from portal.accounts.models import User
from portal.publishing.unsaved import UnsavedCopy


class UnsavedQuerySet(models.QuerySet["UnsavedText"]):
    def of(self, person: User | None, guide: Guide | None) -> Self:
        """The copy of one person and one guide; without a guide, of the one that they are about to create."""
        return self.filter(by=person, guide=guide)


class UnsavedText(UnsavedCopy):
    """A raw copy of somebody's form, kept while they write: no revision, and seen by them alone."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved_guides")
    guide = models.ForeignKey(Guide, models.CASCADE, null=True, related_name="unsaved_texts")

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("by", "guide"), condition=Q(guide__isnull=False), name="unsaved_of_guide"
            ),
            models.UniqueConstraint(
                fields=("by",), condition=Q(guide=None), name="unsaved_of_new_guide"
            ),
        )

    def __str__(self) -> str:
        return f"Unsaved text of {self.by}"
