"""Pages on which a moderator looks at a listing and decides."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from jobs import pay
from jobs.actions import approve_job, close_job, reopen_job, return_job, submit_job
from jobs.admin.forms import (
    ApproveForm,
    CloseForm,
    ReopenForm,
    ReturnForm,
    StepForm,
    SubmitForm,
    messages_of,
)
from jobs.changes import since_approval
from jobs.checks import closing_of, lacking
from jobs.models import CloseReason, Job, JobEvent
from jobs.moderation.facts import facts_of, said_of
from jobs.querysets import Stage
from jobs.recruiting.actions import suspend_company
from portal.accounts.models import User
from portal.publishing.desk import SEEN, seen
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Event

REFUSALS: Final = (WrongState, StaleRevision, ValidationError, ValueError)
DONE: Final = {
    "submit": "“{}” now waits for review.",
    "approve": "Approved “{}”.",
    "return": "Returned “{}”. Its people see the reason.",
    "close": "“{}” is off the site.",
    "reopen": "“{}” is on the site again.",
    "suspend": "Suspended the company of “{}”.",
}
FORMS: Final[dict[str, type[StepForm]]] = {
    "submit": SubmitForm,
    "approve": ApproveForm,
    "return": ReturnForm,
    "close": CloseForm,
    "reopen": ReopenForm,
}


def decide(step: str, job: Job, by: User, given: dict[str, Any]) -> None:
    """Take one step of a listing; raises what the actions raise."""
    match step:
        case "submit":
            submit_job(job=job, by=by)
        case "approve":
            approve_job(job=job, by=by, at=given.get("at"), seen=given.get("seen"))
        case "return":
            return_job(job=job, by=by, reason=given["reason"], seen=given.get("seen"))
        case "close":
            close_job(job=job, by=by, reason=CloseReason(given["reason"]))
        case "suspend":
            suspend_company(company=job.company, by=by, reason=given["reason"])
        case "reopen":
            reopen_job(job=job, by=by, closes_at=given["closes_at"], seen=given["seen"])


class ReviewPages:
    """Mixed into the admin of jobs: the review of one listing, and decisions over several."""

    admin_site: admin.AdminSite
    opts: Any
    message_user: Callable[..., None]
    has_publish_permission: Callable[[HttpRequest], bool]

    @admin.display(description="revision", ordering="latest_number")
    def revision(self, job: Job) -> str:
        """The one that waits, which bulk steps decide on; else the latest."""
        number = job.submitted_number or job.latest_number
        hidden = '{}<input type="hidden" name="{}{}" value="{}">'
        return format_html(hidden, number, SEEN, job.pk, number)

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One listing with all that a decision needs; the decision comes back as a POST."""
        by = self._moderator(request)
        job = get_object_or_404(Job.objects.with_stage().select_related("company"), pk=pk)
        step = request.POST.get("step", "")
        given = {
            name: _form(name, job, request.POST if name == step else None) for name in _steps(job)
        }
        if step in given and given[step].is_valid():
            self._take(request, step, [job], by, given[step].cleaned_data)
            return HttpResponseRedirect(request.get_full_path())
        context = {**self._context(request, f"Review “{job}”"), **_facts(job), "forms": given}
        return TemplateResponse(request, "admin/jobs/job_review.html", context)

    def decide(self, request: HttpRequest, step: str) -> HttpResponse:
        """Ask once for the reason why several listings are returned or closed, then do it."""
        by = self._moderator(request)
        if step not in ("return", "close"):
            raise Http404
        jobs = Job.objects.filter(
            pk__in=[pk for pk in request.GET.getlist("job")[:200] if pk.isdecimal()]
        )
        form = FORMS[step](request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._take(request, step, jobs, by, form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:jobs_job_changelist"))
        context = {
            **self._context(request, f"{step.capitalize()} listings"),
            "form": form,
            "jobs": jobs,
        }
        return TemplateResponse(request, "admin/jobs/job_decide.html", {**context, "step": step})

    @admin.action(description="Submit the selected listings for review", permissions=["publish"])
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._take(request, "submit", queryset, self._moderator(request), {})

    @admin.action(description="Approve the selected listings", permissions=["publish"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        by = self._moderator(request)
        for job in queryset:
            self._take(request, "approve", [job], by, {"seen": seen(request, job)})

    @admin.action(description="Return the selected listings with a reason", permissions=["publish"])
    def return_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> HttpResponse:
        return self._ask("return", queryset)

    @admin.action(description="Close the selected listings", permissions=["publish"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> HttpResponse:
        return self._ask("close", queryset)

    def _ask(self, step: str, queryset: QuerySet[Job]) -> HttpResponse:
        chosen = "&".join(f"job={pk}" for pk in queryset.values_list("pk", flat=True)[:200])
        return HttpResponseRedirect(f"{reverse('admin:jobs_job_decide', args=[step])}?{chosen}")

    def _take(
        self, request: HttpRequest, step: str, jobs: Any, by: User, given: dict[str, Any]
    ) -> None:
        """One step for each; what is refused is said and stops none of the others."""
        for job in jobs:
            try:
                decide(step, job, by, given)
            except REFUSALS as refused:
                text = f"“{job}”: {' '.join(messages_of(refused))}{decided(job, refused)}"
                self.message_user(request, text, messages.ERROR)
            else:
                self.message_user(request, DONE[step].format(job), messages.SUCCESS)

    def _moderator(self, request: HttpRequest) -> User:
        if not self.has_publish_permission(request) or not isinstance(request.user, User):
            raise PermissionDenied
        return request.user

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def decided(job: Job, refused: Exception) -> str:
    """Who was quicker, where a decision comes too late."""
    kinds = (Event.Kind.PUBLISHED, Event.Kind.RETURNED, Event.Kind.CLOSED, JobEvent.TAKEN_BACK)
    last = job.events.filter(kind__in=kinds).select_related("by").first()
    if last is None or not isinstance(refused, WrongState):
        return ""
    who = f" by {last.by}" if last.by else ""
    return f" {capfirst(last.get_kind_display())}{who} on {last.at:%Y-%m-%d at %H:%M} UTC."


def _steps(job: Job) -> list[str]:
    """What can be done with a listing where it stands."""
    steps = ["approve", "return"] if job.submitted_number else []
    live = (Stage.OPEN, Stage.EXPIRED, Stage.SCHEDULED)
    seen = {job.submitted_number, job.live_number if job.stage in live else None}
    if job.latest_number not in seen and job.stage != Stage.CLOSED:
        steps.append("submit")
    if job.stage in live:
        steps.append("close")
    return [*steps, "reopen"] if job.stage == Stage.CLOSED else steps


def _form(step: str, job: Job, data: Any) -> StepForm:
    seen = job.latest_number if step == "reopen" else job.submitted_number
    return FORMS[step](data, auto_id=f"{step}_%s", initial={"seen": seen})


def _facts(job: Job) -> dict[str, Any]:
    """What a moderator weighs: the text, what changed, what is missing, the pay, the past."""
    latest = job.revisions.select_related("primary_role", "created_by").get(
        number=job.submitted_number or job.latest_number
    )
    latest.pay_country = job.pay_country  # type: ignore[attr-defined]  # for the comparison
    return {
        "original": job,
        "latest": latest,
        "said": said_of([job])[job.pk],
        "facts": facts_of(latest),
        "changes": since_approval(job),
        "lacking": lacking(job, latest),
        "closes_at": closing_of(job, latest),
        "pay_label": pay.label(latest.pay_min, latest.pay_max, latest.currency, latest.period),
        "position": pay.standings([latest])[0],  # type: ignore[list-item]
        "events": job.events.select_related("by")[:20],
        "company_jobs": Job.objects.filter(company=job.company_id)
        .exclude(pk=job.pk)
        .with_stage()[:10],
    }
