"""Titles of surveys on the desk: which role each stands for."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from portal.desk import desk
from portal.stale_forms import Seen, SeenForm
from portal.taxonomy.models import Role
from salaries.survey import actions
from salaries.survey.models import SurveyTitle


class Standing(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [
            ("open", "of no role yet"),
            ("own", "by the roles’ own words"),
            ("chosen", "by choice"),
            ("none", "set aside"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "open":
                return queryset.open()
            case "own":
                return queryset.filter(role__isnull=False, chosen=None)
            case "chosen":
                return queryset.filter(chosen__isnull=False)
            case "none":
                return queryset.filter(is_none=True)
        return queryset


class TitleForm(forms.ModelForm[SurveyTitle]):
    class Meta:
        model = SurveyTitle
        fields = ("chosen", "is_none")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("chosen") and given.get("is_none"):
            raise ValidationError({"is_none": "Choose a role or set the title aside, not both."})
        return given


class TitlePageForm(TitleForm, SeenForm):
    """On a page of its own."""


class TitleRowForm(TitleForm):
    """In the list: every field says which title it is about, and what nobody touched is not saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("chosen", "Role of"), ("is_none", "No role for")):
            self.fields[name].show_hidden_initial = True
            self.fields[name].widget.attrs["aria-label"] = f"{label} {self.instance.title}"


@admin.register(SurveyTitle, site=desk)
class SurveyTitleAdmin(Seen):
    """Titles come with reports; staff say what those stand for that no role’s own words name."""

    form = TitlePageForm
    list_display = ("title", "report_count", "counts_for", "chosen", "is_none")
    list_editable = ("chosen", "is_none")
    list_filter = (Standing, "role")
    list_select_related = ("role", "chosen")
    list_per_page = 50
    search_fields = ("title", "normalized")
    actions = None
    readonly_fields = ("title", "report_count", "counts_for")
    fieldsets = (
        (None, {"fields": ("title", "report_count", "counts_for")}),
        (
            "What it stands for",
            {
                "fields": ("chosen", "is_none"),
                "description": "Remembered for every survey to come, and applied to the reports that are there "
                "already. Neither: the role’s name and its other titles decide. Figures are computed anew.",
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SurveyTitle | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SurveyTitle]:
        return SurveyTitle.objects.with_reports()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-reports", "title")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=TitleRowForm, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the signs for adding and changing a role: this list is long."""
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is not None and isinstance(found.widget, RelatedFieldWidgetWrapper):
            found.widget = found.widget.widget
        return found

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The roles are asked for once, not once for each row of the list."""
        found = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if found is not None:
            roles = Role.objects.values_list("pk", "name")
            found.choices = [("", "–"), *roles]
        return found

    def save_model(self, request: HttpRequest, obj: SurveyTitle, form: Any, change: bool) -> None:
        actions.choose_role(title=obj, chosen=obj.chosen, is_none=obj.is_none)

    @admin.display(description="reports", ordering="reports")
    def report_count(self, title: SurveyTitle) -> str:
        return f"{getattr(title, 'reports', 0):,}"

    @admin.display(description="counts for", ordering="role")
    def counts_for(self, title: SurveyTitle) -> str:
        if title.role:
            return str(title.role)
        return "no role" if title.is_none else format_html("<strong>{}</strong>", "no role yet")


desk.queue(
    "Survey titles of no role",
    permission="salaries.change_surveytitle",
    count=lambda: SurveyTitle.objects.open().count(),
    url=lambda: f"{reverse('admin:salaries_surveytitle_changelist')}?standing=open",
    hint="Choose the role that a title means, or set it aside.",
)
