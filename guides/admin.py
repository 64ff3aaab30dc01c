"""The editors' desk: guides with their revisions, topics and bylines."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from guides import actions
from guides.forms import COLUMNS, GuideForm, ReasonForm
from guides.models import Author, Guide, GuideRevision, Topic
from guides.rendering import render_guide
from portal.accounts.models import User
from portal.desk import desk
from portal.panels import fill_all
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import SUBMITTABLE, Status
from portal.taxonomy.models import Role

SEEN: Final = "seen-"  # and the guide's key: a hidden field of the list


@admin.register(Topic, site=desk)
class TopicAdmin(admin.ModelAdmin[Topic]):
    list_display = ("name", "slug", "order", "guide_count", "description")
    search_fields = ("name", "slug")
    ordering = ("order", "name")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = ((None, {"fields": ("name", "slug", "description", "order")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(guide_count=Count("guides"))

    @admin.display(description="guides", ordering="guide_count")
    def guide_count(self, topic: Topic) -> int:
        return int(getattr(topic, "guide_count", 0))


@admin.register(Author, site=desk)
class AuthorAdmin(admin.ModelAdmin[Author]):
    list_display = ("name", "role_line", "user", "guide_count")
    list_select_related = ("user",)
    search_fields = ("name", "slug", "user__email")
    ordering = ("name",)
    autocomplete_fields = ("user",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "role_line", "bio")}),
        ("Account", {"fields": ("user",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).annotate(guide_count=Count("guides"))

    @admin.display(description="guides", ordering="guide_count")
    def guide_count(self, author: Author) -> int:
        return int(getattr(author, "guide_count", 0))


class Standing(admin.SimpleListFilter):
    """Where a guide stands for readers, the clock included."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("live", "live"),
            ("scheduled", "scheduled"),
            ("review", "in review"),
            ("overdue", "overdue for review"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Guide]) -> QuerySet[Guide]:
        now = timezone.now()
        chosen = {
            "live": Q(pk__in=Guide.objects.public()),
            "scheduled": Q(status=Status.PUBLISHED, published_at__gt=now),
            "review": Q(pk__in=Guide.objects.to_review()),
            "overdue": Q(pk__in=Guide.objects.overdue_for_review()),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(Guide, site=desk)
class GuideAdmin(admin.ModelAdmin[Guide]):
    form = GuideForm
    add_form_template = change_form_template = "admin/guides/guide_change_form.html"
    list_display = ("title", "standing", "topic", "author", "live_from", "review_by", "revision")
    list_filter = (Standing, "topic", "roles", "author")
    list_select_related = ("topic", "author")
    search_fields = ("title", "slug", "standfirst", "body")
    autocomplete_fields = ("topic", "author", "reviewer", "roles")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    date_hierarchy = "published_at"
    actions = ("submit", "publish", "unpublish")
    fieldsets = (
        (None, {"fields": ("title", "slug", "standfirst", "tldr", "body", "base")}),
        ("Where it belongs", {"fields": ("topic", "roles", "author", "reviewer")}),
        ("Cover", {"fields": ("cover", "cover_alt")}),
        ("Search engines", {"classes": ("collapse",), "fields": ("seo_title", "seo_description")}),
        ("Freshness", {"fields": (("reviewed_at", "review_by"),)}),
        ("This save", {"fields": ("comment",)}),
    )
    schedule: ClassVar = (
        "Going live",
        {
            "fields": ("publish_at", "publish_until"),
            "description": "Counts when you press “Save and publish”. Readers see the guide between the two.",
        },
    )

    # What may be done

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("guides.publish_guide")

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """What was once public is taken down, not deleted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.live_number)

    def get_fieldsets(self, request: HttpRequest, obj: Guide | None = None) -> Any:
        if self.has_publish_permission(request):
            return (*self.fieldsets, self.schedule)
        return self.fieldsets

    # Columns

    @admin.display(description="standing", ordering="status")
    def standing(self, guide: Guide) -> str:
        now = timezone.now()
        if guide.status == Status.PUBLISHED and guide.published_at and guide.published_at > now:
            return "scheduled"
        if guide.unpublish_at and guide.unpublish_at <= now:
            return "ended"
        edited = guide.live_number and guide.has_unpublished_changes
        return f"{guide.get_status_display()}{', edited since' if edited else ''}"

    @admin.display(description="revision", ordering="latest_number")
    def revision(self, guide: Guide) -> str:
        """The latest, and for the bulk step that publishes it: the one that the editor saw here."""
        hidden = '{}<input type="hidden" name="{}{}" value="{}">'
        return format_html(hidden, guide.latest_number, SEEN, guide.pk, guide.latest_number)

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
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.step = self._step(request)  # type: ignore[attr-defined]  # made for this request alone
        return form

    def _step(self, request: HttpRequest) -> str:
        """What follows a save: the button that was pressed, as far as one may."""
        if "_publish" in request.POST and self.has_publish_permission(request):
            return "publish"
        return "submit" if "_submit" in request.POST else ""

    def save_model(self, request: HttpRequest, obj: Guide, form: Any, change: bool) -> None:
        by = _person(request)
        comment = form.cleaned_data["comment"]
        if change:
            guide = Guide.objects.get(pk=obj.pk)
            base = form.cleaned_data["base"]
            actions.save_guide(guide=guide, values=form.values, by=by, base=base, comment=comment)
        else:
            guide = actions.create_guide(values=form.values, by=by, comment=comment)
            obj.pk = guide.pk
        if form.step == "publish":
            until = form.cleaned_data.get("publish_until")
            actions.publish_guide(guide=guide, by=by, at=form.live_from, until=until)
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
            self.message_user(request, f"“{guide}” is published ({self.standing(guide)}).")
        elif step == "submit" or Guide.objects.to_review().filter(pk=guide.pk).exists():
            self.message_user(
                request, f"“{guide.revisions.latest('number').title}” now waits for an editor."
            )
        else:
            return None
        return redirect("admin:guides_guide_change", obj.pk)

    # Bulk steps

    @admin.action(description="Submit for review", permissions=["change"])
    def submit(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request, chosen, "submitted", lambda guide, by: actions.submit_guide(guide=guide, by=by)
        )

    @admin.action(description="Publish the latest revision", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        def step(guide: Guide, by: User | None) -> None:
            until = (
                guide.unpublish_at
                if guide.unpublish_at and guide.unpublish_at > timezone.now()
                else None
            )
            actions.publish_guide(guide=guide, by=by, until=until, seen=_seen(request, guide))

        self._each(request, chosen, "published", step)

    @admin.action(description="Take off the site", permissions=["publish"])
    def unpublish(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request,
            chosen,
            "taken off",
            lambda guide, by: actions.unpublish_guide(guide=guide, by=by),
        )

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Guide],
        done: str,
        step: Callable[[Guide, User | None], None],
    ) -> None:
        """Take the step for every guide by itself and say how each went."""
        by = _person(request)
        for guide in chosen:
            try:
                step(guide, by)
            except (WrongState, StaleRevision, actions.NotPublishable, ValidationError) as error:
                said = " ".join(getattr(error, "messages", (str(error),)))
                self.message_user(request, f"“{guide}” was not {done}. {said}", messages.ERROR)
            else:
                self.message_user(request, f"“{guide}” was {done}.")

    # Pages of its own

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("preview/", wrap(require_POST(self.preview)), name="guides_guide_preview"),
            path("<int:pk>/draft/", wrap(self.draft), name="guides_guide_draft"),
            path("<int:pk>/return/", wrap(self.send_back), name="guides_guide_return"),
            path("<int:pk>/history/", wrap(self.revisions), name="guides_guide_history"),
        ]
        return [*own, *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The form's unsaved content as readers will see it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form = GuideForm(request.POST)
        form.is_valid()
        values = {name: form.cleaned_data.get(name) for name in COLUMNS if name != "cover"}
        content = GuideRevision(
            **{name: value for name, value in values.items() if value is not None}
        )
        return _draw(request, content, list(form.cleaned_data.get("roles", ())))

    def draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The latest revision as readers will see it."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, guide):
            raise PermissionDenied
        revision = guide.revisions.select_related("topic", "author", "reviewer").first()
        if revision is None:
            raise Http404
        return _draw(request, revision, list(revision.roles.all()))

    def send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return a submitted guide to its author, with a reason."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.return_guide(
                    guide=guide, by=_person(request), reason=form.cleaned_data["reason"]
                )
            except WrongState as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"“{guide}” went back to its author.")
            return redirect("admin:guides_guide_change", pk)
        return self._page(request, guide, "admin/guides/return.html", {"form": form})

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved what and who decided what."""
        guide = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, guide):
            raise PermissionDenied
        context = {
            "revisions": guide.revisions.select_related("created_by").defer("body"),
            "events": guide.events.select_related("by"),
        }
        return self._page(request, guide, "admin/guides/history.html", context)

    def _page(
        self, request: HttpRequest, guide: Guide, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "original": guide}
        return TemplateResponse(request, template, {**frame, "title": str(guide), **context})


def _seen(request: HttpRequest, guide: Guide) -> int | None:
    """The latest revision when the list was drawn, if the list said."""
    number = request.POST.get(f"{SEEN}{guide.pk}", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _draw(request: HttpRequest, content: GuideRevision, roles: list[Role]) -> HttpResponse:
    """An article from content that isn't public, framed by nothing but the site itself."""
    rendered = render_guide(content)
    written = {name: getattr(content, name, None) for name in COLUMNS}
    guide = Guide(**{name: value for name, value in written.items() if value is not None})
    for name, value in rendered.columns().items():
        setattr(guide, name, value)
    tldr, body = fill_all((guide.tldr_html, guide.body_html), notices=True)
    context = {"guide": guide, "tldr": tldr, "body": body, "roles": roles, "is_preview": True}
    return render(request, "guides/detail.html", {**context, "problems": rendered.problems})


def _in_review() -> int:
    return Guide.objects.to_review().count()


def _overdue() -> int:
    return Guide.objects.overdue_for_review().count()


desk.queue(
    "Guides to review",
    permission="guides.publish_guide",
    count=_in_review,
    url=lambda: f"{reverse('admin:guides_guide_changelist')}?standing=review",
    hint="Read, then publish or return with a reason.",
)
desk.queue(
    "Guides overdue for a fresh look",
    permission="guides.change_guide",
    count=_overdue,
    url=lambda: f"{reverse('admin:guides_guide_changelist')}?standing=overdue",
    hint="Check figures and links, then set the next day.",
)
