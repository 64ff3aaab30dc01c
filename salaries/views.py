from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from portal.taxonomy.models import Role
from salaries.charts import chart_of
from salaries.comparison import compare as side_by_side
from salaries.forms import BenchmarkFilter, CompareForm
from salaries.models import Benchmark, Measure
from salaries.querysets import BenchmarkQuerySet
from salaries.rows import as_csv, row_of


def index(request: HttpRequest) -> HttpResponse:
    """Every role's figures at a glance, and the way to compare two."""
    benchmarks = list(Benchmark.objects.public().shown())
    medians = [row for row in benchmarks if row.measure == Measure.NATIONAL_MEDIAN]
    roles = list(Role.objects.public())
    chart = chart_of(
        medians,
        title="National median base pay by role",
        label=lambda row: (row.role.name, row.place.label),
        series=[role.pk for role in roles],
    )
    tables = [(role, [row for row in benchmarks if row.role_id == role.pk]) for role in roles]
    context = {"tables": tables, "chart": chart, "form": CompareForm(), "roles": roles}
    return render(request, "salaries/index.html", context)


def role(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures of one role."""
    found = get_object_or_404(Role.objects.public(), slug=slug)
    benchmarks = list(Benchmark.objects.public().for_roles([found.slug]).shown())
    chart = chart_of(
        benchmarks,
        title=f"What {found.plural} are paid",
        label=lambda row: (row.label, row.place.label),
    )
    context = {
        "role": found,
        "benchmarks": benchmarks,
        "sources": {row.source.pk: row.source for row in benchmarks if row.source}.values(),
        "chart": chart,
        "others": Role.objects.public().exclude(pk=found.pk),
    }
    return render(request, "salaries/role.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Two roles side by side; without a choice, or with a wrong one, the form and what is amiss."""
    form = CompareForm(request.GET if "role" in request.GET else None)
    context: dict[str, Any] = {"form": form, "roles": Role.objects.public()}
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "salaries/compare.html", context, status=status)
    chosen: list[Role] = form.cleaned_data["role"]
    rows = Benchmark.objects.public().for_roles([role.slug for role in chosen]).shown()
    context |= {"chosen": chosen, **_comparison(chosen, list(rows))}
    return render(request, "salaries/compare.html", context)


def _comparison(roles: list[Role], benchmarks: list[Benchmark]) -> dict[str, Any]:
    lines = side_by_side(roles, benchmarks)
    alike = [figure for line in lines if line.is_complete for figure in line.figures if figure]
    chart = chart_of(
        alike,
        title=" and ".join(role.name for role in roles),
        label=lambda row: (row.label, row.role.name),
        series=[role.pk for role in roles],
    )
    sources = {row.source.pk: row.source for row in benchmarks if row.source}.values()
    return {"lines": lines, "chart": chart, "sources": sources}


def benchmarks_csv(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Figures as CSV: those of a role's page, or those that the parameters choose."""
    rows, error = _rows(request, slug)
    if error:
        return error
    response = HttpResponse(as_csv(map(row_of, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug or "benchmarks"}.csv"'
    return response


def benchmarks_json(request: HttpRequest, slug: str = "") -> HttpResponse:
    rows, error = _rows(request, slug)
    return error or JsonResponse({"results": [row_of(row) for row in rows]})


def _rows(request: HttpRequest, slug: str) -> tuple[BenchmarkQuerySet, HttpResponse | None]:
    benchmarks = Benchmark.objects.public().shown()
    if slug:
        found = get_object_or_404(Role.objects.public(), slug=slug)
        return benchmarks.for_roles([found.slug]), None
    form = BenchmarkFilter(request.GET)
    unknown = sorted(set(request.GET) - set(form.fields))
    if form.is_valid() and not unknown:
        return form.apply(benchmarks), None
    errors = {name: list(messages) for name, messages in form.errors.items()}
    errors |= {name: ["There is no such parameter."] for name in unknown}
    return benchmarks.none(), JsonResponse({"errors": errors}, status=400)
