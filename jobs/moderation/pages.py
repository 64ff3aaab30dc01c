"""The queue of moderation at the desk."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.contrib import admin, messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from jobs.admin.forms import messages_of
from jobs.admin.review import REFUSALS, decided
from jobs.models import Job
from jobs.moderation.forms import MOST, OFFERED, DecisionForm, ReportDecisionForm
from jobs.moderation.models import Report, ReturnReason
from jobs.moderation.queue import SHOWN, Entry, count, entries
from jobs.moderation.reports import decide_reports
from portal.accounts.models import User
from portal.publishing.desk import seen

DECIDED: Final = {
    Report.Decision.DISMISSED: "Dismissed the reports of “{}”.",
    Report.Decision.RETURNED: "“{}” is off the site and was returned.",
    Report.Decision.CLOSED: "“{}” is off the site.",
    Report.Decision.SUSPENDED: "Suspended the company of “{}”.",
}


class QueuePages:
    """Mixed into the admin of jobs, beside its review pages."""

    admin_site: admin.AdminSite
    opts: Any
    message_user: Callable[..., None]
    _moderator: Callable[[HttpRequest], User]
    _take: Callable[..., None]
    _context: Callable[[HttpRequest, str], dict[str, Any]]

    def queue(self, request: HttpRequest) -> HttpResponse:
        """Everything that waits, the longest first; decisions come back as a POST."""
        by = self._moderator(request)
        if request.method != "POST":
            return self._drawn(request)
        jobs = list(Job.objects.filter(pk__in=_chosen(request)).order_by("submitted_at", "pk"))
        is_report = "decision" in request.POST
        form = (ReportDecisionForm if is_report else DecisionForm)(request.POST)
        if not jobs or not form.is_valid():
            return self._drawn(request, form, jobs)
        if is_report:
            self._decide(request, jobs[0], by, form.cleaned_data)
        else:
            for job in jobs:
                given = {**form.cleaned_data, "seen": seen(request, job)}
                self._take(request, given["step"], [job], by, given)
        return HttpResponseRedirect(reverse("admin:jobs_job_queue"))

    def _decide(self, request: HttpRequest, job: Job, by: User, given: dict[str, Any]) -> None:
        try:
            decide_reports(job=job, by=by, **given)
        except REFUSALS as refused:
            text = f"“{job}”: {' '.join(messages_of(refused))}{decided(job, refused)}"
            self.message_user(request, text, messages.ERROR)
        else:
            self.message_user(request, DECIDED[given["decision"]].format(job), messages.SUCCESS)

    def _drawn(
        self, request: HttpRequest, form: Form | None = None, chosen: Iterable[Job] = ()
    ) -> HttpResponse:
        """The page; with a form that can't be taken, which says why and keeps what was typed."""
        keys = {job.pk for job in chosen}
        if form is not None and not keys:
            self.message_user(request, "Choose a listing first. Nothing was done.", messages.ERROR)
        shown, total = entries(), count()
        context = {
            **self._context(request, "Listings that wait for a moderator"),
            "entries": shown,
            "total": total,
            "limit": SHOWN,
            "can_decide_several": _several(shown) > 1,
            "reasons": list(ReturnReason.objects.all()),
            "decisions": OFFERED,
            "form": form if keys else None,
            "wrong": next(iter(keys)) if len(keys) == 1 else 0,
            "chosen": keys if len(keys) > 1 else set(),
        }
        status = 400 if form is not None else 200
        return TemplateResponse(request, "admin/jobs/queue.html", context, status=status)


def _chosen(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("job")[:MOST]
    return [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 10]


def _several(shown: Iterable[Entry]) -> int:
    return sum(entry.looked is not None for entry in shown)
