"""What guides are filed under: topics and bylines."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from guides.models import Author, Topic
from portal.desk import desk
from portal.plain_names import PlainNames
from portal.stale_forms import Seen


@admin.register(Topic, site=desk)
class TopicAdmin(Seen):
    list_display = ("name", "slug", "order", "guide_count", "description")
    search_fields = ("name", "slug")
    ordering = ("order", "name")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = ((None, {"fields": ("name", "slug", "description", "order")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        topics: QuerySet[Topic] = super().get_queryset(request)
        return topics.annotate(guide_count=Count("guides"))

    @admin.display(description="guides", ordering="guide_count")
    def guide_count(self, topic: Topic) -> int:
        return int(getattr(topic, "guide_count", 0))


@admin.register(Author, site=desk)
class AuthorAdmin(Seen, PlainNames):
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
        authors: QuerySet[Author] = super().get_queryset(request)
        return authors.annotate(guide_count=Count("guides"))

    @admin.display(description="guides", ordering="guide_count")
    def guide_count(self, author: Author) -> int:
        return int(getattr(author, "guide_count", 0))
