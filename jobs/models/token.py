from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from jobs.models.company import Company, Membership
from portal.accounts.models import ApiToken, User

KIND = "company"  # the kind of these tokens


def held() -> Q:
    """Tokens, as rows of the ground, whose makers still belong to the company that they are for.

    Somebody who left and came back makes new ones.
    """
    member = Membership.objects.working().filter(
        user=OuterRef("owner"),
        company=OuterRef("of_company__company"),
        joined_at__lte=OuterRef("created_at"),
    )
    return Q(Exists(member))


class CompanyTokenQuerySet(models.QuerySet["CompanyToken"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """Those that somebody may see and revoke: their own; an owner all of the company."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.working().filter(user=user, company=OuterRef("company"))
        owning = mine.filter(role=Membership.Role.OWNER)
        return self.filter(Exists(mine), Q(token__owner=user) | Exists(owning))

    def listed(self) -> Self:
        """Those in force first, the newest first in each."""
        named = self.select_related("token__owner", "company").prefetch_related("token__scopes")
        return named.order_by(models.F("token__revoked_at").asc(nulls_first=True), "-pk")


class CompanyToken(models.Model):
    """Which company a token is for. The token itself is of the ground, which knows no companies."""

    token = models.OneToOneField(ApiToken, models.CASCADE, related_name="of_company")
    company = models.ForeignKey(Company, models.CASCADE, related_name="tokens")

    objects = CompanyTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "token of a company"
        verbose_name_plural = "tokens of companies"

    def __str__(self) -> str:
        return f"{self.token} of {self.company}"
