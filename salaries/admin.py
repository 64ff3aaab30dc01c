"""The analyst's desk: sources and the figures that rest on them."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from portal.accounts.models import User
from portal.desk import desk
from portal.publishing.models import Status
from salaries.actions import publish_benchmarks, withdraw_benchmarks
from salaries.models import Benchmark, Source


@admin.register(Source, site=desk)
class SourceAdmin(SimpleHistoryAdmin):
    list_display = ("name", "publisher", "basis", "reference_period", "retrieved_on", "figures")
    list_filter = ("basis",)
    search_fields = ("name", "slug", "publisher")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "publisher", "url")}),
        (
            "What kind of evidence",
            {"fields": ("basis", "reference_period", "retrieved_on", "method")},
        ),
        ("Terms", {"fields": ("license", "license_url")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(figures=Count("benchmarks"))

    @admin.display(description="figures", ordering="figures")
    def figures(self, source: Source) -> str:
        address = f"{reverse('admin:salaries_benchmark_changelist')}?source__id__exact={source.pk}"
        return format_html('<a href="{}">{}</a>', address, getattr(source, "figures", 0))


@admin.register(Benchmark, site=desk)
class BenchmarkAdmin(SimpleHistoryAdmin):
    list_display = ("what", "role", "figure_words", "place", "year", "basis", "source", "state")
    list_filter = ("status", "role", "measure", "workplace", "year", "source")
    list_select_related = ("role", "place", "source")
    search_fields = ("role__name", "specialism", "note", "source__name")
    autocomplete_fields = ("role", "place", "source")
    actions = ("publish", "withdraw")
    fieldsets = (
        (
            "What is measured",
            {
                "fields": (
                    "role",
                    "measure",
                    "specialism",
                    ("min_years", "max_years"),
                    "place",
                    "workplace",
                    "year",
                )
            },
        ),
        (
            "The figure",
            {
                "fields": (
                    "component",
                    ("currency", "period"),
                    "shape",
                    ("low", "high"),
                    "open_ended",
                    "note",
                ),
                "description": "As published. Don’t convert it, don’t fill a gap, don’t infer a percentile.",
            },
        ),
        ("Where it comes from", {"fields": ("source",)}),
        (
            "Publication",
            {
                "fields": ("status", "published_at"),
                "description": "A change of a published figure shows at once, in every guide that uses it.",
            },
        ),
    )

    @admin.display(description="measure", ordering="measure")
    def what(self, benchmark: Benchmark) -> str:
        return benchmark.label

    @admin.display(description="figure", ordering="low")
    def figure_words(self, benchmark: Benchmark) -> str:
        return f"{benchmark.figure} {benchmark.period_words}"

    @admin.display(description="basis", ordering="source__basis")
    def basis(self, benchmark: Benchmark) -> str:
        return benchmark.source.get_basis_display() if benchmark.source else "–"

    @admin.display(description="state", ordering="status")
    def state(self, benchmark: Benchmark) -> str:
        due = benchmark.published_at
        if benchmark.status == Status.PUBLISHED and due and due > timezone.now():
            return f"public from {due:%Y-%m-%d %H:%M}"
        return benchmark.get_status_display()

    @admin.action(description="Publish the chosen figures", permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Benchmark]) -> None:
        done, refused = publish_benchmarks(benchmarks=chosen, by=_person(request))
        if done:
            self.message_user(request, f"{done} published.")
        for benchmark, reason in refused:
            self.message_user(request, f"{benchmark}: {reason}", "ERROR")

    @admin.action(description="Withdraw the chosen figures", permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Benchmark]) -> None:
        count = withdraw_benchmarks(benchmarks=chosen, by=_person(request))
        self.message_user(request, f"{count} withdrawn. Guides no longer show them.")


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _drafts() -> int:
    return Benchmark.objects.filter(status=Status.DRAFT).count()


desk.queue(
    "Figures not yet published",
    permission="salaries.change_benchmark",
    count=_drafts,
    url=lambda: f"{reverse('admin:salaries_benchmark_changelist')}?status__exact=draft",
    hint="Check the figure against its source, then publish it.",
)
