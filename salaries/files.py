"""Figures as files to keep."""

from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse

from salaries.models import Benchmark
from salaries.rows import as_csv, as_json


def file_of(benchmarks: Iterable[Benchmark], name: str, kind: str, **more: object) -> HttpResponse:
    """A file named after what it holds; `more` of the whole goes into JSON only."""
    response: HttpResponse
    if kind == "csv":
        response = HttpResponse(as_csv(benchmarks), content_type="text/csv; charset=utf-8")
    else:
        data = as_json(benchmarks, **more)
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
