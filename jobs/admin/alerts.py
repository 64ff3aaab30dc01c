"""Who gets letters about new jobs, addresses masked, and what they were told. Staff change neither."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from jobs.alerts.leaving import erase
from jobs.alerts.models import Alert, Subscriber, Told
from jobs.alerts.searches import opened, words
from portal.accounts.models import as_stored
from portal.desk import desk
from portal.plain_names import OnlyRead

STATES: Final[dict[str, dict[str, Any]]] = {
    "on": {"due_at__isnull": False},
    "unconfirmed": {"confirmed_at": None},
    "paused": {"paused_at__isnull": False},
    "stopped": {"lapsed_at__isnull": False},
}


class State(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Alert]) -> QuerySet[Alert]:
        return queryset.filter(**STATES.get(self.value() or "", {}))


@admin.register(Alert, site=desk)
class AlertAdmin(admin.ModelAdmin[Alert]):
    """To delete one is to erase the address, as its owner may ask by letter."""

    list_display = ("address", "looks_for", "rhythm", "zone", "state", "jobs_told", "confirmed_at")
    list_filter = (State, "rhythm")
    list_select_related = ("subscriber", "search")
    list_per_page = 50
    search_fields = ("subscriber__email",)
    search_help_text = "A whole e-mail address."
    date_hierarchy = "created_at"
    fields = (
        *("address", "looks_for", "rhythm", "zone", "hour", "state"),
        *("created_at", "asked_at", "confirmed_at", "checked_at", "due_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        return super().get_queryset(request).annotate(told_count=Count("told"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Alert], search_term: str
    ) -> tuple[QuerySet[Alert], bool]:
        """Only by all of an address: parts of it would let it be guessed letter by letter."""
        wanted = as_stored(search_term)
        return (queryset.filter(subscriber__email=wanted) if wanted else queryset), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return False

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[str], list[Any]]:
        """Named masked; the ledger goes with the address."""
        names = [f"everything about {alert.subscriber}" for alert in objs]
        return names, {"addresses": len(names)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Alert) -> None:
        erase(subscriber=obj.subscriber)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Alert]) -> None:
        for subscriber in Subscriber.objects.filter(pk__in=queryset.values("subscriber")):
            erase(subscriber=subscriber)

    @admin.display(description="address", ordering="subscriber")
    def address(self, alert: Alert) -> str:
        return alert.subscriber.masked

    @admin.display(description="looks for")
    def looks_for(self, alert: Alert) -> str:
        return words(opened(alert.search))

    @admin.display(description="jobs told", ordering="told_count")
    def jobs_told(self, alert: Alert) -> int:
        return int(getattr(alert, "told_count", 0))


@admin.register(Told, site=desk)
class ToldAdmin(OnlyRead):
    """The ledger: it is read, never written here."""

    list_display = ("told_at", "address", "job", "is_sent")
    list_display_links = None
    list_select_related = ("subscriber", "job", "letter")
    list_per_page = 50
    search_fields = ("job__title", "job__slug")
    search_help_text = "The listing’s title or address."
    date_hierarchy = "told_at"
    show_full_result_count = False
    fields = ("told_at", "address", "job", "is_sent")

    @admin.display(description="address")
    def address(self, told: Told) -> str:
        return told.subscriber.masked

    @admin.display(description="sent", boolean=True)
    def is_sent(self, told: Told) -> bool | None:
        """Not known any more once the letter is erased."""
        return told.letter.sent_at is not None if told.letter else None
