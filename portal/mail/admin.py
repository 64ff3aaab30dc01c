"""What was written to whom, and what could not be sent."""

from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.csp import CSP
from django.utils.html import format_html
from django.views.decorators.csp import csp_override

from portal.desk import desk
from portal.mail.models import Mail
from portal.mail.sending import send_letter

# A letter is shown as a stranger to the desk: it runs nothing, asks for nothing and sends nothing.
SEALED: Final[Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.NONE],
    "sandbox": True,
}


class Standing(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("sent", "sent"), ("waiting", "waiting"), ("given-up", "given up")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mail]) -> QuerySet[Mail]:
        chosen = {
            "sent": Mail.objects.exclude(sent_at=None),
            "waiting": Mail.objects.filter(sent_at=None),
            "given-up": Mail.objects.given_up(),
        }
        found = chosen.get(self.value() or "")
        return queryset if found is None else queryset.filter(pk__in=found.values("pk"))


@admin.register(Mail, site=desk)
class MailAdmin(admin.ModelAdmin[Mail]):
    """Letters are looked at and sent again, never written here."""

    list_display = ("subject", "to", "matter", "created_at", "sent_at", "attempts", "error")
    list_filter = (Standing,)
    search_fields = ("to", "subject", "matter")
    date_hierarchy = "created_at"
    actions = ("send_again",)
    readonly_fields = ("words", "drawn")
    fieldsets = (
        (None, {"fields": ("subject", "to", "words", "drawn")}),
        ("Sending", {"fields": ("matter", "created_at", "sent_at", "attempts", "error")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        return False

    @admin.action(description="Send again", permissions=["delete"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Mail]) -> None:
        # Of a secret letter that was sent nothing is left to send.
        again = chosen.exclude(is_secret=True, sent_at__isnull=False)
        letters = list(again.values_list("pk", flat=True))
        Mail.objects.filter(pk__in=letters).update(
            sent_at=None, leased_until=None, attempts=0, error=""
        )
        for pk in letters:
            send_letter.enqueue(pk)
        self.message_user(request, f"{len(letters)} letters are being sent again.")

    @admin.display(description="body")
    def words(self, letter: Mail) -> str:
        return "For its addressee alone." if letter.is_secret else letter.body

    @admin.display(description="HTML")
    def drawn(self, letter: Mail) -> str:
        if not letter.html or letter.is_secret:
            return "–"
        url = reverse("admin:mail_mail_drawn", args=[letter.pk])
        return format_html('<a href="{}">See it as it was sent</a>', url)

    def as_drawn(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        letters = self.get_queryset(request).filter(is_secret=False).exclude(html="")
        return HttpResponse(get_object_or_404(letters, pk=pk).html)

    def get_urls(self) -> list[URLPattern]:
        seen = self.admin_site.admin_view(csp_override(SEALED)(self.as_drawn))
        return [path("<int:pk>/drawn/", seen, name="mail_mail_drawn"), *super().get_urls()]


desk.queue(
    "Letters that can’t be sent",
    permission="mail.view_mail",
    count=lambda: Mail.objects.given_up().count(),
    url=lambda: reverse("admin:mail_mail_changelist") + "?standing=given-up",
    hint="Look at the error, mend the mail settings, and choose “Send again”.",
)
