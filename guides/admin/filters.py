"""Which guides the list on the desk shows."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from guides.models import Guide
from portal.desk import person
from portal.publishing.models import Status


class Standing(admin.SimpleListFilter):
    """Where a guide stands for readers and editors, the clock included; the archive stays apart."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("live", "live"),
            ("scheduled", "scheduled, or an edit is"),
            ("review", "in review"),
            ("returned", "returned"),
            ("approved", "approved, to be published"),
            ("overdue", "overdue for review"),
            ("archived", "archived"),
        ]

    def choices(self, changelist: Any) -> Any:
        every, *rest = super().choices(changelist)
        return [{**every, "display": "All but archived"}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Guide]) -> QuerySet[Guide]:
        guides, now = Guide.objects, timezone.now()
        chosen = {
            "live": Q(pk__in=guides.public()),
            "scheduled": Q(status=Status.PUBLISHED, published_at__gt=now)
            | Q(next_at__isnull=False),
            "review": Q(pk__in=guides.to_review()),
            "returned": Q(pk__in=guides.returned()),
            "approved": Q(pk__in=guides.approved()),
            "overdue": Q(pk__in=guides.overdue_for_review()),
            "archived": Q(archived_at__isnull=False),
        }
        return queryset.filter(chosen.get(self.value() or "", Q(archived_at=None)))


class Whose(admin.SimpleListFilter):
    title = "whose"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", "mine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Guide]) -> QuerySet[Guide]:
        by = person(request)
        if self.value() == "mine" and by:
            return queryset.filter(pk__in=Guide.objects.own_of(by))
        return queryset
