"""What stands where a listing stood."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jobs.facts import facts_of
from jobs.models import Job
from jobs.similar import similar


def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """A listing that was public says that it has closed; any other was never there."""
    job = get_object_or_404(Job.objects.gone().for_page(), slug=slug)
    context = {"job": job, "similar": similar(job, facts_of(job))}
    return render(request, "jobs/gone.html", context, status=410)
