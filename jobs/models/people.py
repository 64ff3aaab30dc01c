"""How people come to a company, and what became of it and them."""

from datetime import timedelta
from typing import Final, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jobs.models.company import Company, Membership
from portal.accounts.models import User

INVITATION_LASTS: Final = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Neither taken up nor withdrawn nor run out."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def usable(self) -> Self:
        """As `waiting`, from somebody who may still invite to a company that may still hire."""
        owners = Membership.objects.filter(
            company=OuterRef("company"), user=OuterRef("invited_by"), role=Membership.Role.OWNER
        )
        inviting = self.waiting().filter(company__suspended_at=None, invited_by__is_active=True)
        return inviting.filter(Exists(owners))

    def addressed_to(self, user: User | AnonymousUser) -> Self:
        """To the address that somebody signs in with, once a letter has reached them there."""
        if not user.is_authenticated or not user.has_verified_address:
            return self.none()
        return self.filter(email=user.email)


class Invitation(models.Model):
    """Lets one address into a company, once. Of the secret in the letter only a digest is kept."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(
        max_length=12, choices=Membership.Role, default=Membership.Role.RECRUITER
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("company", "email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
                violation_error_message="This address is invited already.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=("owner", "recruiter")), name="invitation_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} to {self.company}"


class CompanyEvent(models.Model):
    """What happened to a company and its people: who, what, when."""

    class Kind(models.TextChoices):
        CREATED = "created", "created"
        EDITED = "edited", "facts changed"
        INVITED = "invited", "invited"
        WITHDRAWN = "withdrawn", "invitation withdrawn"
        JOINED = "joined", "joined"
        ROLE = "role", "role changed"
        LEFT = "left", "left"
        REMOVED = "removed", "removed"
        HANDED_OVER = "handed_over", "handed over"
        DOMAIN = "domain", "joining by domain changed"
        SUSPENDED = "suspended", "suspended"
        REINSTATED = "reinstated", "reinstated"

    company = models.ForeignKey(Company, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        *("created", "edited", "invited", "withdrawn", "joined", "role", "left"),
                        *("removed", "handed_over", "domain", "suspended", "reinstated"),
                    )
                ),
                name="company_event_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company}: {self.get_kind_display()}"
