from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jobs.cards import cards, jobs_of
from jobs.feeds import job_feed
from jobs.finding.page import found
from jobs.forms import JobListForm
from jobs.gone import gone
from jobs.link_cards import card_of, digest_of_card
from jobs.models import Company, Job
from jobs.page import open_listing, previewed, shown
from portal.link_cards import DIGEST_LENGTH, draw_card
from portal.paging import PageForm


def job_list(request: HttpRequest) -> HttpResponse:
    """Open jobs; a filter that can't be understood is named, and left out."""
    form = JobListForm(request.GET)
    return render(request, "jobs/list.html", found(form), status=form.status)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    listing = open_listing(slug)
    if listing is None:
        return gone(request, slug)
    return render(request, "jobs/detail.html", shown(listing))


def card(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The picture for link previews; the address of an older one leads to today’s."""
    listing = open_listing(slug) if len(digest) == DIGEST_LENGTH else None
    if listing is None:
        raise Http404
    today = digest_of_card(listing.job)
    if digest != today:
        return redirect("jobs:card", slug, today, permanent=True)
    return HttpResponse(draw_card(card_of(listing.job)), content_type="image/png")


def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest revision as readers would see it, for its own people and for staff."""
    job = get_object_or_404(Job.objects.workable_by(request.user).for_page(), slug=slug)
    return render(request, "jobs/preview.html", previewed(job))


def company(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(Company.objects.public().select_related("headquarters"), slug=slug)
    form = PageForm(request.GET)
    theirs = jobs_of(one, form.number)
    context = {"company": one, "form": form, "page": theirs, "cards": cards(theirs.rows)}
    return render(request, "jobs/company.html", context, status=form.status)


def feed(request: HttpRequest) -> HttpResponse:
    return job_feed(JobListForm(request.GET), request.path)
