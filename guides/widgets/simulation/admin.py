"""What editors and analysts keep for the career growth simulation."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guides.widgets.simulation.models import (
    PromotionStep,
    Simulation,
    SimulationFactor,
    SimulationOption,
    SkillStage,
)
from portal.desk import desk
from portal.numbers import FiniteDecimalField
from portal.stale_forms import Seen, SeenForm

SOURCE: Any = (
    "Where it comes from",
    {
        "fields": ("basis", "note", "source_url", "effective_year"),
        "description": "Readers see all of it beside the result and on the page of the method.",
    },
)


class SimulationDeskForm(SeenForm):
    class Meta:
        widgets: ClassVar = {"intro": forms.Textarea(attrs={"rows": 3, "cols": 80})}


@admin.register(Simulation, site=desk)
class SimulationAdmin(Seen):
    form = SimulationDeskForm
    list_display = ("title", "page", "is_public", "role_count", "span", "start_years", "updated_at")
    list_filter = ("is_public", "roles")
    search_fields = ("title", "slug", "intro")
    autocomplete_fields = ("roles",)
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "intro", "is_public")}),
        ("What readers choose from", {"fields": ("roles", "start_years")}),
        (
            "The years",
            {
                "fields": (("first_year", "length"),),
                "description": "Pay comes from the benchmarks of each role by years of experience.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Simulation]:
        simulations: QuerySet[Simulation] = super().get_queryset(request)
        return simulations.annotate(role_count=Count("roles"))

    @admin.display(description="page", ordering="slug")
    def page(self, simulation: Simulation) -> SafeString | str:
        if not simulation.is_public:
            return simulation.slug
        return format_html('<a href="{}">{}</a>', simulation.get_absolute_url(), simulation.slug)

    @admin.display(description="roles", ordering="role_count")
    def role_count(self, simulation: Simulation) -> int:
        return int(getattr(simulation, "role_count", 0))

    @admin.display(description="years", ordering="first_year")
    def span(self, simulation: Simulation) -> str:
        return f"{simulation.first_year} to {simulation.first_year + simulation.length - 1}"


class FactorInline(admin.StackedInline[SimulationFactor, SimulationOption]):
    model = SimulationFactor
    extra = 0
    max_num = 2
    formfield_overrides: ClassVar = {models.DecimalField: {"form_class": FiniteDecimalField}}
    fieldsets = (
        (
            None,
            {
                "fields": ("aspect", ("low", "middle", "high")),
                "description": "The middle moves the result, the other two widen its band. "
                "Without a factor everything is counted with 1.00.",
            },
        ),
        SOURCE,
    )


class WithoutSource(admin.SimpleListFilter):
    title = "what its factors rest on"
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*SimulationFactor.Basis.choices, ("none", "no factor")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(factors=None)
        if self.value() in SimulationFactor.Basis.values:
            return queryset.filter(factors__basis=self.value()).distinct()
        return queryset


@admin.register(SimulationOption, site=desk)
class SimulationOptionAdmin(Seen):
    list_display = ("name", "kind", "slug", "level", "growth", "order")
    list_filter = ("kind", WithoutSource)
    search_fields = ("name", "slug", "factors__note")
    ordering = ("kind", "order", "name")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = ((None, {"fields": ("kind", "name", "slug", "order")}),)
    inlines = (FactorInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SimulationOption]:
        return super().get_queryset(request).prefetch_related("factors")

    @admin.display(description="level of pay")
    def level(self, option: SimulationOption) -> str:
        return self._factor(option, SimulationFactor.Aspect.LEVEL)

    @admin.display(description="growth of pay")
    def growth(self, option: SimulationOption) -> str:
        return self._factor(option, SimulationFactor.Aspect.GROWTH)

    def _factor(self, option: SimulationOption, aspect: str) -> str:
        found = [each for each in option.factors.all() if each.aspect == aspect]
        return f"{found[0].middle} ({found[0].low} to {found[0].high})" if found else "1.00"


@admin.register(PromotionStep, site=desk)
class PromotionStepAdmin(Seen):
    list_display = ("step", "role", "years", "earliest", "latest", "basis", "effective_year")
    list_filter = ("role", "basis", "to_level")
    list_select_related = ("role",)
    search_fields = ("role__name", "role__slug", "note")
    autocomplete_fields = ("role",)
    fieldsets = (
        (None, {"fields": ("role", ("from_level", "to_level"))}),
        ("Years of experience", {"fields": (("years", "earliest", "latest"),)}),
        SOURCE,
    )

    @admin.display(description="step", ordering="years")
    def step(self, step: PromotionStep) -> str:
        return f"{step.get_from_level_display()} to {step.get_to_level_display().lower()}"


@admin.register(SkillStage, site=desk)
class SkillStageAdmin(Seen):
    list_display = ("area", "from_years", "to_years", "basis", "effective_year")
    list_filter = ("basis",)
    search_fields = ("note",)
    fieldsets = (
        (
            None,
            {
                "fields": ("area", ("from_years", "to_years")),
                "description": "The skills of the area, in the order of each role’s record, are spread "
                "evenly over these years of experience.",
            },
        ),
        SOURCE,
    )
