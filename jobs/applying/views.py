"""The way from a listing to whoever takes applications: their page, or a letter that we pass on."""

import re
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from jobs.applying.actions import TooMany, send_application
from jobs.applying.forms import LetterForm
from jobs.gone import gone
from jobs.models import Job
from jobs.stats.actions import count
from jobs.stats.visitors import is_first_today
from portal.cookieless import SeeOther
from portal.freshness import depends_on
from portal.links import link

CRAWLER: Final = re.compile(r"bot|crawl|spider|preview", re.IGNORECASE)
TOO_MANY: Final = "This listing can’t take more letters today. Try again tomorrow."


@require_safe
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Count a reader who goes on to apply, and lead to where that is done: the stored address of an open
    listing, and no other."""
    job = Job.objects.public().filter(slug=slug).only("pk", "slug", "apply_url").first()
    if job is None:
        return gone(request, slug)
    if is_click(request) and is_first_today(request, job.pk, "clicks"):
        count(job=job.pk, what="clicks")
    response = HttpResponseRedirect(job.apply_url or link("jobs:letter", job.slug))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def is_click(request: HttpRequest) -> bool:
    """Whether a person opens it: neither a browser that fetches ahead, nor a program that says what it is."""
    headers = request.headers
    ahead = (
        f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')} {headers.get('X-Moz', '')}"
    )
    is_ahead = "prefetch" in ahead or "preview" in ahead
    is_navigating = headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    is_program = CRAWLER.search(headers.get("User-Agent", "bot")) is not None
    return request.method == "GET" and is_navigating and not is_ahead and not is_program


def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, for a listing that is applied to by e-mail."""
    job = _written_to(slug)
    if job is None:
        return gone(request, slug)
    depends_on(f"job:{job.pk}", f"company:{job.company_id}", until=job.closes_at)
    return _form(request, job, LetterForm())


@sensitive_post_parameters()
@sensitive_variables()
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass a letter on, and say so on a page of its own."""
    job = _written_to(slug)
    if job is None:
        return gone(request, slug)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _form(request, job, form)
    try:
        send_application(job=job, letter=form.cleaned_data)
    except TooMany:
        form.add_error(None, TOO_MANY)
        return _form(request, job, form)
    return SeeOther(link("jobs:letter-sent", job.slug))


def sent(request: HttpRequest, slug: str) -> HttpResponse:
    job = _written_to(slug)
    if job is None:
        return gone(request, slug)
    depends_on(f"job:{job.pk}", f"company:{job.company_id}", until=job.closes_at)
    return render(request, "jobs/letter_sent.html", {"job": job})


def _written_to(slug: str) -> Job | None:
    """An open listing with an address that letters go to; none for one that is not open, 404 for others."""
    open_jobs = Job.objects.public().filter(slug=slug)
    job = open_jobs.for_letters().first()
    if job is None and open_jobs.exists():
        get_object_or_404(open_jobs.for_letters())
    return job


def _form(request: HttpRequest, job: Job, form: LetterForm) -> HttpResponse:
    context: dict[str, Any] = {"job": job, "form": form}
    return render(request, "jobs/letter.html", context, status=400 if form.errors else 200)
