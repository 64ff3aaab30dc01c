"""The analyst's desk: sources and the figures that rest on them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from portal.desk import desk, person
from portal.money import money, span
from portal.publishing.models import Status
from portal.stale_forms import SeenAdmin, SeenForm
from portal.storable import storable
from salaries.actions import NO_REASON, needs_reason, publish_benchmarks, save_figure
from salaries.changes.admin import Withdrawing
from salaries.models import Benchmark, Source
from salaries.querysets import TABLE_ORDER, BenchmarkQuerySet
from salaries.snapshots.admin import SnapshotAdmin
from salaries.survey.admin import SurveyImportAdmin
from salaries.survey.title_admin import SurveyTitleAdmin

__all__ = (
    "BenchmarkAdmin",
    "SnapshotAdmin",
    "SourceAdmin",
    "SurveyImportAdmin",
    "SurveyTitleAdmin",
)


def _with_stale_figures() -> QuerySet[Source]:
    shown = Benchmark.objects.public().filter(source=OuterRef("pk"))
    return Source.objects.stale().filter(Exists(shown))


class StaleFilter(admin.SimpleListFilter):
    title = "when it was looked up"
    parameter_name = "looked_up"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("long-ago", "over a year ago, and its figures are public")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        if self.value() is None:
            return queryset
        return queryset.filter(pk__in=_with_stale_figures().values("pk"))


@admin.register(Source, site=desk)
class SourceAdmin(SeenAdmin):
    list_display = ("name", "publisher", "basis", "reference_period", "retrieved_on", "figures")
    list_filter = (StaleFilter, "basis")
    search_fields = ("name", "slug", "publisher")
    ordering = ("name",)
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
        sources: QuerySet[Source] = super().get_queryset(request)
        return sources.annotate(figures=Count("benchmarks"))

    @admin.display(description="figures", ordering="figures")
    def figures(self, source: Source) -> str:
        address = f"{reverse('admin:salaries_benchmark_changelist')}?source__id__exact={source.pk}"
        return format_html('<a href="{}">{}</a>', address, getattr(source, "figures", 0))


class BenchmarkForm(SeenForm):
    reason = forms.CharField(
        label="Reason of the change",
        required=False,
        max_length=300,
        validators=[storable],
        widget=forms.TextInput(attrs={"size": 80}),
        help_text="For readers, in the changelog: needed to withdraw a published figure.",
    )

    class Meta:
        widgets: ClassVar = {"currency": forms.TextInput(attrs={"size": 3})}

    def add_error(self, field: str | None, error: Any) -> None:
        """A field that could not be read is not blamed for being empty as well."""
        if field is None and hasattr(error, "error_dict"):
            fresh = {
                name: said for name, said in error.error_dict.items() if name not in self.errors
            }
            error = ValidationError(fresh)
        super().add_error(field, error)

    def _post_clean(self) -> None:
        """Once the figure holds what was entered, it is known whether readers lose it."""
        super()._post_clean()  # type: ignore[misc]  # a hook that stubs leave out
        if self.errors or self.cleaned_data["reason"]:
            return
        if needs_reason(self.stored, self.instance):
            self.add_error("reason", NO_REASON)


@admin.register(Benchmark, site=desk)
class BenchmarkAdmin(Withdrawing, SeenAdmin):
    form = BenchmarkForm
    list_display = ("__str__", "figure_words", "place", "year", "basis", "state")
    list_filter = ("status", "role", "measure", "level", "workplace", "component", "year", "source")
    list_select_related = ("role", "place", "source")
    list_per_page = 50
    ordering = TABLE_ORDER
    search_fields = ("role__name", "specialism", "note", "source__name", "place__name")
    search_help_text = "Role, specialism, place, note or source"
    autocomplete_fields = ("role", "place", "source")
    readonly_fields = ("reads_as",)
    history_list_display = ["figure", "state"]
    actions = ("publish", "withdraw")
    save_on_top = True
    fieldsets = (
        (
            "What is measured",
            {
                "fields": (
                    "role",
                    ("measure", "specialism"),
                    ("min_years", "max_years"),
                    "level",
                    ("place", "workplace"),
                    ("year", "first_year"),
                )
            },
        ),
        (
            "The figure",
            {
                "fields": (
                    ("component", "currency", "period"),
                    "shape",
                    ("low", "high"),
                    "open_ended",
                    ("p10", "p25", "p50", "p75", "p90"),
                    "sample_size",
                    "note",
                    "reads_as",
                ),
                "description": "As published. Don’t convert it, don’t fill a gap, don’t infer a percentile.",
            },
        ),
        ("Where it comes from", {"fields": ("source",)}),
        (
            "Publication",
            {
                "fields": (("status", "published_at"), "reason"),
                "description": "A change of a published figure shows within a second, in every guide that "
                "uses it, and stands in the public changelog. A withdrawn figure disappears everywhere; "
                "its history stays.",
            },
        ),
    )

    @admin.display(description="reads as")
    def reads_as(self, benchmark: Benchmark) -> str:
        """The words that readers see, as last saved."""
        if benchmark.pk is None:
            return "Shown here once the figure has been saved."
        where = f"{benchmark.place.label}, {benchmark.years}"
        kind = benchmark.get_component_display()
        return (
            f"{benchmark.role}, {benchmark.label}: {self.figure_words(benchmark)}, {kind}, {where}"
        )

    @admin.display(description="figure", ordering="low")
    def figure_words(self, benchmark: Benchmark) -> str:
        return f"{benchmark.figure} {benchmark.period_words}"

    @admin.display(description="figure")
    def figure(self, past: Any) -> str:
        """For the history: the figure as it was."""
        if past.p50 is not None:
            return f"{money(past.p50, past.currency)} median of {past.sample_size}"
        return span(past.low, past.high, past.currency, open_ended=past.open_ended)

    @admin.display(description="basis", ordering="source__basis")
    def basis(self, benchmark: Benchmark) -> str:
        return benchmark.source.get_basis_display() if benchmark.source else "–"

    @admin.display(description="state", ordering="status")
    def state(self, benchmark: Any) -> str:
        due = benchmark.published_at
        if benchmark.status == Status.PUBLISHED and due and due > timezone.now():
            return f"public from {due:%Y-%m-%d %H:%M} UTC"
        return str(benchmark.get_status_display())

    @admin.action(description="Publish the chosen figures", permissions=["change"])
    def publish(self, request: HttpRequest, chosen: BenchmarkQuerySet) -> None:
        done, refused = publish_benchmarks(benchmarks=chosen, by=person(request))
        if done:
            self.message_user(request, f"{done} published.", messages.SUCCESS)
        for benchmark, reason in refused:
            self.message_user(request, f"{benchmark}: {reason}", messages.ERROR)
        if not done and not refused:
            self.message_user(request, "All of these are published already.", messages.WARNING)

    def get_urls(self) -> list[Any]:
        return [*self.withdraw_urls(), *super().get_urls()]  # type: ignore[no-untyped-call]  # by simple_history

    def save_model(
        self, request: HttpRequest, obj: Benchmark, form: BenchmarkForm, change: bool
    ) -> None:
        save_figure(benchmark=obj, by=person(request), reason=form.cleaned_data["reason"])

    def has_delete_permission(self, request: HttpRequest, obj: Benchmark | None = None) -> bool:
        """One by one, and only what never was public: the rest is withdrawn, and kept."""
        if obj is None or obj.status == Status.PUBLISHED or obj.changes.exists():
            return False
        return bool(super().has_delete_permission(request, obj))


def _drafts() -> int:
    return Benchmark.objects.filter(status=Status.DRAFT).count()


desk.queue(
    "Figures not yet published",
    permission="salaries.change_benchmark",
    count=_drafts,
    url=lambda: f"{reverse('admin:salaries_benchmark_changelist')}?status__exact=draft",
    hint="Check the figure against its source, then publish it.",
)
desk.queue(
    "Sources with stale figures",
    permission="salaries.change_source",
    count=lambda: _with_stale_figures().count(),
    url=lambda: f"{reverse('admin:salaries_source_changelist')}?looked_up=long-ago",
    hint="Last looked up more than a year ago. See whether they say something newer, then renew the day.",
)
