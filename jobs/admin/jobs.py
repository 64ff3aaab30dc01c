from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from jobs import pay
from jobs.actions import create_job, renew_job, save_job
from jobs.admin.forms import IDENTITY, JobForm
from jobs.admin.inlines import ReadOnlyInline
from jobs.admin.review import ReviewPages
from jobs.checks import LONGEST_RUN
from jobs.models import Job, JobEvent, JobRevision
from jobs.moderation.pages import QueuePages
from jobs.moderation.queue import reported
from jobs.querysets import Stage
from portal.accounts.models import User
from portal.calendar import Source, register
from portal.desk import desk
from portal.shown_instants import ShownInstantField


class StageFilter(admin.SimpleListFilter):
    title = "where it stands"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        extra = [("to_review", "waits for review"), ("closing", "closes within a week")]
        return [*extra, *((str(value), str(label)) for value, label in Stage.choices)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case None:
                return queryset
            case "to_review":
                return queryset.to_review()
            case "closing":
                return queryset.closing_within(7)
            case stage:
                return queryset.filter(stage=stage)


class EventInline(ReadOnlyInline):
    model = JobEvent
    fields = readonly_fields = ("at", "kind", "by", "revision", "note")
    verbose_name_plural = "history"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by")


class RevisionInline(ReadOnlyInline):
    model = JobRevision
    fields = readonly_fields = (
        "number",
        "created_at",
        "created_by",
        "comment",
        "title",
        "said_pay",
    )
    verbose_name_plural = "revisions"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("created_by")

    @admin.display(description="pay")
    def said_pay(self, revision: JobRevision) -> str:
        return pay.label(revision.pay_min, revision.pay_max, revision.currency, revision.period)


class JobChangeList(ChangeList):
    """Places the pay of a whole page of listings with one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        jobs = list(self.result_list)
        for job, position in zip(jobs, pay.standings(jobs), strict=True):
            job.position = position
        self.result_list = jobs


@admin.register(Job, site=desk)
class JobAdmin(QueuePages, ReviewPages, admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the checker only
    form = JobForm
    change_form_template = "admin/jobs/job_change_form.html"
    inlines = (EventInline, RevisionInline)
    list_display = ("listing", "stage", "revision", "pay", "closes")
    list_filter = (StageFilter, "primary_role", "workplace", "level", "employment_type")
    list_select_related = ("company", "primary_role")
    list_per_page = 50
    search_fields = ("title", "company__name", "external_id", "slug")
    search_help_text = "Title, company, reference, or the last part of the address."
    autocomplete_fields = (
        "company",
        "primary_role",
        "roles",
        "skills",
        "locations",
        "remote_countries",
    )
    formfield_overrides: ClassVar = {DateTimeField: {"form_class": ShownInstantField}}
    actions = ("submit_selected", "approve_selected", "return_selected", "close_selected")
    fieldsets = (
        (None, {"fields": ("company", "external_id", "title", "primary_role", "roles", "skills")}),
        (
            "The work",
            {"fields": ("description", "responsibilities", "employment_type", "level")},
        ),
        ("Where", {"fields": ("workplace", "locations", "remote_countries")}),
        (
            "Pay",
            {
                "fields": (
                    ("pay_min", "pay_max"),
                    ("currency", "period"),
                    "bonus",
                    "commission",
                    "equity",
                    "benefits",
                ),
                "description": "What the employer states. Readers see it beside the benchmark of the role.",
            },
        ),
        ("Applying", {"fields": ("apply_url", "apply_email", "deadline")}),
        ("Statements", {"fields": ("ai_screening", "existing_vacancy")}),
        (
            "On the site",
            {
                "fields": ("closes_at", "comment", "base"),
                "description": "Saving keeps a revision and shows nothing to readers: the review page submits, "
                "approves and reopens. The instant of closing alone takes effect at once; "
                f"it lies within {LONGEST_RUN.days} days, and can be moved on later.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return Job.objects.with_stage().newest()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-created_at",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return JobChangeList

    def get_readonly_fields(self, request: HttpRequest, obj: Job | None = None) -> tuple[str, ...]:
        return IDENTITY if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was once public is closed and kept, as pay-transparency rules ask; only drafts go."""
        return super().has_delete_permission(request, obj) and not (obj and obj.live_number)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("jobs.publish_job")

    @admin.display(description="title, company and role", ordering="title")
    def listing(self, job: Job) -> str:
        return format_html(
            '{}<br><span class="help">{} · {}</span>', job.title, job.company, job.primary_role
        )

    @admin.display(description="where it stands", ordering="stage")
    def stage(self, job: Job) -> str:
        waits = job.has_waiting_edit
        return f"{job.stage_label}, changes wait for review" if waits else job.stage_label

    @admin.display(description="pay, and where it stands", ordering="annual_min")
    def pay(self, job: Job) -> str:
        position = job.position  # type: ignore[attr-defined]  # JobChangeList
        standing = position.short if job.pay_label else ""
        return format_html(
            '{}<br><span class="help" title="{}">{}</span>',
            job.pay_label or "–",
            position.sentence,
            standing,
        )

    @admin.display(description="closes", ordering="closes_at")
    def closes(self, job: Job) -> str:
        """In one piece: a date broken at its hyphens is hard to read."""
        return f"{job.closes_at:%Y‑%m‑%d}" if job.closes_at else "–"

    def view_on_site(self, job: Job) -> str | None:
        """Only what has been live has a page."""
        return None if job.live_number is None else job.get_absolute_url()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is taken from the address of the page."""
        return {}

    def save_model(self, request: HttpRequest, obj: Job, form: Any, change: bool) -> None:
        """Every save is a revision; the row itself changes only by its actions."""
        by = request.user if isinstance(request.user, User) else None
        given = form.cleaned_data
        if not change:
            job = create_job(
                company=given["company"],
                by=by,
                values=form.content,
                external_id=given["external_id"],
                closes_at=given["closes_at"],
            )
            obj.pk = job.pk
        elif form.content_changed:
            save_job(
                job=obj, by=by, values=form.content, base=given["base"], comment=given["comment"]
            )
        if change and "closes_at" in form.changed_data:
            renew_job(job=obj, by=by, closes_at=given["closes_at"])
        obj.refresh_from_db()

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """The actions wrote the relations; the inlines are for reading and hold nothing to save."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("queue/", self.admin_site.admin_view(self.queue), name="jobs_job_queue"),
            path(
                "<int:pk>/review/", self.admin_site.admin_view(self.review), name="jobs_job_review"
            ),
            path(
                "decide/<str:step>/",
                self.admin_site.admin_view(self.decide),
                name="jobs_job_decide",
            ),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["can_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)


desk.queue(
    "Jobs to review",
    permission="jobs.publish_job",
    count=lambda: Job.objects.to_review().count(),
    url=lambda: reverse("admin:jobs_job_queue"),
    hint="Approve them, or return them with a reason.",
)
desk.queue(
    "Reported listings",
    permission="jobs.publish_job",
    count=lambda: reported().count(),
    url=lambda: reverse("admin:jobs_job_queue"),
    hint="Readers say that something is wrong with them.",
)
desk.queue(
    "Jobs that close within a week",
    permission="jobs.publish_job",
    count=lambda: Job.objects.closing_within(7).count(),
    url=lambda: f"{reverse('admin:jobs_job_changelist')}?stage=closing",
    hint="Their companies may want to renew them.",
)
register(
    Source(
        "Job closes",
        permission="jobs.view_job",
        rows=lambda user: Job.objects.workable_by(user).accepted(),
        moment="closes_at",
        route="admin:jobs_job_change",
    )
)
