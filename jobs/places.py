"""Where a job is, in words and as the places under which readers find it."""

from collections.abc import Collection, Mapping, Sequence
from itertools import batched
from typing import Final

from django.db import models, transaction

from jobs.models import Job, JobPlace
from jobs.words import KIND
from portal.freshness import changed
from portal.search import indexing
from portal.taxonomy.models import Place
from portal.work import Workplace

NAMED: Final = 3
BATCH: Final = 500  # jobs read and written at once


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
    _store({job.pk: {pk for row in above for pk in row if pk}})


@transaction.atomic
def rename(place: Place) -> None:
    """After a change of a place: say its new name on the jobs found under it, and find them anew."""
    found = JobPlace.objects.filter(place=place).order_by("job").values_list("job", flat=True)
    for keys in batched(list(found), BATCH, strict=False):
        _rename(keys)
        indexing.index(KIND, keys)
    changed("jobs", "taxonomy")  # a listing's page depends on the latter


def _rename(keys: Sequence[int]) -> None:
    deep = Place.objects.select_related("parent")
    jobs = Job.objects.filter(pk__in=keys).prefetch_related(
        models.Prefetch("locations", deep), models.Prefetch("remote_countries", deep)
    )
    renamed, wanted = [], {}
    for job in jobs:
        locations, countries = list(job.locations.all()), list(job.remote_countries.all())
        named = label(job.workplace, locations, countries), pay_country(locations, countries)
        if named != (job.place_label, job.pay_country):
            job.place_label, job.pay_country = named
            renamed.append(job)
        wanted[job.pk] = {pk for item in (*locations, *countries) for pk in _upwards(item)}
    Job.objects.bulk_update(renamed, ("place_label", "pay_country"))
    _store(wanted)


def _upwards(place: Place) -> set[int]:
    above = {place.parent_id, place.parent.parent_id} if place.parent else set()
    return {place.pk, *(pk for pk in above if pk)}


def _store(wanted: Mapping[int, Collection[int]]) -> None:
    """Find each job under the places given with it, and under no others."""
    links = list(JobPlace.objects.filter(job__in=wanted))
    if gone := [link.pk for link in links if link.place_id not in wanted[link.job_id]]:
        JobPlace.objects.filter(pk__in=gone).delete()
    there = {(link.job_id, link.place_id) for link in links}
    pairs = {(job, place) for job, places in wanted.items() for place in places}
    JobPlace.objects.bulk_create(
        [JobPlace(job_id=job, place_id=place) for job, place in sorted(pairs - there)],
        ignore_conflicts=True,
    )
