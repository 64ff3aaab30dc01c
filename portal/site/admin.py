from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from portal.desk import desk
from portal.site.actions import save_page
from portal.site.models import Page


@admin.register(Page, site=desk)
class PageAdmin(SimpleHistoryAdmin):
    list_display = ("title", "slug", "updated_at")
    search_fields = ("title", "slug", "body")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    readonly_fields = ("updated_at",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "description")}),
        ("Text", {"fields": ("body", "updated_at")}),
    )

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        save_page(page=obj)
