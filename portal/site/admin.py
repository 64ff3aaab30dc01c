from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from portal.desk import desk
from portal.site.actions import problems_of, save_page
from portal.site.models import Page
from portal.stale_forms import SeenAdmin, SeenForm


class PageForm(SeenForm):
    """Refuses a text with errors: readers see a page as soon as it is saved."""

    class Meta:
        model = Page
        fields = ("slug", "title", "description", "body")
        help_texts: ClassVar = {
            "body": "Markdown, with links, lists, tables and callouts. Headings start at ##. "
            "Panels ({{ … }}) are for guides: a page of text shows none."
        }

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if errors := [problem for problem in problems_of(body) if problem.level == "error"]:
            raise ValidationError([str(error) for error in errors])
        return body


@admin.register(Page, site=desk)
class PageAdmin(SeenAdmin):
    form = PageForm
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
        for warning in problems_of(obj.body):
            self.message_user(request, str(warning), messages.WARNING)
