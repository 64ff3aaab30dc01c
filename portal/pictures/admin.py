"""The picture library on the desk."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.desk import desk, person
from portal.pictures import actions
from portal.pictures.choosing import recent
from portal.pictures.forms import PictureForm
from portal.pictures.models import Picture, PictureQuerySet
from portal.pictures.sources import thumbnails
from portal.pictures.uses import Use, uses_by_name
from portal.stale_forms import Seen

WORDS = ("alt", "credit")
FOCAL: Any = (
    "What must stay in sight",
    {
        "fields": (("focal_x", "focal_y"),),
        "description": "Lists and previews show a part of a picture. Click on what must stay in sight, or give "
        "its place in percent.",
    },
)


class Sizes(admin.SimpleListFilter):
    title = "sizes"
    parameter_name = "sizes"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("made", "made"), ("missing", "none or not all"), ("failed", "could not be made")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        chosen = {
            "made": Picture.objects.exclude(made_at=None),
            "missing": Picture.objects.unfinished(),
            "failed": Picture.objects.failed(),
        }.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


class InUse(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("used", "in use"), ("unused", "not in use")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        if self.value() == "used":
            return queryset.filter(slug__in=uses_by_name())
        return queryset.exclude(slug__in=uses_by_name()) if self.value() == "unused" else queryset


class PictureList(ChangeList):
    """Knows of the pictures on its page how they look small, and where each is used."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        uses, small = uses_by_name(), thumbnails(self.result_list)
        for picture in self.result_list:
            picture.uses, picture.thumbnail = uses.get(picture.slug, []), small[picture.pk]


@admin.register(Picture, site=desk)
class PictureAdmin(Seen):
    form = PictureForm
    list_display = ("small", "named", "size", "used_in", "sizes", "uploaded")
    list_display_links = ("named",)
    list_filter = (Sizes, InUse, "uploaded_at")
    list_select_related = ("uploaded_by",)
    list_per_page = 40
    ordering = ("-uploaded_at", "-pk")  # said anew: a count in the query drops the model's
    search_fields = ("title", "slug", "alt", "credit")
    date_hierarchy = "uploaded_at"
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    actions = ("make_again",)
    fixed = ("slug", "shown", "used_in", "sizes", "uploaded")
    fieldsets = (
        (None, {"fields": ("shown", "title", "slug", *WORDS)}),
        FOCAL,
        ("Use", {"fields": ("used_in", "sizes", "uploaded")}),
    )
    of_new: Any = ((None, {"fields": ("file", "title", "slug", *WORDS)}), FOCAL)

    class Media:
        js = ("portal/js/focal-point.js",)
        css: ClassVar = {"all": ("portal/css/picture-library.css",)}

    # What may be done

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.of_new

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        """A name that texts use and a file that readers know don't change: another picture is added instead."""
        return self.fixed if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With every place that shows one of them, which stands against deleting."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        uses = uses_by_name()
        shown = [_place(use) for picture in objs for use in uses.get(picture.slug, ())]
        return listed, counts, lacking, shown or protected

    # Columns

    @admin.display(description="title", ordering="title")
    def named(self, picture: Picture) -> str:
        return format_html("{}<br><code>{}</code>", picture.title, picture.slug)

    @admin.display(description="picture")
    def small(self, picture: Picture) -> str:
        return format_html(
            '<img class="thumbnail" src="{}" alt="" width="120" height="120" loading="lazy">',
            getattr(picture, "thumbnail", picture.file.url),
        )

    @admin.display(description="picture")
    def shown(self, picture: Picture) -> str:
        return format_html(
            '<img class="focal-point__picture" data-focal-point src="{}" alt="{}" width="{}" height="{}">',
            picture.file.url,
            picture.alt,
            picture.width,
            picture.height,
        )

    @admin.display(description="size", ordering="width")
    def size(self, picture: Picture) -> str:
        return f"{picture.width}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{picture.height}"

    @admin.display(description="used in")
    def used_in(self, picture: Picture) -> str:
        uses = getattr(picture, "uses", None)
        if uses is None:
            uses = uses_by_name().get(picture.slug, [])
        if not uses:
            return "nothing"
        return format_html_join(SafeString("<br>"), "{}", ((_place(use),) for use in uses))

    @admin.display(description="sizes", ordering="made_at")
    def sizes(self, picture: Picture) -> str:
        if picture.problem and picture.made_at is None:
            return f"could not be made: {picture.problem}"
        count = getattr(picture, "rendition_count", None)
        if count is None:
            count = picture.renditions.count()
        return f"{count} made" if picture.made_at else f"waiting ({count} made)"

    @admin.display(description="uploaded", ordering="uploaded_at")
    def uploaded(self, picture: Picture) -> str:
        by = f" by {picture.uploaded_by}" if picture.uploaded_by else ""
        return f"{picture.uploaded_at:%Y-%m-%d}{by}"

    # Doing

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PictureList

    def get_queryset(self, request: HttpRequest) -> PictureQuerySet:
        pictures: PictureQuerySet = super().get_queryset(request)  # type: ignore[assignment]
        return pictures.annotate(rendition_count=Count("renditions"))

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        if change:
            actions.change_picture(picture=obj)
        else:
            actions.add_picture(picture=obj, upload=form.upload, by=person(request))

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        actions.delete_picture(picture=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        for picture in queryset:
            actions.delete_picture(picture=picture)

    @admin.action(description="Make the sizes again", permissions=["change"])
    def make_again(self, request: HttpRequest, chosen: QuerySet[Picture]) -> None:
        for picture in chosen:
            actions.make_again(picture=picture)
        self.message_user(
            request, f"The sizes of {len(chosen)} pictures are made again.", messages.SUCCESS
        )

    def get_urls(self) -> list[URLPattern]:
        choosing = path("recent/", self.admin_site.admin_view(recent), name="pictures_recent")
        return [choosing, *super().get_urls()]


def _place(use: Use) -> SafeString:
    return format_html('<a href="{}">{}</a>', use.path, use.what)


desk.queue(
    "Pictures whose sizes can’t be made",
    permission="pictures.change_picture",
    count=lambda: Picture.objects.failed().count(),
    url=lambda: f"{reverse('admin:pictures_picture_changelist')}?sizes=failed",
    hint="Readers get the original meanwhile. Look at the reason, then choose “Make the sizes again”.",
)
