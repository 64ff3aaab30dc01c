"""What moderators choose from, and what readers reported."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from jobs.models import Report, ReturnReason
from portal.desk import desk
from portal.plain_names import OnlyRead
from portal.stale_forms import Seen


@admin.register(ReturnReason, site=desk)
class ReturnReasonAdmin(Seen):
    list_display = ("name", "text")
    search_fields = ("name", "text")
    fieldsets = ((None, {"fields": ("name", "text")}),)


class Standing(admin.SimpleListFilter):
    title = "decision"
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "not decided yet"), *Report.Decision.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        chosen = self.value() or ""
        if chosen == "open":
            return queryset.filter(decided_at=None)
        return queryset.filter(decision=chosen) if chosen in Report.Decision.values else queryset


@admin.register(Report, site=desk)
class ReportAdmin(OnlyRead):
    """What readers reported and who decided what; decided in the queue, and never changed here.

    A reader's address stands in the queue alone, and is forgotten with the decision.
    """

    list_display = ("sent_at", "job", "company", "about", "decision", "decided_by", "decided_at")
    list_filter = (Standing, "reason")
    list_select_related = ("job__company", "decided_by")
    list_per_page = 50
    search_fields = ("job__title", "job__slug", "job__company__name", "note")
    search_help_text = "Listing, company, or what was noted with the decision."
    date_hierarchy = "sent_at"
    show_full_result_count = False
    ordering = ("-sent_at", "-pk")
    fieldsets = (
        ("The report", {"fields": ("listing", "reason", "words", "sent_at")}),
        ("The decision", {"fields": ("decided", "decided_by", "decided_at", "note")}),
    )

    @admin.display(description="company", ordering="job__company__name")
    def company(self, report: Report) -> str:
        return report.job.company.name

    @admin.display(description="reason", ordering="reason")
    def about(self, report: Report) -> str:
        """In a word; the whole sentence stands on its page."""
        return report.reason.replace("_", " ")

    @admin.display(description="listing")
    def listing(self, report: Report) -> str:
        address = reverse("admin:jobs_job_review", args=[report.job_id])
        return format_html('<a href="{}">{}</a>', address, report.job)

    @admin.display(description="decision")
    def decided(self, report: Report) -> str:
        if report.decided_at is None:
            address = reverse("admin:jobs_job_queue")
            return format_html('Not decided yet: it waits in <a href="{}">the queue</a>.', address)
        return report.get_decision_display().capitalize()
