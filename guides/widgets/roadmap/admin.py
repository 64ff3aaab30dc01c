"""Roadmaps on the desk: each with its goals and steps, which have pages of their own."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guides.widgets.roadmap import actions
from guides.widgets.roadmap.cards import card_of
from guides.widgets.roadmap.desk_forms import GoalForm, PrerequisiteFormSet, RoadmapDeskForm
from guides.widgets.roadmap.models import Goal, Roadmap, Step, StepPrerequisite
from guides.widgets.roadmap.views import draw
from portal.desk import desk
from portal.stale_forms import Seen


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("guides.publish_roadmap")


class Guarded:
    """What readers see is changed by those who may publish; others work on what isn't public yet."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]  # a mixin
        return allowed and (not self._is_public(obj) or may_publish(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]  # a mixin
        return allowed and (not self._is_public(obj) or may_publish(request))

    def _is_public(self, obj: Any) -> bool:
        """As it is stored: a form that is refused has written its values into the object."""
        if isinstance(obj, Roadmap):
            return Roadmap.objects.public().filter(pk=obj.pk).exists()
        return bool(obj and obj.roadmap_id and obj.roadmap.is_public)


class Overview(admin.TabularInline[Any, Roadmap]):
    """A list to look at, with links to where it is changed."""

    extra = max_num = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GoalOverview(Overview):
    model = Goal
    fields = readonly_fields = ("open_goal", "slug", "role", "order")

    @admin.display(description="goal")
    def open_goal(self, goal: Goal) -> SafeString:
        return _change_link(goal)


class StepOverview(Overview):
    model = Step
    fields = readonly_fields = ("open_step", "skill", "weeks", "order")

    @admin.display(description="step")
    def open_step(self, step: Step) -> SafeString:
        return _change_link(step)


def _change_link(row: Goal | Step) -> SafeString:
    address = reverse(f"admin:guides_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, row)


@admin.register(Roadmap, site=desk)
class RoadmapAdmin(Guarded, Seen):
    form = RoadmapDeskForm
    list_display = ("title", "is_public", "step_count", "weeks_per_goal", "to_mend", "preview")
    list_filter = ("is_public", "goals__role")
    search_fields = ("title", "slug", "intro", "goals__name", "steps__title")
    search_help_text = "Words of the roadmap, its goals or its steps."
    inlines = (GoalOverview, StepOverview)
    fieldsets = (
        (None, {"fields": ("title", "slug", "intro")}),
        ("Effort", {"fields": ("hours_per_week",)}),
        ("Readers", {"fields": ("is_public", "preview")}),
    )
    of_saved: ClassVar = (
        "Goals and steps",
        {"fields": ("weeks_per_goal", "to_mend", "more"), "description": "Listed further down."},
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Roadmap]:
        return super().get_queryset(request).whole()  # type: ignore[attr-defined, no-any-return]

    def get_fieldsets(self, request: HttpRequest, obj: Roadmap | None = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return (*shown, self.of_saved) if obj else shown

    def get_inlines(self, request: HttpRequest, obj: Roadmap | None) -> Any:
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Roadmap | None = None) -> Any:
        fixed = ["preview", "weeks_per_goal", "to_mend", "more"]
        fixed += ["slug"] if self._is_public(obj) else []
        return fixed + ([] if may_publish(request) else ["is_public"])

    def get_prepopulated_fields(self, request: HttpRequest, obj: Roadmap | None = None) -> Any:
        return {} if obj else {"slug": ("title",)}

    @admin.display(description="steps")
    def step_count(self, roadmap: Roadmap) -> int:
        return len(roadmap.steps.all())

    @admin.display(description="weeks for each goal")
    def weeks_per_goal(self, roadmap: Roadmap) -> str:
        card = card_of(roadmap)
        return "; ".join(f"{goal.name}: {card.weeks_of(goal)}" for goal in card.goals) or "–"

    @admin.display(description="to mend")
    def to_mend(self, roadmap: Roadmap) -> SafeString | str:
        """What readers would stumble over, though nothing breaks."""
        faults = card_of(roadmap).faults
        return format_html_join(SafeString("<br>"), "{}", ((fault,) for fault in faults)) or "–"

    @admin.display(description="page")
    def preview(self, roadmap: Roadmap) -> SafeString | str:
        if not roadmap.pk:
            return "Save the roadmap first."
        if roadmap.is_public:
            return format_html('<a href="{}">See page</a>', roadmap.get_absolute_url())
        address = reverse("admin:guides_roadmap_preview", args=[roadmap.pk])
        return format_html('<a href="{}">Preview</a>', address)

    @admin.display(description="add")
    def more(self, roadmap: Roadmap) -> SafeString:
        links = [
            (f"{reverse(f'admin:guides_{kind}_add')}?roadmap={roadmap.pk}", f"Add a {kind}")
            for kind in ("goal", "step")
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview_page),
            name="guides_roadmap_preview",
        )
        return [page, *super().get_urls()]

    def preview_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as readers will see it."""
        roadmap = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, roadmap):
            raise PermissionDenied
        return draw(request, card_of(roadmap), is_preview=True)


class OfRoadmap(Guarded):
    """For what belongs to a roadmap, and stays with the one that it was made for."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("roadmap",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "roadmap" and not may_publish(request):
            kwargs["queryset"] = Roadmap.objects.filter(is_public=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class PrerequisiteInline(Guarded, admin.TabularInline[StepPrerequisite, Step]):
    model = StepPrerequisite
    formset = PrerequisiteFormSet
    fk_name = "step"
    extra = 1
    verbose_name = "step that it builds on"
    verbose_name_plural = "builds on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[StepPrerequisite]:
        return super().get_queryset(request).select_related("step", "needs")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_add_permission(request, obj)
        return allowed and (not self._is_public(obj) or may_publish(request))


@admin.register(Step, site=desk)
class StepAdmin(OfRoadmap, Seen):
    list_display = ("title", "skill", "roadmap", "weeks", "order", "builds_on", "needed_for")
    list_filter = ("roadmap", "goals", "weeks")
    list_select_related = ("skill", "roadmap")
    search_fields = ("title", "skill__name", "why", "proof", "resource_title", "resource_url")
    search_help_text = "Words of the step, its skill or its resource."
    inlines = (PrerequisiteInline,)
    fieldsets = (
        (None, {"fields": ("roadmap", "skill", "title", "why")}),
        ("Effort and order", {"fields": ("weeks", "order")}),
        ("Learning", {"fields": ("resource_title", "resource_url", "proof")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        related = ("prerequisite_links__needs__skill", "goals")
        return super().get_queryset(request).prefetch_related(*related)

    @admin.display(description="builds on")
    def builds_on(self, step: Step) -> str:
        return ", ".join(str(link.needs.skill) for link in step.prerequisite_links.all()) or "–"

    @admin.display(description="goals")
    def needed_for(self, step: Step) -> str:
        return ", ".join(goal.name for goal in step.goals.all()) or "–"

    def save_model(self, request: HttpRequest, obj: Step, form: Any, change: bool) -> None:
        actions.save_step(step=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)  # notes what changed, for the history
        actions.set_prerequisites(step=form.instance, needs=formset.needs)


@admin.register(Goal, site=desk)
class GoalAdmin(OfRoadmap, Seen):
    form = GoalForm
    list_display = ("name", "roadmap", "role", "step_names", "order")
    list_filter = ("roadmap", "role")
    list_select_related = ("roadmap", "role")
    search_fields = ("name", "slug", "description", "role__name")
    search_help_text = "Words of the goal, or its role."
    fieldsets = (
        (None, {"fields": ("roadmap", "name", "slug", "description", "order")}),
        ("Role", {"fields": ("role",)}),
        ("Steps", {"fields": ("steps",)}),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Goal | None = None) -> Any:
        """Readers share addresses with it: it doesn’t follow a change of name."""
        return {} if obj else {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Goal]:
        return super().get_queryset(request).prefetch_related("steps__skill")

    @admin.display(description="asks for")
    def step_names(self, goal: Goal) -> str:
        return ", ".join(str(step.skill) for step in goal.steps.all()) or "–"

    def save_model(self, request: HttpRequest, obj: Goal, form: Any, change: bool) -> None:
        actions.save_goal(goal=obj, steps=form.cleaned_data["steps"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Steps are saved with the goal."""
