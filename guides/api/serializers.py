"""How a guide reads as data."""

from rest_framework import serializers

from guides.models import Guide
from portal.api.blocks import BlocksField, WordsSerializer
from portal.api.rows import RowSerializer
from portal.links import absolute
from portal.panels import blocks, points

link = absolute("guides:detail")


class GuideSerializer(RowSerializer[Guide]):
    """A guide in a list."""

    slug = serializers.SlugField(help_text="Stable name, used in the address.")
    title = serializers.CharField(help_text="The headline.")
    standfirst = serializers.CharField(help_text="One or two sentences under the headline.")
    topic = serializers.SlugField(help_text="Slug of the topic it is filed under.")
    roles = serializers.ListField(
        child=serializers.SlugField(), help_text="Slugs of the roles it is about."
    )
    author = serializers.CharField(help_text="The byline.")
    minutes = serializers.IntegerField(help_text="Reading time, in minutes.")
    published_at = serializers.DateTimeField(help_text="When it first went live, UTC.")
    updated_at = serializers.DateTimeField(help_text="When the public text last changed, UTC.")
    reviewed_at = serializers.DateField(
        allow_null=True, help_text="When it was last checked; null if never."
    )
    url = serializers.URLField(help_text="The page on the site.")

    @staticmethod
    def row(item: Guide) -> dict[str, object]:
        return {
            "slug": item.slug,
            "title": item.title,
            "standfirst": item.standfirst,
            "topic": item.topic.slug,
            "roles": [role.slug for role in item.roles.all()],
            "author": item.author.name,
            "minutes": item.minutes,
            "published_at": item.published_at,
            "updated_at": item.changed_at,
            "reviewed_at": item.reviewed_at,
            "url": link(item.slug),
        }


class GuideDetailSerializer(GuideSerializer):
    """A guide with its whole text as typed blocks."""

    tldr = WordsSerializer(many=True, help_text="The points in short.")
    blocks = BlocksField(help_text="The text, in order.")
    words = serializers.IntegerField(help_text="Length of the text.")
    reviewer = serializers.CharField(allow_null=True, help_text="Who checked it; null if nobody.")

    @staticmethod
    def row(item: Guide) -> dict[str, object]:
        return {
            **GuideSerializer.row(item),
            "tldr": points(item.tldr_html),
            "blocks": blocks(item.body_html),
            "words": item.words,
            "reviewer": item.reviewer.name if item.reviewer else None,
        }
