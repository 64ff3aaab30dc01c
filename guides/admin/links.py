"""Links of guides that lead nowhere, by guide and line."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guides.linking import ask_again
from guides.models import Guide, GuideLink
from guides.querysets import BROKEN
from portal.accounts.models import User
from portal.desk import desk, person
from portal.plain_names import OnlyRead


class Standing(admin.SimpleListFilter):
    """Broken ones, unless asked for others; who doesn’t publish finds those of their own guides."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("all", "all"),
            *((str(value), str(label)) for value, label in GuideLink.State.choices),
        ]

    def choices(self, changelist: Any) -> Any:
        every, *rest = super().choices(changelist)
        return [{**every, "display": "broken"}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[GuideLink]) -> QuerySet[GuideLink]:
        user = person(request)
        own = queryset.filter(guide__in=Guide.objects.concerning(user)) if user else queryset.none()
        match self.value():
            case None:
                return own.filter(state__in=BROKEN)
            case "all":
                return own
            case state:
                return own.filter(state=state)


@admin.register(GuideLink, site=desk)
class GuideLinkAdmin(OnlyRead):
    """Rows are found, not written."""

    list_display = ("where", "line", "shown_address", "state", "detail", "status", "checked_at")
    list_display_links = None
    list_filter = (Standing, "is_outside", "guide__topic")
    list_select_related = ("guide",)
    list_per_page = 50
    search_fields = ("address", "guide__title", "guide__slug")
    search_help_text = "The address, or the guide’s title."
    ordering = ("guide__title", "-field", "line")
    actions = ("check_again",)
    fields: ClassVar = (
        *("guide", "field", "line", "address", "is_outside"),
        *("state", "status", "detail", "checked_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuideLink]:
        links: QuerySet[GuideLink] = super().get_queryset(request)
        return links.filter(guide__in=Guide.objects.public())

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("guides.publish_guide")

    @admin.display(description="guide", ordering="guide__title")
    def where(self, link: GuideLink) -> SafeString:
        address = reverse("admin:guides_guide_change", args=[link.guide_id])
        return format_html('<a href="{}">{}</a>', address, link.guide)

    @admin.display(description="leads to", ordering="address")
    def shown_address(self, link: GuideLink) -> SafeString:
        shown = link.address if len(link.address) <= 80 else f"{link.address[:79]}…"
        return format_html('<a href="{}" rel="noreferrer noopener">{}</a>', link.address, shown)

    @admin.action(description="Look again", permissions=["check"])
    def check_again(self, request: HttpRequest, chosen: QuerySet[GuideLink]) -> None:
        inside, outside = ask_again(chosen.select_related("guide"))
        if inside:
            self.message_user(request, f"Looked again at {inside} within the site.")
        if outside:
            words = f"{outside} on other sites are asked again by the next “check_links”."
            self.message_user(request, words)


def _broken(user: Any) -> int:
    if not isinstance(user, User):
        return 0
    guides = Guide.objects.concerning(user).public()
    return GuideLink.objects.filter(state__in=BROKEN, guide__in=guides).count()


desk.queue(
    "Broken links in guides",
    permission="guides.view_guidelink",
    count_for=_broken,
    url=lambda: reverse("admin:guides_guidelink_changelist"),
    hint="Mend the link in the guide, or look again.",
)
