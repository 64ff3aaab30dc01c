"""The page on which an editor reads what there is to know about a guide, and decides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from guides.admin.decision_forms import Decision, open_to
from guides.admin.pages import NAMED, GuidePages
from guides.admin.steps import REFUSALS, said_of
from guides.checks import check_guide
from guides.models import Guide, GuideContent
from portal.desk import person
from portal.publishing.diff import compare, values_of

LAST_EVENTS = 10


class DecisionPages(GuidePages):
    """Mixed into the admin of guides."""

    standing: Callable[[Guide], str]

    def page_urls(self) -> list[URLPattern]:
        return [
            *super().page_urls(),
            path("<int:pk>/decide/", self._at_desk(self.decide), name="guides_guide_decide"),
        ]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One guide with all that a decision needs; the decision comes back as a POST."""
        guide = self._guide(request, pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        decisions = _forms(request, guide)
        for decision in decisions:
            if decision.is_bound and decision.is_valid():
                return self._take(request, guide, decision)
        context = {**_facts(guide), "decisions": decisions, "standing": self.standing(guide)}
        context |= {"title": f"Decide on “{guide}”"}
        return self._page(request, guide, "admin/guides/decide.html", context)

    def _take(self, request: HttpRequest, guide: Guide, decision: Decision) -> HttpResponse:
        try:
            decision.take(guide, person(request))
        except REFUSALS as error:
            self.message_user(request, said_of(error), messages.ERROR)
        else:
            self.message_user(request, decision.done.format(guide))
        return redirect("admin:guides_guide_decide", guide.pk)


def _forms(request: HttpRequest, guide: Guide) -> list[Decision]:
    """What can be decided; the one whose button was pressed holds what was sent."""
    step = request.POST.get("step", "")
    initial = {"seen": guide.latest_number, "until": guide.unpublish_at}
    return [
        kind(
            request.POST if kind.step == step else None,
            auto_id=f"{kind.step}_%s",
            initial=initial,
        )
        for kind in open_to(guide)
    ]


def _facts(guide: Guide) -> dict[str, Any]:
    """What an editor weighs: what was saved, by whom, what changed, what is wrong, the past."""
    named = guide.revisions.select_related(*NAMED, "created_by")
    latest = named.get(number=guide.latest_number)
    live = named.filter(number=guide.live_number or 0).exclude(number=latest.number).first()
    return {
        "latest": latest,
        "live": live,
        "changes": live
        and compare(GuideContent, values_of(live, GuideContent), values_of(latest, GuideContent)),
        "problems": check_guide(latest, latest.roles.all()),
        "events": guide.events.select_related("by")[:LAST_EVENTS],
    }
