"""What a text's typed blocks are (`portal.panels.blocks` makes them): the description for the schema."""

from typing import Any, Final

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

COMPONENT: Final = "Block"


@extend_schema_field({"type": "array", "items": {"$ref": f"#/components/schemas/{COMPONENT}"}})
class InnerBlocks(serializers.ListField):
    """Blocks inside of a block; the schema's part refers to itself."""


class BlockKind(serializers.Serializer[Any]):
    """Subclasses name their `type` by the first words of the class."""

    @classmethod
    def type_name(cls) -> str:
        return cls.__name__.removesuffix("Block").lower()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        name = self.type_name()
        kind = serializers.ChoiceField(choices=[name], help_text="Which kind of block it is.")
        return {"type": kind, **super().get_fields()}


class WordsSerializer(serializers.Serializer[Any]):
    """A few words, with and without markup."""

    text = serializers.CharField(allow_blank=True, help_text="Without markup.")
    html = serializers.CharField(allow_blank=True, help_text="As sanitized HTML.")


class ColumnSerializer(WordsSerializer):
    """The header of a column."""

    align = serializers.ChoiceField(
        choices=["left", "center", "right"], help_text="How its cells are set."
    )


class TableRowSerializer(serializers.Serializer[Any]):
    """A row of a table."""

    header = WordsSerializer(help_text="The row’s first cell, which names it; may be empty.")
    cells = WordsSerializer(many=True, help_text="The cells after it, one for each column.")


class ItemSerializer(serializers.Serializer[Any]):
    """An item of a list."""

    html = serializers.CharField(allow_blank=True, help_text="What it says, as sanitized HTML.")


class FootnoteSerializer(serializers.Serializer[Any]):
    """A footnote."""

    number = serializers.IntegerField(help_text="The number that the text refers to it by.")
    id = serializers.CharField(help_text="Its anchor; references in the HTML lead there.")
    html = serializers.CharField(help_text="What it says, as sanitized HTML.")


class SectionBlock(BlockKind):
    """A heading and what stands under it, the sections below it too."""

    level = serializers.IntegerField(
        min_value=2, max_value=6, help_text="2 is the highest; the title is the level above it."
    )
    id = serializers.CharField(allow_blank=True, help_text="The anchor of the heading.")
    title = WordsSerializer(help_text="The heading.")
    blocks = InnerBlocks(help_text="What stands under it.")


class ParagraphBlock(BlockKind):
    """A paragraph; panels in its sentences are drawn."""

    html = serializers.CharField(help_text="Sanitized HTML.")


class ListBlock(BlockKind):
    """A list with bullets or numbers."""

    ordered = serializers.BooleanField(help_text="Whether it is numbered.")
    start = serializers.IntegerField(
        allow_null=True, help_text="The first number; null without numbers."
    )
    items = ItemSerializer(many=True, help_text="Its items, in order.")


class TableBlock(BlockKind):
    """A table of the text."""

    caption = WordsSerializer(allow_null=True, help_text="What it shows; null without a caption.")
    columns = ColumnSerializer(many=True, help_text="Headers of all columns, the first one’s too.")
    rows = TableRowSerializer(many=True, help_text="Its rows, without the headers of columns.")


class CalloutBlock(BlockKind):
    """A remark set apart from the text."""

    kind = serializers.ChoiceField(choices=["tip", "note", "warning"], help_text="What it is for.")
    title = WordsSerializer(help_text="The line above it.")
    blocks = InnerBlocks(help_text="What it says.")


class PictureBlock(BlockKind):
    """A picture that stands by itself."""

    src = serializers.URLField(help_text="Where it lies.")
    alt = serializers.CharField(
        allow_blank=True, help_text="What it shows, for those who can’t see it."
    )
    caption = WordsSerializer(allow_null=True, help_text="The words under it; null if none.")


class CodeBlock(BlockKind):
    """Code, set as it is."""

    language = serializers.CharField(allow_null=True, help_text="Of the code; null if not stated.")
    text = serializers.CharField(allow_blank=True, help_text="The code, without markup.")


class QuoteBlock(BlockKind):
    """Somebody else’s words."""

    blocks = InnerBlocks(help_text="The words.")


class RuleBlock(BlockKind):
    """A line across, between two thoughts."""


class FootnotesBlock(BlockKind):
    """The footnotes, after everything else."""

    notes = FootnoteSerializer(many=True, help_text="The notes, in order.")


class PanelBlock(BlockKind):
    """A live piece, as data."""

    panel = serializers.CharField(help_text="Its name.")
    arguments = serializers.DictField(help_text="What it was asked, with what it takes by default.")
    data = serializers.DictField(  # type: ignore[assignment]  # the name is Serializer's own too
        allow_null=True, help_text="What it answered, as of now; null if there is nothing."
    )


class HtmlBlock(BlockKind):
    """Whatever has no type of its own."""

    html = serializers.CharField(help_text="Sanitized HTML.")


KINDS: Final[tuple[type[BlockKind], ...]] = (
    SectionBlock,
    ParagraphBlock,
    ListBlock,
    TableBlock,
    CalloutBlock,
    PictureBlock,
    CodeBlock,
    QuoteBlock,
    RuleBlock,
    FootnotesBlock,
    PanelBlock,
    HtmlBlock,
)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name=COMPONENT,
        serializers={kind.type_name(): kind for kind in KINDS},
        resource_type_field_name="type",
        many=True,
    )
)
class BlocksField(serializers.ListField):
    """The blocks of a text."""
