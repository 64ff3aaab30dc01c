from collections.abc import Iterator, Sequence
from datetime import UTC, date
from itertools import groupby
from typing import Final

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from portal.api.problems import answer
from portal.feeds import LENGTH, atom
from portal.feeds import Entry as FeedEntry
from portal.paging import Page, page_of
from portal.taxonomy.models import Role
from salaries.changes.forms import ChangeFilter, ChangeListForm, month_after
from salaries.changes.rows import Entry, as_csv, as_json, entries
from salaries.models import FigureChange, Source

MOST: Final = 5_000  # changes in one file
LONGEST: Final = 240  # months to choose from


def changes(request: HttpRequest) -> HttpResponse:
    """Every change of a published figure, month by month, the newest first."""
    form = ChangeListForm(
        request.GET, roles=Role.objects.public(), sources=_sources(), months=_months()
    )
    status = form.status
    page = _page(form)
    context = {"form": form, "page": page, "months": _by_month(entries(page.rows))}
    return render(request, "salaries/changes.html", context, status=status)


def feed(request: HttpRequest) -> HttpResponse:
    """The newest changes of the same address as Atom."""
    form = ChangeFilter(request.GET)
    if problems := form.problems:
        return answer(400, errors=problems)
    found = entries(form.apply(FigureChange.objects.public()).newest()[:LENGTH])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return atom(
        title="Changes of salary figures",
        subtitle="Every published figure that came, changed or was withdrawn, with the reason.",
        path=reverse("salaries:changes") + query,
        feed_path=request.path + query,
        entries=map(_told, found),
    )


def changes_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv")


def changes_json(request: HttpRequest) -> HttpResponse:
    return _file(request, "json")


def _file(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest changes that the parameters choose; a month at a time holds all of most."""
    form = ChangeFilter(request.GET)
    if problems := form.problems:
        return answer(400, errors=problems)
    rows = list(form.apply(FigureChange.objects.public()).newest()[: MOST + 1])
    found = entries(rows[:MOST])
    response: HttpResponse
    if kind == "csv":
        response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    else:
        data = as_json(found, is_cut=len(rows) > MOST)
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="changes.{kind}"'
    return response


def _page(form: ChangeListForm) -> Page:
    chosen = form.apply(FigureChange.objects.public())
    return page_of(
        form.number,
        name=f"figure changes{form.query}",
        topics=("salaries", "taxonomy"),
        every=lambda: chosen,
        rows=lambda start, end: list(chosen.newest()[start:end]),
    )


def _by_month(found: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    def month(entry: Entry) -> date:
        return entry.change.at.astimezone(UTC).date().replace(day=1)

    return [(first, list(some)) for first, some in groupby(found, month)]


def _sources() -> QuerySet[Source]:
    """Those whose figures ever came or went."""
    mine = FigureChange.objects.public().filter(source=OuterRef("pk"))
    return Source.objects.filter(Exists(mine)).only("slug", "name")


def _months() -> list[date]:
    """From this one back to that of the first change."""
    oldest = FigureChange.objects.public().aggregate(first=Min("at"))["first"]
    return list(_from(oldest.date().replace(day=1)))[: -LONGEST - 1 : -1] if oldest else []


def _from(first: date) -> Iterator[date]:
    today = timezone.now().date()
    while first <= today:
        yield first
        first = month_after(first)


def _told(entry: Entry) -> FeedEntry:
    change = entry.change
    moved = " → ".join(text for text in (change.old, change.new) if text)
    guides = ", ".join(guide.title for guide in entry.guides)
    parts = [
        moved,
        f"Reason: {change.reason}" if change.reason else "",
        f"Source: {change.source_name}" if change.source_name else "",
        f"Cited by: {guides}" if guides else "",
    ]
    return FeedEntry(
        title=f"{change.what}: {change.get_kind_display()}",
        path=reverse("salaries:changes") + entry.query,
        summary=". ".join(part.rstrip(".") for part in parts if part) + ".",
        published=change.at,
        updated=change.at,
        author=change.who,
        categories=(change.role_name,),
    )
