"""Polls on the desk: what they ask, what the record says, and how readers answered."""

from typing import Any, ClassVar, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guides.widgets.poll import actions
from guides.widgets.poll.data import counts_of, poll_as_drafted
from guides.widgets.poll.desk_forms import PollForm, PollItemForm, PollItemFormSet
from guides.widgets.poll.models import Choice, Poll, PollItem, PollTally
from guides.widgets.poll.results import result_of, shares_of
from portal.desk import desk, person
from portal.stale_forms import SeenAdmin

DAYS: Final = 14  # shown of the votes


def may_change(request: HttpRequest, poll: Poll | None) -> bool:
    """What readers see is for those who may publish."""
    return not (poll and poll.is_published) or request.user.has_perm("guides.publish_poll")


class PollItemInline(admin.StackedInline[PollItem, Poll]):
    model = PollItem
    form = PollItemForm
    formset = PollItemFormSet
    extra = 1
    autocomplete_fields = ("responsibility",)
    verbose_name_plural = "tasks to sort"
    fields = (("responsibility", "order"), "why", "right")
    readonly_fields = ("right",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PollItem]:
        items = PollItem.objects.with_answers().filter(pk__in=super().get_queryset(request))
        return items.select_related("poll__first_role", "poll__second_role", "responsibility")

    @admin.display(description="whose it is")
    def right(self, item: PollItem) -> str:
        match getattr(item, "right", None):
            case Choice.FIRST:
                return item.poll.first_role.name
            case Choice.SECOND:
                return item.poll.second_role.name
            case Choice.BOTH:
                return "both"
            case "":
                return "The record leaves it open: readers don’t see this task."
        return "–"

    def has_add_permission(self, request: HttpRequest, obj: Poll | None = None) -> bool:
        return super().has_add_permission(request, obj) and may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and may_change(request, obj)


class Standing(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("live", "on the site"), ("draft", "draft"), ("unclear", "with unclear tasks")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Poll]) -> QuerySet[Poll]:
        chosen = {
            "live": Q(pk__in=Poll.objects.public()),
            "draft": Q(is_published=False),
            "unclear": Q(pk__in=Poll.objects.with_unclear_items()),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(Poll, site=desk)
class PollAdmin(SeenAdmin):
    form = PollForm
    change_form_template = "admin/guides/poll_change_form.html"
    list_display = (
        "title",
        "standing",
        "first_role",
        "second_role",
        "tasks",
        "readers",
        "updated_at",
    )
    list_filter = (Standing, "first_role", "second_role")
    list_select_related = ("first_role", "second_role")
    search_fields = ("title", "slug", "intro", "items__responsibility__name", "items__why")
    ordering = ("title",)
    autocomplete_fields = ("first_role", "second_role")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    readonly_fields = ("results",)
    inlines = (PollItemInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "intro", "is_published")}),
        (
            "Between which roles",
            {
                "fields": (("first_role", "second_role"),),
                "description": "Whose a task is, their record says: who owns it or does it. After the first "
                "vote the two stay.",
            },
        ),
        ("How readers answered", {"fields": ("results",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        by_task = PollTally.objects.filter(item__poll=OuterRef("pk")).values("item")
        readers = by_task.annotate(readers=Sum("count")).order_by("-readers").values("readers")
        polls: QuerySet[Poll] = super().get_queryset(request)
        return polls.annotate(
            task_count=Count("items", distinct=True), reader_count=Subquery(readers[:1])
        )

    # What may be done

    def has_change_permission(self, request: HttpRequest, obj: Poll | None = None) -> bool:
        may: bool = super().has_change_permission(request, obj)  # type: ignore[no-untyped-call]
        return may and may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Poll | None = None) -> bool:
        """What readers voted in is taken off the site, not deleted."""
        is_kept = obj and (obj.is_published or obj.votes.exists())
        return bool(super().has_delete_permission(request, obj)) and not is_kept

    def get_readonly_fields(self, request: HttpRequest, obj: Poll | None = None) -> Any:
        may_publish = request.user.has_perm("guides.publish_poll")
        return self.readonly_fields if may_publish else ("is_published", *self.readonly_fields)

    # Columns

    @admin.display(description="standing", ordering="is_published")
    def standing(self, poll: Poll) -> SafeString:
        if not poll.is_published:
            return SafeString("draft")
        return format_html('<a href="{}">on the site</a>', poll.get_absolute_url())

    @admin.display(description="tasks", ordering="task_count")
    def tasks(self, poll: Poll) -> str:
        unclear = PollItem.objects.unclear().filter(poll=poll).count()
        count = int(getattr(poll, "task_count", 0))
        return f"{count}, {unclear} of them unclear" if unclear else str(count)

    @admin.display(description="readers", ordering="reader_count")
    def readers(self, poll: Poll) -> int:
        return int(getattr(poll, "reader_count", 0) or 0)

    @admin.display(description="so far")
    def results(self, poll: Poll) -> str:
        """Shares by task, and how many voted on each of the last days."""
        data = poll_as_drafted(poll) if poll.pk else None
        counts = counts_of(poll.pk) if data else {}
        if not data or not counts:
            return "Nobody has voted yet."
        rows = [(asked, shares_of(data, asked, counts)) for asked in data.questions]
        by_day = poll.votes.values("day").annotate(votes=Count("pk")).order_by("-day")[:DAYS]
        context = {"poll": data, "rows": rows, "days": by_day}
        return render_to_string("admin/guides/poll_results.html", context)

    # Saving, and a look at it

    def save_model(self, request: HttpRequest, obj: Poll, form: Any, change: bool) -> None:
        actions.save_poll(poll=obj, by=person(request))

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview),
            name="guides_poll_preview",
        )
        stock: list[URLPattern] = super().get_urls()  # type: ignore[no-untyped-call]
        return [preview, *stock]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The poll as readers would see it, with the right answers given."""
        poll = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, poll):  # type: ignore[no-untyped-call]
            raise PermissionDenied
        data = poll_as_drafted(poll)
        if data is None:
            raise Http404("The poll has no task of which the record is clear.")
        answers = {asked.slug: Choice(asked.right) for asked in data.questions}
        context = {
            "poll": data,
            "answers": answers,
            "result": result_of(data, answers, counts_of(poll.pk)),
            "address": data.url,
            "is_preview": True,
        }
        return render(request, "guides/polls/page.html", context)


def _unclear() -> int:
    return Poll.objects.filter(is_published=True).with_unclear_items().count()


desk.queue(
    "Polls with tasks that readers don’t see",
    permission="guides.change_poll",
    count=_unclear,
    url=lambda: f"{reverse('admin:guides_poll_changelist')}?standing=unclear",
    hint="The record of a role was changed and leaves open whose task it is: mend it, or take the task out.",
)
