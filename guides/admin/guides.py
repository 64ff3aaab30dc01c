"""Guides on the desk: the form that saves revisions, and what waits for whom."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html

from guides import actions
from guides.admin.decisions import DecisionPages
from guides.admin.editing import EditingPages
from guides.admin.filters import Standing, Whose
from guides.admin.freshness import FreshnessSteps, NeedsReview
from guides.admin.revisions import RevisionPages
from guides.admin.steps import BulkSteps
from guides.forms import GuideForm
from guides.models import SUBMITTABLE, Guide
from guides.unsaved import discard
from portal.desk import desk, person
from portal.publishing.models import Status


@admin.register(Guide, site=desk)
class GuideAdmin(
    EditingPages,
    RevisionPages,
    DecisionPages,
    FreshnessSteps,
    BulkSteps,
    admin.ModelAdmin[Guide],
):
    form = GuideForm
    add_form_template = change_form_template = "admin/guides/guide_change_form.html"
    list_display = ("title", "standing", "author", "live_from", "review_by", "revision")
    list_filter = (Standing, Whose, NeedsReview, "topic", "roles", "author")
    list_select_related = ("author",)
    search_fields = ("title", "slug", "standfirst", "body")
    autocomplete_fields = ("topic", "author", "reviewer", "roles", "cover")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    date_hierarchy = "published_at"
    actions = (
        "submit",
        "approve",
        "publish",
        "unpublish",
        "archive",
        "take_back",
        "confirm",
    )
    fieldsets = (
        (None, {"fields": ("title", "slug", "standfirst", "tldr", "body", "base")}),
        ("Where it belongs", {"fields": ("topic", "roles", "author", "reviewer")}),
        ("Cover", {"fields": ("cover",)}),
        ("Search engines", {"classes": ("collapse",), "fields": ("seo_title", "seo_description")}),
        ("Freshness", {"fields": (("reviewed_at", "review_by"),)}),
        ("This save", {"fields": ("comment",)}),
    )
    schedule: ClassVar = (
        "Going live",
        {
            "fields": ("publish_at", "publish_until"),
            "description": "Counts when you press “Save and publish”. Readers see the guide between the two. What "
            "they see already can’t be put off: save an edit of it, then schedule it under “Decide”.",
        },
    )

    # What may be done

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("guides.publish_guide")

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """What was once public is taken down, not deleted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.live_number)

    def has_change_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """What is put away is read only."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_archived)

    def get_fieldsets(self, request: HttpRequest, obj: Guide | None = None) -> Any:
        if self.has_publish_permission(request):
            return (*self.fieldsets, self.schedule)
        return self.fieldsets

    # Columns

    def get_list_display(self, request: HttpRequest) -> Any:
        if NeedsReview.parameter_name in request.GET:
            return ("title", "why", "author", "review_by", "revision")
        return self.list_display

    @admin.display(description="standing", ordering="status")
    def standing(self, guide: Guide) -> str:
        now = timezone.now()
        if guide.is_archived:
            return "archived"
        if guide.status == Status.PUBLISHED and guide.published_at and guide.published_at > now:
            return "scheduled"
        if guide.status == Status.PUBLISHED and guide.unpublish_at and guide.unpublish_at <= now:
            return "ended"
        edited = ", edited since" if guide.live_number and guide.has_unpublished_changes else ""
        if guide.is_returned and guide.status == Status.PUBLISHED:
            edited = ", edit returned"
        approved = ", approved" if guide.is_approved else ""
        if guide.is_scheduled_edit:
            edited, approved = "", ""
        scheduled = ", edit scheduled" if guide.next_at else ""
        return f"{guide.get_status_display()}{scheduled}{edited}{approved}"

    @admin.display(description="live from", ordering="published_at")
    def live_from(self, guide: Guide) -> str:
        if not guide.is_live:
            return f"{guide.published_at:%Y-%m-%d %H:%M}" if guide.published_at else "–"
        return format_html(
            '<a href="{}">{}</a>', guide.get_absolute_url(), f"{guide.published_at:%Y-%m-%d}"
        )

    # Saving

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        guide = kwargs.get("obj")
        can_submit = guide is None or guide.status in SUBMITTABLE
        context |= {"can_publish": self.has_publish_permission(request), "can_submit": can_submit}
        context |= self.beside(request, guide, context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.step = self._step(request)  # type: ignore[attr-defined]  # made for this request alone
        form.unsaved = self.brought_back(request, obj)  # type: ignore[attr-defined]  # as well
        return form

    def _step(self, request: HttpRequest) -> str:
        """What follows a save: the button that was pressed, as far as one may."""
        if "_publish" in request.POST and self.has_publish_permission(request):
            return "publish"
        return "submit" if "_submit" in request.POST else ""

    def save_model(self, request: HttpRequest, obj: Guide, form: Any, change: bool) -> None:
        by = person(request)
        comment = form.cleaned_data["comment"]
        if change:
            guide = Guide.objects.get(pk=obj.pk)
            base = form.cleaned_data["base"]
            actions.save_guide(guide=guide, values=form.values, by=by, base=base, comment=comment)
        else:
            guide = actions.create_guide(values=form.values, by=by, comment=comment)
            obj.pk = guide.pk
        discard(by=by, guide=guide if change else None)
        if form.step == "publish":
            actions.publish_guide(guide=guide, by=by, at=form.live_from, until=form.live_until)
        elif form.step == "submit":
            actions.submit_guide(guide=guide, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Roles are saved with the revision."""

    def response_add(
        self, request: HttpRequest, obj: Guide, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._told(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Guide) -> HttpResponse:
        return self._told(request, obj) or super().response_change(request, obj)

    def _told(self, request: HttpRequest, obj: Guide) -> HttpResponse | None:
        """Say in words what the two buttons of ours did."""
        guide = Guide.objects.get(pk=obj.pk)
        step = self._step(request)
        if step == "publish":
            day = guide.published_at
            is_ahead = day is not None and day > timezone.now()
            then = f"goes live on {day:%Y-%m-%d at %H:%M} UTC" if is_ahead else "is published"
            self.message_user(request, f"“{guide}” {then}.")
        elif step == "submit" or Guide.objects.to_review().filter(pk=guide.pk).exists():
            self.message_user(
                request, f"“{guide.revisions.latest('number').title}” now waits for an editor."
            )
        else:
            return None
        return redirect("admin:guides_guide_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        return [*self.page_urls(), *super().get_urls()]


def _in_review() -> int:
    return Guide.objects.to_review().count()


def _approved() -> int:
    return Guide.objects.approved().count()


desk.queue(
    "Guides to review",
    permission="guides.publish_guide",
    count=_in_review,
    url=lambda: f"{reverse('admin:guides_guide_changelist')}?standing=review",
    hint="Read, then approve, publish or return with a reason.",
)
desk.queue(
    "Guides approved",
    permission="guides.publish_guide",
    count=_approved,
    url=lambda: f"{reverse('admin:guides_guide_changelist')}?standing=approved",
    hint="Publish, now or from a day on.",
)
