"""Addresses of landing pages: jobs of a role, in a place, of a role in a place. Each stands while it has open jobs."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from jobs.filters import FILTERS
from jobs.finding.current import index
from jobs.finding.search import OF_PLACES
from jobs.forms import JobListForm
from jobs.options import options
from portal.links import link


def address(role: str = "", place: str = "") -> str:
    """By slugs; one of the two at least."""
    if role and place:
        return reverse("jobs:role-place", args=[role, place])
    return link("jobs:role", role) if role else link("jobs:place", place)


def landing_of(form: JobListForm) -> str:
    """The page that has the jobs of a list narrowed to one role, one place or both; empty for other lists."""
    given = {name: form.given(name) for name in FILTERS}
    only = {name: values for name, values in given.items() if values}
    places = [name for name in OF_PLACES if name in only]
    is_landing = set(only) <= {"role", *OF_PLACES} and len(places) < 2
    if not only or not is_landing or any(len(values) > 1 for values in only.values()):
        return ""
    slugs = {name: values[0].slug for name, values in only.items()}
    return address(slugs.get("role", ""), slugs[places[0]] if places else "")


def addresses() -> list[str]:
    """Of every page that has a job at this moment, for the sitemap; from memory."""
    return list(_addresses())


def _addresses() -> Iterator[str]:
    known, jobs = options(), index()
    live = jobs.live(timezone.now())
    places = [
        (place.slug, bits)
        for place in known.place.values()
        if (bits := jobs.of("place", place.pk) & live)
    ]
    yield from (address(place=place) for place, _ in places)
    for role in known.role.values():
        if not (of_role := jobs.of("role", role.pk) & live):
            continue
        yield address(role=role.slug)
        yield from (address(role.slug, place) for place, bits in places if bits & of_role)
