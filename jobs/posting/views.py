"""Pages on which a company's people write its listings and do things with them. Another's isn't there."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jobs.actions import create_job
from jobs.models import Job
from jobs.posting.copying import duplicate_job
from jobs.posting.forms import NewListingForm
from jobs.posting.one import page_of
from jobs.posting.steps import REFUSALS, STEPS, put_on
from jobs.posting.submitting import before_submitting
from jobs.posting.unsaved import discard, keep
from jobs.posting.writing import Writing
from portal.accounts.models import User
from portal.api.input import is_key
from portal.publishing.unsaved import NotKept


def own(request: HttpRequest, slug: str) -> Job:
    jobs = Job.objects.of(request.user).with_stage().select_related("company", "primary_role")
    return get_object_or_404(jobs, slug=slug)


def person(request: HttpRequest) -> User:
    """Somebody is signed in wherever a listing was found."""
    return cast("User", request.user)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Ask for what a draft begins with, and begin it."""
    form = NewListingForm(request.POST or None, person=person(request))
    if request.method == "POST" and form.is_valid():
        company = form.cleaned_data["company"]
        job = create_job(company=company, by=person(request), values=form.values)
        return redirect("hire:job-edit", job.slug)
    return render(request, "hire/jobs/new.html", {"form": form})


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a listing. Its buttons save it, or draw the page again with what was asked for."""
    writing = Writing(request, own(request, slug), person(request))
    if request.method == "POST" and writing.save():
        return HttpResponseRedirect(writing.next_address)
    if request.headers.get("HX-Request") and writing.step == "look":
        return render(request, "hire/jobs/_beside.html", writing.beside())
    return render(request, "hire/jobs/edit.html", writing.context())


@require_POST
@login_required
def unsaved(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the form as it stands, or drop what was kept."""
    job, by = own(request, slug), person(request)
    if "_discard" in request.POST:
        discard(by=by, job=job)
        messages.success(request, "Your unsaved text was discarded.")
        return redirect("hire:job-edit", slug)
    seen = request.POST.get("_seen", "")
    try:
        kept = keep(by=by, job=job, data=request.POST, seen=_number(seen))
    except NotKept as error:
        return JsonResponse({"message": str(error)}, status=409)
    return JsonResponse({"version": kept.version, "at": f"{kept.kept_at:%H:%M}"})


@login_required
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a listing stands, what can be done with it, its figures and its past."""
    return render(request, "hire/jobs/listing.html", page_of(own(request, slug)))


@login_required
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Ask once, then do it."""
    job, chosen = own(request, slug), STEPS[name]
    kind = chosen.form_for(job)
    form = kind(request.POST if request.method == "POST" else None, initial=kind.initial_of(job))
    if form.is_bound and form.is_valid():
        try:
            chosen.take(job, person(request), form.cleaned_data)
        except REFUSALS as refused:
            put_on(form, refused)
        else:
            messages.success(request, chosen.told(job))
            return redirect("hire:job", slug)
    more: dict[str, Any] = before_submitting(job, person(request)) if name == "submit" else {}
    context = {"job": job, "step": chosen, "form": form, "is_offered": chosen.is_offered(job)}
    return render(request, "hire/jobs/step.html", {**context, **more})


@require_POST
@login_required
def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft with what another listing says."""
    copy = duplicate_job(job=own(request, slug), by=person(request))
    messages.success(request, "This is a copy. Change what differs, then submit it.")
    return HttpResponseRedirect(reverse("hire:job-edit", args=[copy.slug]))


def _number(text: str) -> int:
    """The version of the unsaved text that a window knows of; 0 for none, and for what is no number."""
    return int(text) if is_key(text) and len(text) < 9 else 0
