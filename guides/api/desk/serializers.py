"""How a guide at work reads as data, and what may be sent of it."""

from typing import Any, Final

from rest_framework import serializers

from guides.checks import check_guide, errors_in
from guides.models import Guide, GuideContent, GuideEvent, GuideRevision
from portal.api.rows import RowSerializer
from portal.links import absolute
from portal.publishing.models import Status

page = absolute("guides:detail")
item = absolute("guides-desk-api:detail")

KINDS: Final[Any] = GuideEvent._meta.get_field("kind").choices
FILED: Final = ("topic", "author", "reviewer", "cover")


def text(name: str) -> serializers.CharField:
    """A column of the content as it is sent and answered."""
    column: Any = GuideContent._meta.get_field(name)
    return serializers.CharField(
        max_length=column.max_length,
        allow_blank=column.blank,
        required=not column.blank,
        help_text=f"{column.verbose_name.capitalize()}. {column.help_text}".strip(),
    )


class ContentSerializer(serializers.Serializer[Any]):
    """What an author writes. What is left out of a PATCH stays as it is."""

    title = text("title")
    slug = text("slug")
    standfirst = text("standfirst")
    tldr = text("tldr")
    body = text("body")
    topic = serializers.CharField(help_text="Slug of the topic.")
    roles = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Slugs of the roles."
    )
    author = serializers.CharField(help_text="Slug of the byline.")
    reviewer = serializers.CharField(
        allow_null=True, required=False, help_text="Slug of the byline of who checked it, or null."
    )
    cover = serializers.CharField(
        allow_null=True, required=False, help_text="Name of a picture of the library, or null."
    )
    seo_title = text("seo_title")
    seo_description = text("seo_description")
    reviewed_at = serializers.DateField(
        allow_null=True, required=False, help_text="When it was last checked, or null."
    )
    review_by = serializers.DateField(
        allow_null=True, required=False, help_text="From when it waits for a fresh look, or null."
    )
    comment = serializers.CharField(
        max_length=200,
        allow_blank=True,
        required=False,
        help_text="What was changed, for the history.",
    )


WRITTEN: Final[tuple[str, ...]] = tuple(map(str, ContentSerializer().fields))


def content(revision: GuideRevision) -> dict[str, object]:
    columns = {name: getattr(revision, name) for name in WRITTEN}
    filed = {name: thing.slug if (thing := columns[name]) else None for name in FILED}
    return {**columns, **filed, "roles": [role.slug for role in revision.roles.all()]}


def saved(revision: GuideRevision) -> dict[str, object]:
    return {
        "saved_at": revision.created_at,
        "saved_by": str(revision.created_by) if revision.created_by else None,
    }


class GuideAtWorkSerializer(RowSerializer[Guide]):
    """A guide in the list, as readers see it, or as it was last saved while it was never public."""

    id = serializers.IntegerField(help_text="Its number; its slug may change.")
    url = serializers.URLField(help_text="Its address here.")
    title = serializers.CharField(help_text="The headline.")
    slug = serializers.CharField(help_text="The address on the site.")
    topic = serializers.CharField(help_text="Slug of the topic.")
    author = serializers.CharField(help_text="Slug of the byline.")
    status = serializers.ChoiceField(choices=Status.choices, help_text="Where it stands.")
    revision = serializers.IntegerField(help_text="Number of the latest revision.")
    live_revision = serializers.IntegerField(
        allow_null=True, help_text="The one that was published last; null if none ever was."
    )
    live_from = serializers.DateTimeField(
        allow_null=True, help_text="From when it is public, UTC; in the future: scheduled."
    )
    live_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when, UTC; null: for good."
    )
    next_revision = serializers.IntegerField(
        allow_null=True, help_text="The edit that replaces what is live; null if none is scheduled."
    )
    next_from = serializers.DateTimeField(allow_null=True, help_text="From when, UTC; or null.")
    edit_refused = serializers.CharField(
        allow_blank=True,
        help_text="Why an edit that was scheduled did not go live, until somebody decides again.",
    )
    is_approved = serializers.BooleanField(
        help_text="Whether an editor has said that the latest revision may go live."
    )
    is_returned = serializers.BooleanField(
        help_text="Whether it went back to its author, who has not saved it since."
    )
    archived_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was put away, UTC; null if it is at work."
    )
    page = serializers.URLField(help_text="The page on the site, once it is public.")

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        return {**standing(item), "title": item.title, "slug": item.slug} | {
            "topic": item.topic.slug,
            "author": item.author.slug,
        }


def standing(guide: Guide) -> dict[str, object]:
    return {
        "id": guide.pk,
        "url": item(guide.pk),
        "status": guide.status,
        "revision": guide.latest_number,
        "live_revision": guide.live_number,
        "live_from": guide.published_at,
        "live_until": guide.unpublish_at,
        "next_revision": guide.next_number,
        "next_from": guide.next_at,
        "edit_refused": guide.edit_refused,
        "is_approved": guide.is_approved,
        "is_returned": guide.is_returned,
        "archived_at": guide.archived_at,
        "page": page(guide.slug),
    }


class SavedSerializer(serializers.Serializer[Any]):
    saved_at = serializers.DateTimeField(help_text="When the revision was saved, UTC.")
    saved_by = serializers.CharField(
        allow_null=True, help_text="By whom; null for somebody whose account is gone."
    )


class DeskGuideSerializer(ContentSerializer, SavedSerializer, GuideAtWorkSerializer):
    """A guide as its latest revision has it, and where it stands."""

    def get_fields(self) -> Any:
        """All of it is answered always."""
        return answered(super().get_fields())

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        """`item` is a guide and its latest revision."""
        guide, revision = item
        return {**standing(guide), **saved(revision), **content(revision)}


def answered(fields: dict[str, Any]) -> dict[str, Any]:
    for field in fields.values():
        field.required = True
    return fields


class RevisionSerializer(SavedSerializer, RowSerializer[GuideRevision]):
    """What somebody saved."""

    number = serializers.IntegerField(help_text="From 1.")
    title = serializers.CharField(help_text="The headline it has there.")
    comment = serializers.CharField(allow_blank=True, help_text="What was changed.")

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        return {
            "number": item.number,
            "title": item.title,
            "comment": item.comment,
            **saved(item),
        }


class RevisionDetailSerializer(ContentSerializer, RevisionSerializer):
    """What somebody saved, whole. It never changes."""

    def get_fields(self) -> Any:
        return answered(super().get_fields())

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        return {**RevisionSerializer.row(item), **content(item)}


class DecisionSerializer(RowSerializer[GuideEvent]):
    """A step that somebody took."""

    kind = serializers.ChoiceField(choices=KINDS, help_text="What was done.")
    at = serializers.DateTimeField(help_text="When, UTC.")
    by = serializers.CharField(
        allow_null=True,
        help_text="By whom; null for somebody whose account is gone, and for nobody.",
    )
    revision = serializers.IntegerField(allow_null=True, help_text="Which revision it was about.")
    note = serializers.CharField(allow_blank=True, help_text="Why, as far as it was said.")

    @staticmethod
    def row(item: Any) -> dict[str, object]:
        return {
            "kind": item.kind,
            "at": item.at,
            "by": str(item.by) if item.by else None,
            "revision": item.revision,
            "note": item.note,
        }


class CheckSerializer(serializers.Serializer[Any]):
    """Something to mend."""

    level = serializers.ChoiceField(
        choices=["error", "warning"], help_text="Errors stand against publishing."
    )
    field = serializers.CharField(allow_blank=True, help_text="The field it is in.")
    line = serializers.IntegerField(help_text="The line of the text, from 1; 0 for all of it.")
    message = serializers.CharField(help_text="What is wrong, in words.")


class ChecksSerializer(serializers.Serializer[Any]):
    """What the latest revision lacks."""

    revision = serializers.IntegerField(help_text="Which revision was checked.")
    publishable = serializers.BooleanField(help_text="Whether there is no error.")
    problems = CheckSerializer(many=True, help_text="Errors first.")

    @staticmethod
    def row(revision: GuideRevision) -> dict[str, object]:
        problems = check_guide(revision, revision.roles.all())
        return {
            "revision": revision.number,
            "publishable": not errors_in(problems),
            "problems": [
                {
                    "level": problem.level,
                    "field": problem.field or "body",
                    "line": problem.line,
                    "message": problem.message,
                }
                for problem in problems
            ],
        }
