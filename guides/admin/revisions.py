"""Pages of a guide's past: who saved what, what differs between two revisions, one of them again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from guides import actions
from guides.admin.pages import NAMED, GuidePages
from guides.admin.steps import REFUSALS, said_of
from guides.models import Guide, GuideContent, GuideRevision
from guides.previews import draw, link_to
from portal.desk import person
from portal.publishing.diff import Change, compare, values_of

ON_A_PAGE = 100  # revisions; and decisions, of which the newest are shown


class RevisionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it has no generics when the code runs
    """A revision by its number, or by the words “live” and “latest”."""

    def __init__(self, guide: Guide, **given: Any) -> None:
        self.words = {"live": guide.live_number, "latest": guide.latest_number}
        none = f"Give a number from 1 to {guide.latest_number}, “latest”"
        none += " or “live”." if guide.live_number else ". Nothing was published yet."
        super().__init__(
            guide.revisions.select_related(*NAMED, "created_by"),
            to_field_name="number",
            widget=forms.TextInput(attrs={"size": 8}),
            error_messages={"invalid_choice": none, "required": none},
            **given,
        )

    def to_python(self, value: Any) -> Any:
        number = self.words.get(value, value)
        if value and number is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(number)


class CompareForm(forms.Form):
    """Without a choice: what readers see, or the start, with what was saved last."""

    def __init__(self, guide: Guide, data: dict[str, str]) -> None:
        before = "live" if guide.live_number else "1"
        super().__init__({"old": before, "new": "latest", **data})
        self.fields["old"] = RevisionField(guide, label="Compare revision")
        self.fields["new"] = RevisionField(guide, label="with revision")


class ShareForm(forms.Form):
    def __init__(self, guide: Guide, data: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["revision"] = RevisionField(
            guide,
            required=False,
            help_text="Its number. Empty: whichever was saved last when the link is opened.",
        )


class RestoreForm(forms.Form):
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RevisionPages(GuidePages):
    """Mixed into the admin of guides."""

    def page_urls(self) -> list[URLPattern]:
        one = "<int:pk>/revisions/<int:number>/"
        return [
            *super().page_urls(),
            path("<int:pk>/history/", self._at_desk(self.revisions), name="guides_guide_history"),
            path("<int:pk>/compare/", self._at_desk(self.compare), name="guides_guide_compare"),
            path("<int:pk>/share/", self._at_desk(self.share), name="guides_guide_share"),
            path(one, self._at_desk(self.one_revision), name="guides_guide_revision"),
            path(f"{one}restore/", self._at_desk(self.restore), name="guides_guide_restore"),
        ]

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved what and who decided what."""
        guide = self._guide(request, pk)
        saved = guide.revisions.select_related("created_by").defer("body", "tldr")
        page = Paginator(saved, ON_A_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "chosen": _chosen([revision.number for revision in page]),
            "events": guide.events.select_related("by")[:ON_A_PAGE],
            "can_change": self.has_change_permission(request, guide),
        }
        return self._page(request, guide, "admin/guides/history.html", context)

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What differs between two revisions, by an address that can be sent to somebody."""
        guide = self._guide(request, pk)
        form = CompareForm(guide, request.GET.dict())
        context: dict[str, Any] = {"form": form, "title": f"Compare revisions of “{guide}”"}
        if form.is_valid():
            old, new = form.cleaned_data["old"], form.cleaned_data["new"]
            context |= {"sides": (old, new), "changes": _between(old, new)}
        context["can_change"] = self.has_change_permission(request, guide)
        status = 200 if form.is_valid() else 400
        return self._page(request, guide, "admin/guides/compare.html", context, status)

    def one_revision(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Any revision as readers would see it."""
        guide = self._guide(request, pk)
        chosen = get_object_or_404(guide.revisions.select_related(*NAMED), number=number)
        return draw(request, chosen, list(chosen.roles.all()))

    def share(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A link that shows a draft to somebody signed out, for a week."""
        guide = self._guide(request, pk)
        form = ShareForm(guide, request.GET.dict())
        context: dict[str, Any] = {"form": form, "title": f"Share a preview of “{guide}”"}
        if form.is_valid() and not guide.is_archived:
            chosen = form.cleaned_data["revision"]
            address, until = link_to(guide, chosen.number if chosen else None)
            context |= {"address": address, "until": until, "chosen": chosen}
        status = 200 if form.is_valid() else 400
        return self._page(request, guide, "admin/guides/share.html", context, status)

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Ask once, then save an older revision as the latest."""
        guide = self._guide(request, pk)
        if not self.has_change_permission(request, guide):
            raise PermissionDenied
        older = get_object_or_404(guide.revisions.select_related(*NAMED), number=number)
        form = RestoreForm(request.POST or None, initial={"base": guide.latest_number})
        if request.method == "POST" and form.is_valid():
            return self._restore(request, guide, number, form.cleaned_data["base"])
        latest = guide.revisions.select_related(*NAMED).latest("number")
        context = {"form": form, "older": older, "changes": _between(latest, older)}
        return self._page(request, guide, "admin/guides/restore.html", context)

    def _restore(self, request: HttpRequest, guide: Guide, number: int, base: int) -> HttpResponse:
        try:
            saved = actions.restore_guide(guide=guide, number=number, by=person(request), base=base)
        except REFUSALS as error:
            self.message_user(request, said_of(error), messages.ERROR)
            return redirect("admin:guides_guide_history", guide.pk)
        self.message_user(request, f"Revision {number} is restored, as revision {saved.number}.")
        return redirect("admin:guides_guide_change", guide.pk)


def _chosen(numbers: list[int]) -> dict[str, int]:
    """The pair that is marked when a list of revisions is opened: the newest and the one before."""
    return {"new": numbers[0], "old": numbers[min(1, len(numbers) - 1)]} if numbers else {}


def _between(old: GuideRevision, new: GuideRevision) -> list[Change]:
    return compare(GuideContent, values_of(old, GuideContent), values_of(new, GuideContent))
