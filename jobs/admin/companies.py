from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from jobs.admin.forms import CompanyForm
from jobs.admin.inlines import ReadOnlyInline
from jobs.models import Company, CompanyEvent, Invitation, Job, Membership
from jobs.recruiting.actions import reinstate_company, suspend_company
from portal.desk import desk, person
from portal.publishing.errors import WrongState
from portal.stale_forms import Seen


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]  # generic for the checker only
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)
    verbose_name_plural = "people who may work on its listings"


class InvitationInline(ReadOnlyInline):
    model = Invitation
    fields = ("email", "role", "invited_by", "created_at", "standing")
    readonly_fields = ("created_at", "standing")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("invited_by")

    @admin.display(description="standing")
    def standing(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return "accepted"
        if invitation.withdrawn_at:
            return "withdrawn"
        return "waits" if invitation.expires_at > timezone.now() else "run out"


class EventInline(ReadOnlyInline):
    model = CompanyEvent
    fields = ("at", "kind", "by", "note")
    verbose_name_plural = "history"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by")


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("suspended", "suspended"), ("ownerless", "without an owner")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "suspended":
                return queryset.exclude(suspended_at=None)
            case "ownerless":
                owned = Membership.objects.filter(role=Membership.Role.OWNER).values("company")
                return queryset.exclude(pk__in=owned)
        return queryset


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Its owners read it, by mail and on their page.",
    )


@admin.register(Company, site=desk)
class CompanyAdmin(Seen):
    form = CompanyForm
    list_display = ("name", "headquarters", "open_jobs", "all_jobs", "on_site", "suspended_at")
    list_filter = (StandingFilter, "size")
    actions = ("suspend", "reinstate")
    list_select_related = ("headquarters",)
    search_fields = ("name", "slug", "website", "memberships__user__email")
    search_help_text = "Name, website, or the e-mail address of one of its people."
    autocomplete_fields = ("headquarters",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    readonly_fields = (
        *("created_at", "updated_at"),
        *("suspended_at", "suspended_reason", "join_domain"),
    )
    inlines = (MembershipInline, InvitationInline, EventInline)
    fieldsets = (
        (None, {"fields": ("name", "slug", "website")}),
        (
            "For readers",
            {
                "fields": ("about", "size", "headquarters"),
                "description": "Shown on the company’s page, which exists once a job of theirs has been public.",
            },
        ),
        (
            "Standing",
            {
                "fields": ("suspended_at", "suspended_reason", "join_domain"),
                "description": "Companies are suspended and reinstated in the list, by “Action”.",
            },
        ),
        ("Dates", {"fields": ("created_at", "updated_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        live = Job.objects.public().values("pk")
        companies: QuerySet[Company] = Company.objects.order_by("name")
        return companies.annotate(
            open_jobs=Count("jobs", distinct=True, filter=Q(jobs__in=live)),
            all_jobs=Count("jobs", distinct=True),
        )

    @admin.display(description="open jobs", ordering="open_jobs")
    def open_jobs(self, company: Company) -> int:
        return int(getattr(company, "open_jobs", 0))

    @admin.display(description="all jobs", ordering="all_jobs")
    def all_jobs(self, company: Company) -> str:
        url = f"{reverse('admin:jobs_job_changelist')}?company__id__exact={company.pk}"
        return format_html('<a href="{}">{}</a>', url, getattr(company, "all_jobs", 0))

    @admin.display(description="on the site")
    def on_site(self, company: Company) -> str:
        if not getattr(company, "open_jobs", 0):
            return "–"
        return format_html('<a href="{}">See page</a>', company.get_absolute_url())

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        """Whoever decides on listings decides on who may post them."""
        return request.user.has_perm("jobs.publish_job")

    @admin.action(description="Suspend", permissions=["suspend"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[Company]) -> HttpResponse | None:
        form = SuspensionForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            for company in chosen.order_by("pk"):
                act = partial(suspend_company, reason=form.cleaned_data["reason"])
                self._take(request, company, act, "is suspended")
            return None
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        context |= {"companies": chosen, "title": "Suspend companies"}
        return TemplateResponse(request, "admin/jobs/company_suspend.html", context)

    @admin.action(description="Reinstate", permissions=["suspend"])
    def reinstate(self, request: HttpRequest, chosen: QuerySet[Company]) -> None:
        for company in chosen.order_by("pk"):
            self._take(request, company, reinstate_company, "is reinstated")

    def _take(
        self, request: HttpRequest, company: Company, act: Callable[..., None], words: str
    ) -> None:
        try:
            act(company=company, by=person(request))
        except WrongState as refused:
            self.message_user(request, str(refused), messages.WARNING)
        else:
            self.message_user(request, f"“{company}” {words}.")
