"""Guides that need a review: why, for whom, and the step that says that nothing is to change."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guides.models import Guide
from guides.querysets import with_reasons
from guides.reviewing import confirm_guide, state_of
from portal.accounts.models import User
from portal.desk import desk, person
from portal.publishing.desk import seen

STATE: Final = "state-"  # and the guide's key: a hidden field of the list


class NeedsReview(admin.SimpleListFilter):
    """Who doesn't publish finds only their own under it."""

    title = "needs a review"
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("review", "for any reason"),
            ("figures", "figures moved"),
            ("day", "its day has come"),
            ("edit", "a scheduled edit failed"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Guide]) -> QuerySet[Guide]:
        user = person(request)
        if self.value() is None or user is None:
            return queryset
        own = Guide.objects.concerning(user)
        found = {
            "figures": own.with_moved_figures,
            "day": own.overdue_for_review,
            "edit": own.with_refused_edit,
        }
        wanted = found.get(self.value() or "", own.needing_review)()
        return with_reasons(queryset.filter(pk__in=wanted.values("pk")))


class FreshnessSteps:
    """Mixed into the admin of guides."""

    message_user: Callable[..., None]
    _each: Callable[..., None]

    @admin.display(description="why")
    def why(self, guide: Any) -> SafeString:
        """Every reason, and where to look; with what the list has shown, for the step."""
        reasons = [f"{reason}, since {reason.found_at:%Y-%m-%d}" for reason in guide.reasons]
        if guide.is_overdue:
            reasons.append(f"Day of review: {guide.review_by}")
        if guide.edit_refused:
            reasons.append(f"The scheduled edit did not go live. {guide.edit_refused}")
        items = format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons))
        compare = ""
        if guide.has_unpublished_changes:
            address = reverse("admin:guides_guide_compare", args=[guide.pk])
            compare = format_html('<a href="{}">Compare: an edit waits</a>', address)
        hidden = '<ul class="reasons">{}</ul>{}<input type="hidden" name="{}{}" value="{}">'
        return format_html(hidden, items, compare, STATE, guide.pk, state_of(guide.reasons))

    @admin.action(description="Reviewed: nothing to change", permissions=["publish"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        def step(guide: Guide, by: User | None) -> None:
            state = request.POST.get(f"{STATE}{guide.pk}")
            confirm_guide(guide=guide, by=by, seen=seen(request, guide), state=state)

        self._each(request, chosen, "marked as reviewed", step)


def _needing(user: User | AnonymousUser) -> int:
    return Guide.objects.concerning(user).needing_review().count() if isinstance(user, User) else 0


desk.queue(
    "Guides that need a fresh look",
    permission="guides.change_guide",
    count_for=_needing,
    url=lambda: f"{reverse('admin:guides_guide_changelist')}?needs=review",
    hint="A figure has moved, the day of review has come, or a scheduled edit did not go live. Read, then publish "
    "or say that nothing is to change.",
)
