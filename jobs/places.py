"""Where a job is, in words and as the places under which readers find it."""

from collections.abc import Sequence

from django.db import models

from jobs.models import Job, JobPlace, Workplace
from portal.freshness import changed
from portal.taxonomy.models import Place

NAMED = 3


def label(workplace: str, locations: Sequence[Place], countries: Sequence[Place]) -> str:
    """ "San Jose, CA, US", "Remote in Canada or United States", "Boston, MA, US or remote in …"."""
    places = _listed([place.label for place in locations])
    if workplace != Workplace.REMOTE:
        return places
    remote = (
        f"Remote in {_listed([country.name for country in countries])}" if countries else "Remote"
    )
    return f"{remote}, or {places}" if places else remote


def _listed(names: list[str]) -> str:
    """The first few, and how many more."""
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 2 else names)


def pay_country(locations: Sequence[Place], countries: Sequence[Place]) -> str:
    """ISO code of the one country that the job is paid in; empty if there are several or none."""
    codes = {place.country for place in (*locations, *countries)}
    return codes.pop() if len(codes) == 1 else ""


def index(job: Job) -> None:
    """Find the job under its places and all that these lie in, and under nothing else."""
    direct = models.Q(pk__in=job.locations.values("pk")) | models.Q(
        pk__in=job.remote_countries.values("pk")
    )
    above = Place.objects.filter(direct).values_list("pk", "parent", "parent__parent")
    wanted = {pk for row in above for pk in row if pk}
    job.found_under.exclude(place__in=wanted).delete()
    JobPlace.objects.bulk_create(
        [JobPlace(job=job, place_id=pk) for pk in wanted], ignore_conflicts=True
    )


def rename(place: Place) -> None:
    """After a change of a place: say its new name on the jobs found under it, and find them anew."""
    jobs = Job.objects.filter(found_under__place=place)
    for job in jobs.prefetch_related("locations", "remote_countries").iterator(chunk_size=500):
        locations, countries = list(job.locations.all()), list(job.remote_countries.all())
        said = (
            label(job.workplace, locations, countries),
            pay_country(locations, countries),
        )
        if said != (job.place_label, job.pay_country):
            Job.objects.filter(pk=job.pk).update(place_label=said[0], pay_country=said[1])
        index(job)
    changed("jobs")
