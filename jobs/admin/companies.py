from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from jobs.admin.forms import CompanyForm
from jobs.models import Company, Job, Membership
from portal.desk import desk


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]  # generic for the checker only
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)
    verbose_name_plural = "people who may work on its listings"


@admin.register(Company, site=desk)
class CompanyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the checker only
    form = CompanyForm
    list_display = ("name", "headquarters", "size", "open_jobs", "all_jobs", "on_site")
    list_filter = ("size",)
    list_select_related = ("headquarters",)
    search_fields = ("name", "slug", "website", "memberships__user__email")
    search_help_text = "Name, website, or the e-mail address of one of its people."
    autocomplete_fields = ("headquarters",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    readonly_fields = ("created_at", "updated_at")
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "website")}),
        (
            "For readers",
            {
                "fields": ("about", "size", "headquarters"),
                "description": "Shown on the company’s page, which exists once a job of theirs has been public.",
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
