from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.api.problems import answer
from portal.links import site
from portal.taxonomy.models import Role
from salaries.explorer.choices import choices
from salaries.explorer.data import Rows, explore, rows_of
from salaries.explorer.forms import ExplorerForm
from salaries.files import file_of


def page(request: HttpRequest) -> HttpResponse:
    """What a choice of role, level, place, workplace and year comes to."""
    form = _form(request)
    status = form.status
    context = {"form": form, "explored": explore(form)}
    return render(request, "salaries/explorer/page.html", context, status=status)


def data_csv(request: HttpRequest) -> HttpResponse:
    """The figures of the page as CSV."""
    return _data(request, "csv")


def data_json(request: HttpRequest) -> HttpResponse:
    """The same figures as JSON, with the address of the next ones."""
    return _data(request, "json")


def _data(request: HttpRequest, kind: str) -> HttpResponse:
    form = _form(request)
    if problems := form.problems:
        return answer(400, errors=problems)
    rows = rows_of(form)
    further = _next(request.path, form, rows)
    response = file_of(rows.figures, "salaries", kind, page=rows.number, next=further)
    if further:
        response["Link"] = f'<{further}>; rel="next"'
    return response


def _next(path: str, form: ExplorerForm, rows: Rows) -> str | None:
    """Where the rows go on."""
    if not rows.has_next or rows.is_cut:
        return None
    return f"{site()}{path}{form.query(page=rows.number + 1)}"


def _form(request: HttpRequest) -> ExplorerForm:
    return ExplorerForm(request.GET, roles=Role.objects.public(), choices=choices())
