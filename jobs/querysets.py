"""Which jobs and companies readers may see, and the ways to ask for them.

Only this module mentions a status or compares a date: everything else asks it.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.models import PublishableQuerySet, Status

if TYPE_CHECKING:
    from jobs.models import Company, Job  # noqa: F401  # the first in a string below


class Stage(models.TextChoices):
    """Where a job stands at this moment, the clock included."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    RETURNED = "returned", "returned"
    SCHEDULED = "scheduled", "scheduled"
    OPEN = "open", "open"
    EXPIRED = "expired", "expired"
    CLOSED = "closed", "closed"


# What the page of a job reads of it, of its company and of its role.
ON_PAGE: Final = (
    *("slug", "title", "primary_role", "company", "status", "latest_number", "live_number"),
    *("published_at", "changed_at", "closes_at", "closed_at", "close_reason", "external_id"),
    *("employment_type", "level", "workplace", "place_label", "deadline"),
    *("pay_label", "pay_country", "pay_min", "pay_max", "currency", "period"),
    *("bonus", "commission", "equity", "benefits"),
    *("description_html", "lists_html", "responsibilities", "ai_screening", "existing_vacancy"),
    *("apply_url", "apply_email"),
    *("company__slug", "company__name", "company__website", "company__about"),
    *("primary_role__slug", "primary_role__name"),
)


class CappedCount(Subquery):
    """How many rows a sliced queryset has, as a column of an outer query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class JobQuerySet(PublishableQuerySet["Job"]):
    instants: ClassVar = ("published_at", "closes_at")

    def public(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return super().public(at).filter(closes_at__gt=at)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is public, and whatever somebody may see the drafts of."""
        public, own = self.public().values("pk"), self.workable_by(user).values("pk")
        return self.filter(Q(pk__in=public) | Q(pk__in=own))

    def workable_by(self, user: User | AnonymousUser) -> Self:
        """Jobs whose drafts somebody may see: their own company’s; every one for staff with the right."""
        if user.is_active and user.is_staff and user.has_perm("jobs.view_job"):
            return self.all()
        return self.of(user)

    def next_change(self, after: datetime) -> datetime | None:
        """Each instant has an index that answers at once, however many jobs there are."""
        live = self.filter(status=Status.PUBLISHED)
        firsts = [
            live.filter(**{f"{name}__gt": after}).aggregate(first=models.Min(name))["first"]
            for name in self.instants
        ]
        return min((first for first in firsts if first), default=None)

    def of(self, user: User | AnonymousUser) -> Self:
        """Jobs of the companies that a person belongs to."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(company__memberships__user=user)

    def gone(self) -> Self:
        """Was public once and no longer is: closed by hand, or expired."""
        now = timezone.now()
        closed = Q(status=Status.CLOSED, published_at__lte=F("closed_at"))
        expired = Q(status=Status.PUBLISHED, published_at__lte=now, closes_at__lte=now)
        return self.filter(closed | expired)

    def in_role(self, role_id: int | OuterRef) -> Self:
        return self.filter(roles=role_id)

    def in_place(self, place_id: int) -> Self:
        """In the place or inside it, or open to remote applicants who live there."""
        return self.filter(found_under__place=place_id)

    def paying_from(self, floor: Decimal, currency: str) -> Self:
        """Pay that starts at the floor or above, per year; only jobs in the same currency."""
        return self.filter(currency=currency, annual_min__gte=floor)

    def narrowed(
        self,
        *,
        role: int | None = None,
        workplace: str = "",
        place: int | None = None,
        company: int | None = None,
        floor: Decimal | None = None,
        currency: str = "",
    ) -> Self:
        """By what a list can be narrowed by; `floor` is pay per year in `currency`."""
        jobs = self
        if role:
            jobs = jobs.in_role(role)
        if workplace:
            jobs = jobs.filter(workplace=workplace)
        if place:
            jobs = jobs.in_place(place)
        if company:
            jobs = jobs.filter(company=company)
        return jobs.paying_from(floor, currency) if floor else jobs

    def for_page(self) -> Self:
        """With all that the page of one job names besides what hangs on it."""
        return self.select_related("company", "primary_role").only(*ON_PAGE)

    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def like(self, job: "Job") -> Self:
        """Open jobs that somebody who came for this one may want, without itself."""
        return self.public().filter(primary_role=job.primary_role_id).exclude(pk=job.pk).newest()

    def closing_within(self, days: int) -> Self:
        return self.public().filter(closes_at__lte=timezone.now() + timedelta(days=days))

    def with_stage(self) -> Self:
        """Annotates `stage`, one of `Stage`."""
        now = timezone.now()
        published = Q(status=Status.PUBLISHED)
        return self.annotate(
            stage=Case(
                When(published & Q(published_at__gt=now), then=Value(Stage.SCHEDULED.value)),
                When(published & Q(closes_at__lte=now), then=Value(Stage.EXPIRED.value)),
                When(published, then=Value(Stage.OPEN.value)),
                default=F("status"),
                output_field=models.CharField(),
            )
        )


class CompanyQuerySet(models.QuerySet["Company"]):
    def public(self) -> Self:
        """Companies of which readers have seen a job, open or gone."""
        return self.filter(Exists(self._jobs().public()) | Exists(self._jobs().gone()))

    def hiring(self) -> Self:
        """Companies with an open job."""
        return self.filter(Exists(self._jobs().public()))

    def of(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(memberships__user=user)

    def _jobs(self) -> JobQuerySet:
        jobs = self.model._meta.get_field("jobs").related_model
        return JobQuerySet(jobs).filter(company=OuterRef("pk"))
