from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.calendar import months
from portal.calendar.forms import LAST_PAGE, DayForm, MonthForm, today
from portal.calendar.sources import PAGE, SHOWN, day, days, sources_for
from portal.desk import desk, person


def month(request: HttpRequest) -> HttpResponse:
    """What goes live, ends or falls due in a month."""
    form = MonthForm(request.GET)
    first, user = form.first, person(request)
    sources = sources_for(user) if user else []
    due = days(sources, first, months.last_of(first), user) if user else {}
    context = {
        "title": f"Calendar: {first:%B %Y}",
        "first": first,
        "weekdays": months.WEEKDAYS,
        "weeks": months.weeks(first, due),
        "is_empty": not due,
        "earlier": months.before(first),
        "later": months.after(first),
        "shown": SHOWN,
    }
    return _page(request, "admin/calendar.html", form, sources, context)


def on_day(request: HttpRequest) -> HttpResponse:
    """Everything that is due on one day, a hundred entries to a page."""
    form = DayForm(request.GET)
    on, page, user = form.asked("day") or today(), form.asked("page") or 1, person(request)
    sources = sources_for(user) if user else []
    found = day(sources, on, user, page=page) if user else None
    last = min(LAST_PAGE, max(1, -(-found.total // PAGE))) if found else 1
    context = {
        "title": f"{on:%A}, {on.day} {on:%B %Y}",
        "day": on,
        "due": found,
        "page": page,
        "earlier": page - 1 if page > 1 else None,
        "later": page + 1 if page < last else None,
    }
    return _page(request, "admin/calendar_day.html", form, sources, context)


def _page(
    request: HttpRequest, template: str, form: Any, sources: Any, context: dict[str, Any]
) -> HttpResponse:
    shared = {"form": form, "kinds": [source.kind for source in sources], "today": today()}
    status = 200 if form.is_valid() else 400
    frame = desk.each_context(request)
    return TemplateResponse(request, template, {**frame, **shared, **context}, status=status)
