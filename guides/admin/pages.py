"""Pages beside the form: the draft, and what they share with the pages of revisions and decisions."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from guides.models import Guide
from guides.previews import draw

NAMED = ("topic", "author", "reviewer", "cover")  # what a revision names besides its roles


class GuidePages:
    """Mixed into the admin of guides."""

    admin_site: admin.AdminSite
    opts: Any
    message_user: Callable[..., None]
    get_queryset: Callable[[HttpRequest], QuerySet[Guide]]
    has_view_or_change_permission: Callable[..., bool]
    has_add_permission: Callable[..., bool]
    has_change_permission: Callable[..., bool]
    has_publish_permission: Callable[[HttpRequest], bool]

    def page_urls(self) -> list[URLPattern]:
        return [path("<int:pk>/draft/", self._at_desk(self.draft), name="guides_guide_draft")]

    def draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The latest revision as readers will see it."""
        guide = self._guide(request, pk)
        revision = guide.revisions.select_related(*NAMED).first()
        if revision is None:
            raise Http404
        return draw(request, revision, list(revision.roles.all()))

    def _at_desk(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return self.admin_site.admin_view(view)

    def _guide(self, request: HttpRequest, pk: int) -> Guide:
        """The guide, for those who may see guides."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, guide):
            raise PermissionDenied
        return guide

    def _page(
        self,
        request: HttpRequest,
        guide: Guide,
        template: str,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "original": guide}
        context = {**frame, "title": str(guide), **context}
        return TemplateResponse(request, template, context, status=status)
