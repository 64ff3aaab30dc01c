"""What authors can use, and what readers had to do without."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from portal.desk import desk
from portal.panels.models import PanelFault
from portal.panels.picking import picker, trial
from portal.panels.views import catalogue, examples


@admin.register(PanelFault, site=desk)
class PanelFaultAdmin(admin.ModelAdmin[PanelFault]):
    list_display = ("panel", "message", "where", "arguments", "count", "first_seen", "last_seen")
    list_filter = ("panel", "last_seen")
    search_fields = ("panel", "message", "where", "arguments")
    date_hierarchy = "last_seen"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PanelFault | None = None) -> bool:
        return False


desk.page("help/panels/", catalogue, "panels")
desk.page("help/panels/pick/", picker, "panel-picker")
desk.page("help/panels/pick/<slug:name>/", trial, "panel-trial")
desk.page("help/panels/<slug:name>/", examples, "panel-examples")
desk.queue(
    "Panels that are missing on pages",
    permission="panels.view_panelfault",
    count=PanelFault.objects.count,
    url=lambda: reverse("admin:panels_panelfault_changelist"),
    hint="Mend the guide or the figure behind it, then delete the entry; it comes back if it is not mended.",
)
