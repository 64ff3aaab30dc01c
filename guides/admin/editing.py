"""What the editing screen asks while somebody writes: the preview, and what stands against publishing."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from guides.admin.pages import GuidePages
from guides.checks import check_guide, in_order, place_of
from guides.conflicts import Clash, clashes
from guides.forms import COLUMNS, LOOK, RELATIONS, GuideForm
from guides.models import Guide, GuideRevision, UnsavedText
from guides.previews import draw
from guides.rendering import render_guide
from guides.unsaved import NotKept, discard, keep
from portal.api.input import is_key
from portal.desk import person
from portal.markdown import Level, Problem, minutes
from portal.taxonomy.models import Role


@dataclass(frozen=True)
class Row:
    """A problem and its place in words."""

    problem: Problem
    place: str


@dataclass(frozen=True)
class Checks:
    """What stands beside the editor; `words` and `minutes` are counted as for readers."""

    problems: list[Problem]
    words: int
    minutes: int

    @property
    def errors(self) -> list[Row]:
        return self._rows("error")

    @property
    def warnings(self) -> list[Row]:
        return self._rows("warning")

    def _rows(self, level: Level) -> list[Row]:
        return [Row(one, place_of(one)) for one in self.problems if one.level == level]


class EditingPages(GuidePages):
    """Mixed into the admin of guides."""

    def page_urls(self) -> list[URLPattern]:
        preview, check, unsaved = (
            self._at_desk(require_POST(view)) for view in (self.preview, self.checks, self.unsaved)
        )
        # So that odd keys, which boxes with choices can't draw again, are refused at the door.
        unsaved.model_admin = self  # type: ignore[attr-defined]  # as Django does for its own
        return [
            *super().page_urls(),
            path("preview/", preview, name="guides_guide_preview"),
            path("check/", check, name="guides_guide_check"),
            path("unsaved/", unsaved, name="guides_guide_unsaved"),
        ]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The form's unsaved content as readers will see it."""
        content, roles, _ = _written(self._looked_at(request))
        return draw(request, content, roles, is_beside="_beside" in request.POST)

    def checks(self, request: HttpRequest) -> HttpResponse:
        """What stands against publishing the form's unsaved content, as a piece of the page."""
        checks = checks_of(self._looked_at(request))
        return render(request, "admin/guides/_checks.html", {"checks": checks})

    def unsaved(self, request: HttpRequest) -> HttpResponse:
        """Keep the form as it stands, or drop what was kept."""
        by, guide = person(request), self._named(request)
        may = self.has_change_permission if guide else self.has_add_permission
        if by is None or not may(request, *filter(None, [guide])):
            raise PermissionDenied
        if "_discard" in request.POST:
            discard(by=by, guide=guide)
            self.message_user(request, "Your unsaved text was discarded.")
            return redirect(_screen(guide))
        seen = request.POST.get("_seen", "")
        try:
            kept = keep(
                by=by, guide=guide, data=request.POST, seen=int(seen) if is_key(seen) else 0
            )
        except NotKept as error:
            return JsonResponse({"message": str(error)}, status=409)
        return JsonResponse({"version": kept.version, "at": f"{kept.kept_at:%H:%M}"})

    def brought_back(self, request: HttpRequest, guide: Guide | None) -> UnsavedText | None:
        """What somebody kept and asks to see again."""
        if request.method != "GET" or request.GET.get("_unsaved") != "show":
            return None
        return UnsavedText.objects.of(person(request), guide).first()

    def beside(self, request: HttpRequest, guide: Guide | None, form: Any) -> dict[str, Any]:
        """What the screen shows beside the form when it is opened, or opened again."""
        if not self.has_change_permission(request, guide):
            return {}
        shown = looked_at(form.data, guide) if form.is_bound else form
        seen = form.unsaved.version if form.unsaved else _seen(request)
        kept = UnsavedText.objects.of(person(request), guide).first()
        if kept and kept.version == seen and not form.unsaved:
            kept = None  # of this very window, whose form came back
        found = conflict_of(form, shown) if form.is_bound else []
        more = {"clashes": found, "kept": kept, "seen": seen, "is_nav_sidebar_enabled": False}
        return {"checks": checks_of(shown), **more}

    def _looked_at(self, request: HttpRequest) -> GuideForm:
        """The form as it stands on somebody's screen; a file that was chosen stays there."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return looked_at(request.POST, self._named(request))

    def _named(self, request: HttpRequest) -> Guide | None:
        """The guide that the form is of; none for one that is still to be created."""
        key = request.POST.get("_guide", "")
        if not key:
            return None
        return get_object_or_404(self.get_queryset(request), pk=key if is_key(key) else None)


def _seen(request: HttpRequest) -> int:
    """The version of the unsaved text that the window knows of."""
    seen = request.POST.get("_seen", "")
    return int(seen) if is_key(seen) and len(seen) < 9 else 0


def _screen(guide: Guide | None) -> str:
    if guide is None:
        return reverse("admin:guides_guide_add")
    return reverse("admin:guides_guide_change", args=[guide.pk])


def looked_at(data: QueryDict, guide: Guide | None) -> GuideForm:
    form = GuideForm(data, instance=guide)
    form.step = LOOK
    form.is_valid()
    return form


def conflict_of(form: GuideForm, shown: GuideForm) -> list[Clash]:
    """What differs between what is typed (`shown` has read it) and what somebody saved meanwhile."""
    if form.conflict is None:
        return []
    base = form.data.get("base", "")
    revisions = form.instance.revisions
    begun = revisions.filter(number=base).first() if is_key(base) else None
    return clashes(form.conflict, begun, shown.cleaned_data)


def checks_of(form: GuideForm) -> Checks:
    """Of a bound form what is typed, else the latest revision."""
    wrong: list[Problem] = []
    if form.is_bound:
        content, roles, wrong = _written(form)
    elif form.latest:
        content, roles = form.latest, list(form.latest.roles.all())
    else:
        return Checks([], 0, 0)
    rendered = render_guide(content)
    unread = {problem.field for problem in wrong}
    found = [one for one in check_guide(content, roles, rendered) if one.field not in unread]
    return Checks(in_order([*wrong, *found]), rendered.words, minutes(rendered.words))


def _written(form: GuideForm) -> tuple[GuideRevision, list[Role], list[Problem]]:
    """The content of a form as far as it can be read, its roles, and what can't be read."""
    cleaned = form.cleaned_data
    columns = {name: cleaned[name] for name in COLUMNS if cleaned.get(name) is not None}
    wrong = [
        Problem("error", str(message), field=name)
        for name in (*COLUMNS, *RELATIONS)
        for message in form.errors.get(name, ())
    ]
    return GuideRevision(**columns), list(cleaned.get("roles", ())), wrong
