from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render

from portal.api.problems import answer
from portal.taxonomy.models import FormerRoleSlug, Place, Role
from salaries.confidence import confidence_in
from salaries.files import file_of
from salaries.forms import CompareForm, FigureListForm, Parameters, StatedFilter
from salaries.leading import HOME, headline
from salaries.models import Benchmark, Measure
from salaries.pages import (
    Spread,
    groups_of,
    medians_chart,
    side_by_side,
    sources_of,
    spreads_of,
    tables_of,
)
from salaries.spreads import around

MOST: Final = 500  # figures on one page
READ: Final = 2_000  # figures that a page chooses from
STATED: Final = ~Q(measure=Measure.DISTRIBUTION)


def index(request: HttpRequest) -> HttpResponse:
    """Every role's figures at a glance, to narrow and to compare."""
    roles = list(Role.objects.public())
    places = list(_places())
    form = FigureListForm(request.GET, roles=roles, places=places)
    status = 200 if form.is_valid() else 400
    benchmarks = list(form.apply(Benchmark.objects.public().stated()).shown()[:MOST])
    context = {
        "form": form,
        "roles": roles,
        "selected": [*roles[:2], None, None],
        "tables": tables_of(roles, benchmarks, narrowed=bool(form.given)),
        "chart": medians_chart(benchmarks, roles, _country(form, places)),
        "sources": sources_of(benchmarks),
        "is_cut": len(benchmarks) == MOST,
    }
    return render(request, "salaries/index.html", context, status=status)


def role(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures of one role."""
    roles = list(Role.objects.public())
    found = next((role for role in roles if role.slug == slug), None)
    if found is None:
        return _moved("salaries:role", slug)
    stated, spreads = figures_of_role(slug)
    lead = headline(stated)
    context = {
        "role": found,
        "form": Parameters(request.GET),
        "headline": lead,
        "confidence": confidence_in(lead) if lead else "",
        "groups": groups_of(found, stated),
        "spreads": spreads,
        "sources": sources_of([*stated, *(spread.center for spread in spreads)]),
        "others": [role for role in roles if role != found],
        "is_cut": len(stated) == MOST,
    }
    return render(request, "salaries/role.html", context)


def figures_of_role(slug: str) -> tuple[list[Benchmark], list[Spread]]:
    """What the role's page and its files hold, with one query: the stated figures, and of the distributions
    of each source the levels of the leading place and years."""
    figures = Benchmark.objects.public().for_roles([slug])
    wanted = STATED | around(workplace=True) & Q(workplace="any")
    found = list(figures.filter(wanted).shown()[:READ])
    stated = [row for row in found if row.measure != Measure.DISTRIBUTION]
    return stated[:MOST], spreads_of(found)


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four roles side by side; without a choice, or with a wrong one, the form and what is amiss."""
    form = CompareForm(request.GET, roles=Role.objects.public())
    status = form.status
    context: dict[str, object] = {"form": form}
    if chosen := form.cleaned_data.get("role"):
        rows = Benchmark.objects.public().for_roles([role.slug for role in chosen])
        rows = rows.filter(STATED | around()).shown()[:READ]
        context["comparison"] = side_by_side(chosen, list(rows))
    return render(request, "salaries/compare.html", context, status=status)


def benchmarks_csv(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Figures as CSV: those of a role's page, or those that the parameters choose."""
    return _data(request, slug, "csv")


def benchmarks_json(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The same rows as JSON, with the licenses of their sources."""
    return _data(request, slug, "json")


def _data(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    form = Parameters(request.GET) if slug else StatedFilter(request.GET)
    if problems := form.problems:
        return answer(400, errors=problems)
    if not slug:
        figures = form.apply(Benchmark.objects.public().stated()).shown()
        return file_of(figures, "benchmarks", kind)
    if not Role.objects.public().filter(slug=slug).exists():
        return _moved(f"salaries:role-{kind}", slug)
    stated, spreads = figures_of_role(slug)
    return file_of([*stated, *(row for spread in spreads for row in spread.rows)], slug, kind)


def _moved(route: str, slug: str) -> HttpResponsePermanentRedirect:
    """Where a role went that was merged into another; 404 for one that never was."""
    former = get_object_or_404(FormerRoleSlug.objects.select_related("role"), slug=slug)
    return redirect(route, former.role.slug, permanent=True)


def _country(form: FigureListForm, places: Iterable[Place]) -> str:
    """The country whose figures were asked for, by itself or by a place in it."""
    chosen = form.given.get("place")
    return next((place.country for place in places if place.slug == chosen), HOME)


def _places() -> Iterable[Place]:
    """The places that have figures, for the list to choose from."""
    return Place.objects.filter(
        pk__in=Benchmark.objects.public().stated().values("place")
    ).order_by("name")
