"""Which jobs and companies readers may see, and the ways to ask for them.

Only this module mentions a status or compares a date: everything else asks it.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobs.naming import is_telling, mail_domain, name_key, site_domain
from portal.accounts.models import ApiToken, User
from portal.publishing.models import Event, PublishableQuerySet, Status

if TYPE_CHECKING:
    from jobs.models import Company, Job, JobRevision, Membership  # noqa: F401  # in strings below


class Stage(models.TextChoices):
    """Where a job stands at this moment, the clock included."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    RETURNED = "returned", "returned"
    SCHEDULED = "scheduled", "scheduled"
    OPEN = "open", "open"
    EXPIRED = "expired", "expired"
    CLOSED = "closed", "closed"


class Gone(models.TextChoices):
    """How a job left the site."""

    CLOSED = "closed", "closed"
    EXPIRED = "expired", "expired"


# What the page of a job reads of it, of its company and of its role.
ON_PAGE: Final = (
    *("slug", "title", "primary_role", "company", "status", "latest_number", "live_number"),
    *("published_at", "changed_at", "closes_at", "closed_at", "close_reason", "external_id"),
    *("employment_type", "level", "workplace", "place_label", "deadline"),
    *("pay_label", "pay_country", "pay_min", "pay_max", "currency", "period"),
    *("bonus", "commission", "equity", "benefits"),
    *("description_html", "lists_html", "responsibilities", "ai_screening", "existing_vacancy"),
    "apply_url",
    *("company__slug", "company__name", "company__website", "company__about"),
    *("primary_role__slug", "primary_role__name", "primary_role__plural"),
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
        """Jobs of the companies that a person belongs to, suspended ones left out."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(company__memberships__user=user, company__suspended_at=None)

    def gone(self) -> Self:
        """Was public once and no longer is: closed by hand, or expired.

        One that was closed stays so for readers while it is worked on, until it is approved again.
        """
        now = timezone.now()
        closed = Q(~Q(status=Status.PUBLISHED), published_at__lte=F("closed_at"))
        expired = Q(status=Status.PUBLISHED, published_at__lte=now, closes_at__lte=now)
        return self.filter(closed | expired)

    def gone_since(self, since: datetime) -> Self:
        """Left the site at that instant or after it, by the clock too. Annotates `gone_at` and `gone_by`,
        one of `Gone`."""
        closed = Q(closed_at__isnull=False)
        left = self.gone().filter(
            Q(closed_at__gte=since) | Q(status=Status.PUBLISHED, closes_at__gte=since)
        )
        return left.annotate(
            gone_at=Case(
                When(closed & Q(closes_at__gte=F("closed_at")), then=F("closed_at")),
                default=Coalesce(F("closes_at"), F("closed_at")),
                output_field=models.DateTimeField(),
            ),
            gone_by=Case(
                When(closed & ~Q(closes_at__lt=F("closed_at")), then=Value(Gone.CLOSED.value)),
                default=Value(Gone.EXPIRED.value),
                output_field=models.CharField(),
            ),
        ).filter(gone_at__gte=since)

    def to_review(self) -> Self:
        """Waits for a moderator: handed over and not decided, whether it is live with an older text or not.

        What suspended companies handed over waits until they are reinstated.
        """
        edited = Q(status=Status.PUBLISHED, submitted_number__gt=F("live_number"))
        # The first condition is that of the index, which holds no more than the queue.
        waits = Q(status=Status.IN_REVIEW) | edited
        return self.filter(waits, submitted_number__isnull=False, company__suspended_at=None)

    def longest_waiting(self) -> Self:
        return self.order_by("submitted_at", "pk")

    def to_submit(self) -> Self:
        """With a latest revision that nobody has looked at; what was closed is left as it is."""
        known = Q(submitted_number=F("latest_number"), submitted_number__isnull=False)
        live = Q(status=Status.PUBLISHED, live_number=F("latest_number"))
        return self.exclude(status=Status.CLOSED).exclude(known).exclude(live)

    def with_reason(self) -> Self:
        """Annotates `reason`: what was said when it was last returned."""
        events = self.model._meta.get_field("events").related_model
        returned = events._default_manager.filter(item=OuterRef("pk"), kind=Event.Kind.RETURNED)
        return self.annotate(reason=Subquery(returned.values("note")[:1]))

    def of_token(self, token: ApiToken) -> Self:
        """Jobs of the company that a token is for, as far as its maker may see them."""
        return self.of(token.owner).filter(company__tokens__token=token)

    def in_role(self, role_id: int | OuterRef) -> Self:
        return self.filter(roles=role_id)

    def for_page(self) -> Self:
        """With all that the page of one job names besides what hangs on it."""
        return self.select_related("company", "primary_role").only(*ON_PAGE)

    def for_letters(self) -> Self:
        """Those that are applied to by e-mail, with what the letter's pages name, and with the address, which
        no page may show."""
        named = ("slug", "title", "external_id", "apply_email", "closes_at", "company__name")
        role = ("primary_role__slug", "primary_role__name")
        by_mail = self.filter(apply_url="").exclude(apply_email="")
        return by_mail.select_related("company", "primary_role").only(*named, *role)

    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")

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
        """Those that a person belongs to, suspended ones left out."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(memberships__user=user, suspended_at=None)

    def owned_by(self, user: User | AnonymousUser) -> Self:
        """Those whose people and tokens somebody manages."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(memberships__user=user, memberships__role="owner", suspended_at=None)

    def suspended_of(self, user: User | AnonymousUser) -> Self:
        """Those that a person belongs to and that staff have suspended."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(memberships__user=user).exclude(suspended_at=None)

    def like(self, name: str, website: str) -> Self:
        """Likely the same company, by its name or by its website."""
        same = Q(name_key=name_key(name))
        if is_telling(domain := site_domain(website)):
            same |= Q(site_domain=domain)
        return self.filter(same)

    def open_to(self, user: User | AnonymousUser) -> Self:
        """Those that take in whoever has a confirmed address of their domain, as this person has."""
        if not user.is_authenticated or not user.has_verified_address:
            return self.none()
        domain = mail_domain(user.email)
        if not is_telling(domain):
            return self.none()
        found = self.filter(join_domain=domain, suspended_at=None)
        return found.exclude(memberships__user=user)

    def of_token(self, token: Any) -> "Company":
        """The company that a token is for."""
        return self.get(tokens__token=token)

    def _jobs(self) -> JobQuerySet:
        jobs = self.model._meta.get_field("jobs").related_model
        return JobQuerySet(jobs).filter(company=OuterRef("pk"))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def working(self) -> Self:
        """Of people who may work on their company's listings at this moment."""
        return self.filter(user__is_active=True, company__suspended_at=None)


class RevisionQuerySet(models.QuerySet["JobRevision"]):
    def whole(self) -> Self:
        """With all that a listing says, in few queries."""
        named = ("roles", "skills", "locations", "remote_countries")
        return self.select_related("primary_role", "created_by").prefetch_related(*named)
