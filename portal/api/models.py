"""Requests that may be sent again without doing twice what they ask for."""

from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import ApiToken

KEPT: Final = timedelta(hours=24)


class KeyedRequestQuerySet(models.QuerySet["KeyedRequest"]):
    def lapsed(self) -> Self:
        """Kept long enough."""
        return self.filter(created_at__lte=timezone.now() - KEPT)

    def abandoned(self) -> Self:
        """Under way for longer than any request takes: its worker was killed, and what it did undone."""
        return self.filter(status=None, leased_until__lte=timezone.now())


class KeyedRequest(models.Model):
    """A request with a key, and what was answered to it; the answer is stored with what was done."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="Of the method, the address and the body.")
    created_at = models.DateTimeField(default=timezone.now)
    holder = models.CharField(max_length=32, help_text="Of those that are under way: which one.")
    leased_until = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")

    objects = KeyedRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "request with a key"
        verbose_name_plural = "requests with a key"
        constraints = (
            models.UniqueConstraint("token", "key", name="keyed_request_once"),
            models.CheckConstraint(
                condition=Q(status=None) | Q(status__gte=200, status__lt=300),
                name="keyed_request_done",
            ),
        )
        indexes = (models.Index(fields=("created_at",), name="keyed_request_age"),)

    def __str__(self) -> str:
        return self.key
