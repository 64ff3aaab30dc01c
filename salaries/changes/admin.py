"""The changelog on the desk, to be read; and the page that asks why figures are withdrawn."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from portal.desk import desk, person
from portal.plain_names import OnlyRead
from portal.publishing.models import Status
from portal.storable import storable
from salaries.actions import withdraw_benchmarks
from salaries.models import Benchmark, FigureChange
from salaries.querysets import BenchmarkQuerySet

AT_ONCE: Final = 200  # figures withdrawn for one reason


@admin.register(FigureChange, site=desk)
class FigureChangeAdmin(OnlyRead):
    """Nobody writes here: rows come with the changes themselves, and stay."""

    list_display = ("at", "what", "kind", "moved", "by")
    list_display_links = ("at", "what")
    list_filter = ("kind", "is_counted", "role", "source")
    list_select_related = ("by",)
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "at"
    search_fields = ("role_name", "label", "place_name", "source_name", "reason", "old", "new")
    search_help_text = "Role, figure, place, source, reason or amount"
    fieldsets = (
        ("The figure", {"fields": ("what", "years", "source_name", "benchmark")}),
        ("What became of it", {"fields": ("kind", "old", "new", "reason")}),
        ("When and by whom", {"fields": ("at", "by", "is_counted")}),
    )
    readonly_fields = ("what",)

    @admin.display(description="figure", ordering="role_name")
    def what(self, change: FigureChange) -> str:
        return change.what

    @admin.display(description="before → after, and why")
    def moved(self, change: FigureChange) -> str:
        texts = " → ".join(text for text in (change.old, change.new) if text)
        return format_html("{}<br>{}", texts, change.reason) if change.reason else texts


class WithdrawForm(forms.Form):
    """The figures stand in the address."""

    reason = forms.CharField(
        max_length=300,
        validators=[storable],
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Readers find it in the changelog of figures, beside what each figure said.",
    )


class Withdrawing:
    """Mixed into the admin of figures: withdrawing asks for a reason first."""

    admin_site: admin.AdminSite
    message_user: Callable[..., None]
    has_change_permission: Callable[..., bool]

    def withdraw_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.ask_why)
        return [path("decide/withdraw/", view, name="salaries_benchmark_withdraw")]

    @admin.action(description="Withdraw the chosen figures, with a reason", permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: BenchmarkQuerySet) -> HttpResponse | None:
        published = chosen.filter(status=Status.PUBLISHED).values_list("pk", flat=True)
        keys = list(published[: AT_ONCE + 1])
        if not keys:
            self.message_user(request, "None of these is published.", messages.WARNING)
            return None
        if len(keys) > AT_ONCE:
            self.message_user(
                request, f"Choose {AT_ONCE} published figures at most.", messages.WARNING
            )
            return None
        address = reverse("admin:salaries_benchmark_withdraw")
        return redirect(f"{address}?{urlencode({'figure': keys}, doseq=True)}")

    def ask_why(self, request: HttpRequest) -> HttpResponse:
        """The chosen figures and a field for the reason; the answer comes back as a POST."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = [int(key) for key in request.GET.getlist("figure")[:AT_ONCE] if _is_key(key)]
        chosen = Benchmark.objects.filter(pk__in=asked, status=Status.PUBLISHED)
        form = WithdrawForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            count = withdraw_benchmarks(benchmarks=chosen, by=person(request), reason=reason)
            self._tell(request, count)
            return redirect("admin:salaries_benchmark_changelist")
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Withdraw figures",
            "opts": Benchmark._meta,
            "figures": chosen.shown(),
            "form": form,
        }
        return TemplateResponse(request, "admin/salaries/withdraw.html", context)

    def _tell(self, request: HttpRequest, count: int) -> None:
        if count:
            told = f"{count} withdrawn. Guides no longer show them."
            self.message_user(request, told, messages.SUCCESS)
        else:
            self.message_user(request, "None of these is published.", messages.WARNING)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
