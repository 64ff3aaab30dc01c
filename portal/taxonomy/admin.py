"""Roles with all that describes them on one page; skills, responsibilities, places."""

from typing import ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from portal.accounts.models import User
from portal.desk import desk
from portal.redirects import RedirectAdmin
from portal.stale_forms import Seen, SeenAdmin
from portal.taxonomy.actions import merge_roles, save_role
from portal.taxonomy.holdings import explaining, gaps_of, lacking, with_gaps
from portal.taxonomy.models import (
    FormerRoleSlug,
    Place,
    Responsibility,
    Role,
    RoleNeighbor,
    RoleResponsibility,
    RoleSkill,
    RoleSynonym,
    Skill,
    normalize,
)


class SynonymFormSet(forms.BaseInlineFormSet[RoleSynonym, Role, forms.ModelForm[RoleSynonym]]):
    """Titles are compared with each other too: those of one form are not stored yet."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            title = normalize(form.cleaned_data.get("title") or "")
            if title and title in seen:
                form.add_error("title", "This title stands here twice.")
            seen.add(title)


class SynonymInline(admin.TabularInline[RoleSynonym, Role]):
    model = RoleSynonym
    formset = SynonymFormSet
    extra = 1
    verbose_name_plural = "other titles in postings"


class ResponsibilityInline(admin.TabularInline[RoleResponsibility, Role]):
    model = RoleResponsibility
    extra = 0
    autocomplete_fields = ("responsibility",)
    verbose_name_plural = "who does what"


class SkillInline(admin.TabularInline[RoleSkill, Role]):
    model = RoleSkill
    extra = 0
    autocomplete_fields = ("skill",)
    verbose_name_plural = "skills by area"


class NeighborInline(admin.TabularInline[RoleNeighbor, Role]):
    model = RoleNeighbor
    fk_name = "role"
    extra = 0
    autocomplete_fields = ("neighbor",)
    verbose_name_plural = "neighboring roles"


class MergeForm(forms.Form):
    keep = forms.ModelChoiceField(
        Role.objects.none(),
        label="Merge into",
        help_text="Guides, benchmarks, jobs, skills and titles move to this role.",
    )

    def __init__(self, gone: Role, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # QueryDict or None
        self.fields["keep"].queryset = Role.objects.exclude(pk=gone.pk)  # type: ignore[attr-defined]


class LackingFilter(admin.SimpleListFilter):
    """Roles under which readers find jobs, and not all that explains them."""

    title = "what is missing"
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("anything", "anything"), *((name, f"a {name}") for name in explaining())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Role]) -> QuerySet[Role]:
        name = self.value()
        if name is None:
            return queryset
        found = lacking(name if name in explaining() else None)
        return queryset.filter(pk__in=found.values("pk"))


@admin.register(Role, site=desk)
class RoleAdmin(SeenAdmin):
    list_display = ("name", "family", "skill_count", "synonym_count", "missing", "on_site")
    list_filter = (LackingFilter, "family")
    search_fields = ("name", "slug", "synonyms__title")
    ordering = ("order", "name")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (SynonymInline, ResponsibilityInline, SkillInline, NeighborInline)
    change_form_template = "admin/taxonomy/role_change_form.html"
    fieldsets = (
        (None, {"fields": ("name", "plural", "slug", "family", "order")}),
        (
            "What it is",
            {
                "fields": ("definition", "focus", "deliverables"),
                "description": "Shown on the role’s page and in guides that compare roles.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        counts = {
            "skill_count": Count("skill_links", distinct=True),
            "synonym_count": Count("synonyms", distinct=True),
        }
        roles: QuerySet[Role] = super().get_queryset(request)
        return with_gaps(roles.annotate(**counts))

    @admin.display(description="skills", ordering="skill_count")
    def skill_count(self, role: Role) -> int:
        return int(getattr(role, "skill_count", 0))

    @admin.display(description="titles", ordering="synonym_count")
    def synonym_count(self, role: Role) -> int:
        return int(getattr(role, "synonym_count", 0))

    @admin.display(description="missing beside jobs")
    def missing(self, role: Role) -> str:
        return " and ".join(f"a {name}" for name in gaps_of(role)) or "–"

    @admin.display(description="on the site")
    def on_site(self, role: Role) -> str:
        return format_html('<a href="{}">See page</a>', role.get_absolute_url())

    def save_model(
        self, request: HttpRequest, obj: Role, form: forms.ModelForm[Role], change: bool
    ) -> None:
        obj._history_user = request.user  # type: ignore[attr-defined]  # read by simple_history
        save_role(role=obj)

    def get_urls(self) -> list[URLPattern]:
        merge = path(
            "<int:pk>/merge/", self.admin_site.admin_view(self.merge), name="taxonomy_role_merge"
        )
        stock: list[URLPattern] = super().get_urls()  # type: ignore[no-untyped-call]
        return [merge, *stock]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask which role stays, then merge; needs the right to delete roles."""
        gone = get_object_or_404(Role, pk=pk)
        if not self.has_delete_permission(request, gone) or not isinstance(request.user, User):
            raise PermissionDenied
        form = MergeForm(gone, request.POST or None)
        if request.method == "POST" and form.is_valid():
            keep = form.cleaned_data["keep"]
            try:
                merge_roles(keep=keep, gone=gone, by=request.user)
            except Role.DoesNotExist as error:
                raise Http404(str(error)) from error
            messages.success(request, f"“{gone.name}” is now part of “{keep.name}”.")
            return HttpResponseRedirect(reverse("admin:taxonomy_role_change", args=[keep.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge “{gone.name}” into another role",
            "opts": self.opts,
            "original": gone,
            "form": form,
        }
        return TemplateResponse(request, "admin/taxonomy/role_merge.html", context)


@admin.register(Skill, site=desk)
class SkillAdmin(Seen):
    list_display = ("name", "slug", "role_names")
    search_fields = ("name", "slug")
    list_filter = ("role_links__role",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = ((None, {"fields": ("name", "slug")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Skill]:
        return super().get_queryset(request).prefetch_related("role_links__role")

    @admin.display(description="roles")
    def role_names(self, skill: Skill) -> str:
        return ", ".join(link.role.name for link in skill.role_links.all()) or "–"


@admin.register(Responsibility, site=desk)
class ResponsibilityAdmin(Seen):
    list_display = ("name", "order", "description")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "slug", "description", "order"),
                "description": "Who does it is set on each role.",
            },
        ),
    )


@admin.register(Place, site=desk)
class PlaceAdmin(Seen):
    list_display = ("label", "kind", "country", "parent", "slug")
    list_filter = ("kind", "country")
    list_select_related = ("parent",)
    search_fields = ("name", "slug", "country")
    autocomplete_fields = ("parent",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind")}),
        (
            "Where it lies",
            {
                "fields": ("parent", "country", "region_code"),
                "description": "A region lies in a country; a city in a region or a country.",
            },
        ),
    )


@admin.register(FormerRoleSlug, site=desk)
class FormerRoleSlugAdmin(RedirectAdmin):
    """A role’s former address leads to it on its own page, among guides, salaries and jobs alike."""

    route = "site:role"
    search_fields = ("slug", "role__name", "role__slug")
    search_help_text = "The old address, or the role’s name or address."
    list_filter = ("role", "since")
    autocomplete_fields = ("role",)


desk.queue(
    "Roles with jobs but no guide or no pay",
    permission="taxonomy.change_role",
    count=lambda: lacking().count(),
    url=lambda: f"{reverse('admin:taxonomy_role_changelist')}?lacks=anything",
    hint="Readers find open jobs there, and nothing that explains the role, or no figure of its pay.",
)
