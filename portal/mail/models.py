"""Letters, kept as they were sent."""

from datetime import datetime, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

LEASE: Final = timedelta(minutes=5)  # a sending that takes longer was killed
MOST_ATTEMPTS: Final = 10


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self, at: datetime | None = None) -> Self:
        """Neither sent nor being sent, and not given up."""
        free = Q(leased_until=None) | Q(leased_until__lt=at or timezone.now())
        return self.filter(free, sent_at=None, attempts__lt=MOST_ATTEMPTS)

    def given_up(self) -> Self:
        return self.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)

    def claim(self, pk: int) -> "Mail | None":
        """Take a letter for sending; of many at once one gets it. Each attempt holds it for longer."""
        now = timezone.now()
        letter = self.waiting(now).filter(pk=pk).first()
        if letter is None:
            return None
        until = now + LEASE * (letter.attempts + 1)
        mine = self.waiting(now).filter(pk=pk, attempts=letter.attempts)
        if not mine.update(leased_until=until, attempts=F("attempts") + 1):
            return None
        letter.leased_until = until
        return letter


class Mail(models.Model):
    to = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="mails",
        help_text="The account written to, if it is one.",
    )
    matter = models.CharField(
        max_length=200, help_text="What it is about; an addressee hears of a matter once."
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(
        "HTML", blank=True, default="", help_text="The same, drawn; empty for plain text alone."
    )
    is_secret = models.BooleanField(
        "secret",
        default=False,
        editable=False,
        help_text="Holds a code or a link for its addressee alone: the words are kept until it is sent.",
    )
    message_id = models.CharField(
        max_length=200,
        blank=True,
        default="",
        editable=False,
        help_text="Of the message: the same however often it has to be sent.",
    )
    unsubscribe_url = models.CharField(
        max_length=500,
        blank=True,
        default="",
        editable=False,
        help_text="Where one click ends letters of this kind (RFC 8058).",
    )
    reply_to = models.EmailField(
        blank=True,
        default="",
        editable=False,
        help_text="Where an answer goes; to the portal if empty.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "letter"
        constraints = (models.UniqueConstraint(fields=("to", "matter"), name="mail_matter_once"),)
        indexes = (
            models.Index(fields=("created_at",), condition=Q(sent_at=None), name="mail_unsent"),
            models.Index(fields=("created_at",), condition=Q(is_secret=True), name="mail_secret"),
        )

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"

    @property
    def headers(self) -> dict[str, str]:
        """Those of its own, as it goes out."""
        found = {"Message-ID": self.message_id} if self.message_id else {}
        if self.unsubscribe_url:
            found["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return found
