"""Pages of the jobs of a role, in a place, or both, at addresses of their own.

One without an open job isn't there: the reader is led to the list with the same filters, which says what else
there is, and search engines keep neither.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jobs.finding.search import Search
from jobs.landing.addresses import address
from jobs.landing.page import landing, narrowed
from jobs.options import Option, options
from jobs.structured import breadcrumbs
from portal.links import link
from portal.paging import PageForm
from portal.structured import json_ld


def page(request: HttpRequest, role: str = "", place: str = "") -> HttpResponse:
    of_role, in_place = _named("role", role), _named("place", place)
    today = address(of_role.slug if of_role else "", in_place.slug if in_place else "")
    if today != request.path:
        return redirect(today, permanent=True)
    listing = narrowed(of_role, in_place)
    search = Search(listing.wanted())
    if not search.total:
        return redirect(link("jobs:list") + listing.query)
    form = PageForm(request.GET)
    context = landing(search, listing, form.number, of_role, in_place)
    crumbs = [("Jobs", link("jobs:list")), *_above(of_role, in_place), (context["heading"], "")]
    trail = json_ld(breadcrumbs(crumbs, today))
    context |= {"form": form, "crumbs": crumbs, "json_ld": trail}
    return render(request, "jobs/landing.html", context, status=form.status)


def _named(facet: str, slug: str) -> Option | None:
    """What a slug names, of today or, for a role, a former one; 404 for what there isn't."""
    if not slug:
        return None
    found = options().named(facet, slug)
    if found is None:
        raise Http404
    return found


def _above(role: Option | None, place: Option | None) -> list[tuple[str, str]]:
    return [(f"{role.name} jobs", address(role=role.slug))] if role and place else []
