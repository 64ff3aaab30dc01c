"""Where a job is, in words and as the places under which readers find it."""

from collections.abc import Sequence

from django.db import models

from jobs.models import Job, JobPlace, Workplace
from portal.freshness import changed
from portal.taxonomy.models import Place

NAMED = 3


def label(workplace: str, locations: Sequence[Place], countries: Sequence[Place]) -> str:
    """ "San Jose, CA, US"; for remote work where people may live: "Canada or Ireland"."""
    places = _listed([place.label for place in locations])
    if workplace != Workplace.REMOTE:
        return places
    names = _listed([country.name for country in countries])
    return f"{names}, or {places}" if names and places else names or places


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
    _store(job, {pk for row in above for pk in row if pk})


def rename(place: Place) -> None:
    """After a change of a place: say its new name on the jobs found under it, and find them anew."""
    deep = Place.objects.select_related("parent")
    jobs = Job.objects.filter(found_under__place=place).prefetch_related(
        models.Prefetch("locations", deep), models.Prefetch("remote_countries", deep), "found_under"
    )
    for job in jobs.iterator(chunk_size=500):
        locations, countries = list(job.locations.all()), list(job.remote_countries.all())
        named = label(job.workplace, locations, countries), pay_country(locations, countries)
        if named != (job.place_label, job.pay_country):
            Job.objects.filter(pk=job.pk).update(place_label=named[0], pay_country=named[1])
        wanted = {pk for item in (*locations, *countries) for pk in _upwards(item)}
        if wanted != {link.place_id for link in job.found_under.all()}:
            _store(job, wanted)
    changed("jobs")


def _upwards(place: Place) -> set[int]:
    above = {place.parent_id, place.parent.parent_id} if place.parent else set()
    return {place.pk, *(pk for pk in above if pk)}


def _store(job: Job, wanted: set[int]) -> None:
    job.found_under.exclude(place__in=wanted).delete()
    links = [JobPlace(job=job, place_id=pk) for pk in wanted]
    JobPlace.objects.bulk_create(links, ignore_conflicts=True)
