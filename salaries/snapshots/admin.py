"""Snapshots on the desk: taken and looked at, never changed or deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.desk import desk, person
from portal.plain_names import PlainNames
from salaries.models import Benchmark, Snapshot
from salaries.snapshots import take_snapshot


@admin.register(Snapshot, site=desk)
class SnapshotAdmin(PlainNames):
    list_display = ("name", "made_at", "by", "row_count", "csv_size", "json_size")
    list_filter = ("made_at",)
    list_select_related = ("by",)
    search_fields = ("name", "csv_sha256", "json_sha256")
    search_help_text = "Name or checksum"
    fieldsets = (
        (None, {"fields": ("name", "made_at", "by", "row_count")}),
        ("CSV", {"fields": ("csv_file", "csv_size", "csv_sha256")}),
        ("JSON", {"fields": ("json_file", "json_size", "json_sha256")}),
    )
    readonly_fields = ("csv_file", "json_file")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("csv_gzip", "json_gzip")

    @admin.display(description="file")
    def csv_file(self, snapshot: Snapshot) -> SafeString:
        return _link("salaries:snapshot-csv", snapshot)

    @admin.display(description="file")
    def json_file(self, snapshot: Snapshot) -> SafeString:
        return _link("salaries:snapshot-json", snapshot)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is filled in: the button takes one."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._take(request)
            return redirect("admin:salaries_snapshot_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Take a snapshot",
            "opts": self.opts,
            "figures": Benchmark.objects.public().count(),
        }
        return TemplateResponse(request, "admin/salaries/take_snapshot.html", context)

    def _take(self, request: HttpRequest) -> None:
        made = take_snapshot(by=person(request))
        if made is None:
            told = "Nothing has changed since the newest snapshot, so none was taken."
            self.message_user(request, told, messages.WARNING)
            return
        self.log_addition(request, made, "Taken.")
        self.message_user(request, f"Took {made} of {made.row_count:,} figures.", messages.SUCCESS)

    def has_change_permission(self, request: HttpRequest, obj: Snapshot | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Snapshot | None = None) -> bool:
        return False


def _link(route: str, snapshot: Snapshot) -> SafeString:
    address = reverse(route, args=[snapshot.name])
    return format_html('<a href="{}">{}</a>', address, address)
