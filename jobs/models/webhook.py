import uuid
from datetime import timedelta
from typing import Final, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from jobs.models.company import Company, Membership
from portal.accounts.models import User

LEASE: Final = timedelta(minutes=2)  # a delivery that takes longer was killed
# How long to wait after each failure; after the last a day has passed, and no more is tried.
PAUSES: Final = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 120, 240, 480, 480))


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """Those of companies that somebody owns."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        owning = Membership.objects.working().filter(
            user=user, company=OuterRef("company"), role=Membership.Role.OWNER
        )
        return self.filter(Exists(owning)).select_related("company")

    def with_last(self) -> Self:
        """Annotates when something was written down for it last, and what it answered."""
        last = Delivery.objects.filter(webhook=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_at=Subquery(last.values("created_at")[:1]),
            last_status=Subquery(last.values("status")[:1]),
        )

    def on(self) -> Self:
        return self.filter(switched_off_at=None)


class Webhook(models.Model):
    """An address of a company's that is told what happens to its listings.

    The secret is kept as it is: what is sent is signed with it. It is shown once.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="webhooks")
    url = models.URLField("address", max_length=500)
    secret = models.CharField(max_length=80, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    switched_off_at = models.DateTimeField(null=True, editable=False)
    is_failing = models.BooleanField(
        default=False, editable=False, help_text="Switched off because nothing arrived for a day."
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                "company",
                "url",
                name="webhook_once",
                violation_error_message="Your company has this address already.",
            ),
            models.CheckConstraint(
                condition=Q(is_failing=False) | Q(switched_off_at__isnull=False),
                name="webhook_failing_is_off",
            ),
        )

    def __str__(self) -> str:
        return self.url


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self) -> Self:
        """Neither taken nor given up, not being sent, and its pause is over."""
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, next_at__lte=now, webhook__switched_off_at=None)

    def claim(self, pk: int) -> "Delivery | None":
        """Take one for sending; of many at once one gets it."""
        delivery = self.due().select_related("webhook__company").filter(pk=pk).first()
        if delivery is None:
            return None
        until = timezone.now() + LEASE
        mine = self.due().filter(pk=pk, attempts=delivery.attempts)
        if not mine.update(leased_until=until, attempts=F("attempts") + 1):
            return None
        delivery.leased_until, delivery.attempts = until, delivery.attempts + 1
        return delivery


class Delivery(models.Model):
    """Something that a webhook is told: written down with what happened, then sent until it is taken."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(
        default=timezone.now, null=True, help_text="When it is sent next; empty: not again."
    )
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="Of the last answer.")
    answer = models.TextField(default="", help_text="How it began.")
    error = models.CharField(max_length=300, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint("webhook", "event", name="delivery_event_once"),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(next_at=None), name="delivery_taken_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at",), condition=Q(next_at__isnull=False), name="delivery_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.webhook}"
