from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal.api.problems import answer
from portal.taxonomy.models import FormerRoleSlug, Place, Role
from salaries.forms import BenchmarkFilter, CompareForm, FigureListForm, Parameters
from salaries.leading import HOME, headline
from salaries.models import Benchmark
from salaries.pages import groups_of, medians_chart, side_by_side, sources_of, tables_of
from salaries.rows import as_csv, as_json

MOST: Final = 500  # figures on one page


def index(request: HttpRequest) -> HttpResponse:
    """Every role's figures at a glance, to narrow and to compare."""
    roles = list(Role.objects.public())
    places = list(_places())
    form = FigureListForm(request.GET, roles=roles, places=places)
    status = 200 if form.is_valid() else 400
    benchmarks = list(form.apply(Benchmark.objects.public()).shown()[:MOST])
    context = {
        "form": form,
        "roles": roles,
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
    benchmarks = list(Benchmark.objects.public().for_roles([slug]).shown()[:MOST])
    context = {
        "role": found,
        "form": Parameters(request.GET),
        "headline": headline(benchmarks),
        "groups": groups_of(found, benchmarks),
        "sources": sources_of(benchmarks),
        "others": [role for role in roles if role != found],
        "is_cut": len(benchmarks) == MOST,
    }
    return render(request, "salaries/role.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Two roles side by side; without a choice, or with a wrong one, the form and what is amiss."""
    form = CompareForm(request.GET, roles=Role.objects.public())
    status = form.status
    context: dict[str, object] = {"form": form}
    if chosen := form.cleaned_data.get("role"):
        rows = Benchmark.objects.public().for_roles([role.slug for role in chosen]).shown()
        context["comparison"] = side_by_side(chosen, list(rows))
    return render(request, "salaries/compare.html", context, status=status)


def benchmarks_csv(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Figures as CSV: those of a role's page, or those that the parameters choose."""
    return _data(request, slug, "csv")


def benchmarks_json(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The same rows as JSON, with the licenses of their sources."""
    return _data(request, slug, "json")


def _data(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    form = Parameters(request.GET) if slug else BenchmarkFilter(request.GET)
    if problems := form.problems:
        return answer(400, errors=problems)
    benchmarks = form.apply(Benchmark.objects.public()).shown()
    if not slug:
        return _file(benchmarks, "benchmarks", kind)
    if not Role.objects.public().filter(slug=slug).exists():
        return _moved(f"salaries:role-{kind}", slug)
    return _file(benchmarks.for_roles([slug]), slug, kind)


def _file(benchmarks: Iterable[Benchmark], name: str, kind: str) -> HttpResponse:
    """A file to keep, named after what it holds."""
    response: HttpResponse
    if kind == "csv":
        response = HttpResponse(as_csv(benchmarks), content_type="text/csv; charset=utf-8")
    else:
        response = JsonResponse(as_json(benchmarks), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


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
    return Place.objects.filter(pk__in=Benchmark.objects.public().values("place")).order_by("name")
