"""Pages beside the form: previews, the return to the author, the history."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse

from guides import actions
from guides.forms import COLUMNS, GuideForm, ReasonForm
from guides.models import Guide, GuideRevision
from guides.rendering import render_guide
from portal.desk import person
from portal.panels import fill_all
from portal.publishing.errors import WrongState
from portal.taxonomy.models import Role


class GuidePages:
    """Mixed into the admin of guides."""

    admin_site: admin.AdminSite
    opts: Any
    message_user: Callable[..., None]
    get_queryset: Callable[[HttpRequest], QuerySet[Guide]]
    has_publish_permission: Callable[[HttpRequest], bool]
    has_view_or_change_permission: Callable[..., bool]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The form's unsaved content as readers will see it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form = GuideForm(request.POST)
        form.is_valid()
        values = {name: form.cleaned_data.get(name) for name in COLUMNS if name != "cover"}
        content = GuideRevision(
            **{name: value for name, value in values.items() if value is not None}
        )
        return _draw(request, content, list(form.cleaned_data.get("roles", ())))

    def draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The latest revision as readers will see it."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, guide):
            raise PermissionDenied
        revision = guide.revisions.select_related("topic", "author", "reviewer").first()
        if revision is None:
            raise Http404
        return _draw(request, revision, list(revision.roles.all()))

    def send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return a submitted guide to its author, with a reason."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.return_guide(
                    guide=guide, by=person(request), reason=form.cleaned_data["reason"]
                )
            except WrongState as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"“{guide}” went back to its author.")
            return redirect("admin:guides_guide_change", pk)
        return self._page(request, guide, "admin/guides/return.html", {"form": form})

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved what and who decided what."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, guide):
            raise PermissionDenied
        context = {
            "revisions": guide.revisions.select_related("created_by").defer("body"),
            "events": guide.events.select_related("by"),
        }
        return self._page(request, guide, "admin/guides/history.html", context)

    def _page(
        self, request: HttpRequest, guide: Guide, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "original": guide}
        return TemplateResponse(request, template, {**frame, "title": str(guide), **context})


def _draw(request: HttpRequest, content: GuideRevision, roles: list[Role]) -> HttpResponse:
    """An article from content that isn't public, framed by nothing but the site itself."""
    rendered = render_guide(content)
    written = {name: getattr(content, name, None) for name in COLUMNS}
    guide = Guide(**{name: value for name, value in written.items() if value is not None})
    for name, value in rendered.columns().items():
        setattr(guide, name, value)
    tldr, body = fill_all((guide.tldr_html, guide.body_html), notices=True)
    context = {"guide": guide, "tldr": tldr, "body": body, "roles": roles, "is_preview": True}
    return render(request, "guides/detail.html", {**context, "problems": rendered.problems})
