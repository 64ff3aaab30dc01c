from django.contrib import admin

from jobs.models import ReturnReason
from portal.desk import desk


@admin.register(ReturnReason, site=desk)
class ReturnReasonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the checker only
    list_display = ("name", "text")
    search_fields = ("name", "text")
