from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.api.problems import answer
from portal.paging import PageForm, page_of
from salaries.forms import Parameters
from salaries.models import Snapshot

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def snapshots(request: HttpRequest) -> HttpResponse:
    """All dated copies, the newest first, with size and checksum."""
    form = PageForm(request.GET)
    status = form.status
    page = page_of(
        form.number,
        name="snapshots",
        topics=("snapshots",),
        every=Snapshot.objects.public,
        rows=lambda start, end: list(Snapshot.objects.public().listed()[start:end]),
    )
    return render(request, "salaries/snapshots.html", {"form": form, "page": page}, status=status)


def snapshot_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The file as it was kept, byte for byte."""
    return _file(request, name, "csv")


def snapshot_json(request: HttpRequest, name: str) -> HttpResponse:
    return _file(request, name, "json")


def _file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    if problems := Parameters(request.GET).problems:
        return answer(400, errors=problems)
    kept = get_object_or_404(Snapshot.objects.public().only("name", f"{kind}_gzip"), name=name)
    response = HttpResponse(getattr(kept, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="salaries-{name}.{kind}"'
    return response
