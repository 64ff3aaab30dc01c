"""Reporting a listing: a form for readers, without a cookie, that answers everybody alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters

from jobs.models import Job
from jobs.moderation.report_form import ReportForm
from jobs.moderation.reports import report_job
from portal.freshness import depends_on

TEMPLATE = "jobs/report.html"


def report(request: HttpRequest, slug: str) -> HttpResponse:
    job = _job(slug)
    depends_on(f"job:{job.pk}", f"company:{job.company_id}", until=job.closes_at)
    return render(request, TEMPLATE, {"job": job, "form": ReportForm()})


@sensitive_post_parameters("words", "address")
def send(request: HttpRequest, slug: str) -> HttpResponse:
    job, form = _job(slug), ReportForm(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, {"job": job, "form": form}, status=400)
    report_job(job=job, **form.cleaned_data)
    return render(request, TEMPLATE, {"job": job})


def _job(slug: str) -> Job:
    """One that readers see; of any other nothing is said."""
    return get_object_or_404(Job.objects.public().for_page(), slug=slug)
