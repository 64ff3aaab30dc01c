from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jobs.cards import cards, listed, page_of_jobs
from jobs.feeds import job_feed
from jobs.forms import JobListForm
from jobs.mine import listings
from jobs.models import Company, Job
from jobs.page import open_job, previewed, shown
from jobs.structured import job_posting
from portal.freshness import depends_on
from portal.paging import PageForm
from portal.structured import json_ld

SIMILAR = 5


def job_list(request: HttpRequest) -> HttpResponse:
    """Open jobs; a filter that can't be understood is named, and left out."""
    form = JobListForm(request.GET)
    status = form.status
    page = page_of_jobs(form.number, **form.wanted())
    context = {"form": form, "page": page, "cards": cards(page.rows), "heading": form.heading}
    if not page.rows:
        context["suggestions"] = form.suggestions(Job.objects.public())
    return render(request, "jobs/list.html", context, status=status)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    job = open_job(slug)
    if job is None:
        return _gone(request, slug)
    depends_on(f"job:{job.pk}", f"company:{job.company_id}", until=job.closes_at)
    context = shown(job)
    context["json_ld"] = json_ld(job_posting(job, context["facts"]))
    return render(request, "jobs/detail.html", context)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """A listing that was public says that it has closed; any other was never there."""
    job = get_object_or_404(Job.objects.gone().for_page(), slug=slug)
    similar = cards(listed().like(job)[:SIMILAR])
    return render(request, "jobs/gone.html", {"job": job, "similar": similar}, status=410)


def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest revision as readers would see it, for its own people and for staff."""
    job = get_object_or_404(Job.objects.workable_by(request.user).for_page(), slug=slug)
    return render(request, "jobs/preview.html", previewed(job))


def company(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Company.objects.public().select_related("headquarters"), slug=slug)
    form = PageForm(request.GET)
    theirs = page_of_jobs(form.number, company=found.pk)
    context = {"company": found, "form": form, "page": theirs, "cards": cards(theirs.rows)}
    return render(request, "jobs/company.html", context, status=form.status)


def feed(request: HttpRequest) -> HttpResponse:
    return job_feed(JobListForm(request.GET), request.path)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The listings of the companies that somebody works for."""
    context = {"groups": listings(request.user), "companies": Company.objects.of(request.user)}
    return render(request, "jobs/mine.html", context)
