"""Addresses that guides had, or took over from another site."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guides.models import FormerGuideSlug, Guide
from portal.desk import desk
from portal.redirects import RedirectAdmin


class Leading(admin.SimpleListFilter):
    title = "where it leads"
    parameter_name = "leads"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("somewhere", "to a guide that readers see"), ("nowhere", "nowhere at present")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {"somewhere": True, "nowhere": False}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(is_public=chosen)


@admin.register(FormerGuideSlug, site=desk)
class FormerGuideSlugAdmin(RedirectAdmin):
    route = "guides:detail"
    list_filter = (Leading, "since", "guide__topic")
    search_fields = ("slug", "guide__title", "guide__slug")
    search_help_text = "The old address, or the guide’s title or address."
    autocomplete_fields = ("guide",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        public = Guide.objects.public().filter(pk=OuterRef("guide"))
        found: QuerySet[Any] = super().get_queryset(request).annotate(is_public=Exists(public))
        return found

    @admin.display(description="leads to", ordering="guide__title")
    def leads_to(self, former: Any) -> SafeString:
        if former.is_public:
            return super().leads_to(former)
        return format_html("nowhere: “{}” is not on the site", former.guide)
