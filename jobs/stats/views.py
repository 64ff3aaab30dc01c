"""What a listing's page tells when somebody looks at it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from jobs.models import Job
from jobs.stats.actions import count
from jobs.stats.visitors import is_first_today


def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """Count a reader of an open listing. Its page comes from caches, so a script sends this, and nobody
    waits for the answer."""
    job = get_object_or_404(Job.objects.public().only("pk"), slug=slug)
    if is_first_today(request, job.pk, "views"):
        count(job=job.pk, what="views")
    return HttpResponse(status=204)
