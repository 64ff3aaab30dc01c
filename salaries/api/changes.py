"""Changes of figures and snapshots as data."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from rest_framework import serializers

from portal.api.rows import RowSerializer
from portal.api.views import PublicReadOnlyViewSet
from portal.links import path_to
from salaries.changes.forms import ChangeFilter
from salaries.changes.rows import Entry, Row, entries, row_of
from salaries.models import FigureChange, Snapshot
from salaries.models.change import FigureChangeQuerySet
from salaries.models.snapshot import SnapshotQuerySet

_csv, _json = path_to("salaries:snapshot-csv"), path_to("salaries:snapshot-json")


class CitingGuideSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(help_text="The guide’s title.")
    url = serializers.URLField(help_text="The guide on the site.")


class ChangeSerializer(RowSerializer[FigureChange]):
    """A published figure that came, said something else, or went."""

    id = serializers.IntegerField(help_text="Stable number of the change.")
    at = serializers.DateTimeField(help_text="The instant from which readers saw it.")
    kind = serializers.ChoiceField(
        choices=FigureChange.Kind.choices, help_text="What became of the figure."
    )
    benchmark = serializers.IntegerField(
        allow_null=True, help_text="Number of the figure; null once it is kept no longer."
    )
    role = serializers.SlugField(allow_blank=True, help_text="Slug of the role, as it is today.")
    role_name = serializers.CharField(help_text="Name of the role, as it was.")
    label = serializers.CharField(  # type: ignore[assignment]  # a field's own `label` is another thing
        help_text="What is measured, in words."
    )
    place_name = serializers.CharField(help_text="The place in words.")
    years = serializers.CharField(help_text="The year or years that the figure is about.")
    source = serializers.SlugField(  # type: ignore[assignment]  # a field's own `source` is another thing
        allow_blank=True, help_text="Slug of the source; empty once it is kept no longer."
    )
    source_name = serializers.CharField(help_text="Name of the source, as it was.")
    old = serializers.CharField(
        allow_blank=True, help_text="What the figure said; empty for one that came."
    )
    new = serializers.CharField(
        allow_blank=True, help_text="What it says since; empty for one that went."
    )
    reason = serializers.CharField(
        allow_blank=True, help_text="Why; never empty for one that went."
    )
    who = serializers.CharField(help_text="Who did it, without a name.")
    guides = CitingGuideSerializer(many=True, help_text="The guides that rest on the figure today.")
    url = serializers.URLField(help_text="The change on the site.")

    @staticmethod
    def row(item: Entry) -> Row:
        return row_of(item)


class ChangeViewSet(PublicReadOnlyViewSet[FigureChange]):
    """Every change of a published figure, the newest first."""

    queryset = FigureChange.objects.all()
    serializer_class = ChangeSerializer
    filter_form = ChangeFilter
    lookup_field = "pk"
    ordering = ("-at", "-pk")

    def get_queryset(self) -> FigureChangeQuerySet:
        changes: FigureChangeQuerySet = super().get_queryset()
        return changes.newest()

    def get_object(self) -> Any:
        return entries([super().get_object()])[0]

    def rows(self, page: Sequence[FigureChange]) -> Sequence[Row]:
        """With the guides of all of them, asked for once."""
        return [*map(row_of, entries(page))]


class SnapshotSerializer(RowSerializer[Snapshot]):
    """The whole published set as it was on a day, under addresses that never change."""

    name = serializers.SlugField(help_text="The day; with a number from the second of a day on.")
    made_at = serializers.DateTimeField(help_text="When it was taken.")
    row_count = serializers.IntegerField(help_text="How many figures it holds.")
    csv_url = serializers.URLField(help_text="The rows as CSV.")
    csv_size = serializers.IntegerField(help_text="Its length in bytes.")
    csv_sha256 = serializers.CharField(help_text="Its checksum, in hexadecimal.")
    json_url = serializers.URLField(help_text="The same rows as JSON, with their licenses.")
    json_size = serializers.IntegerField(help_text="Its length in bytes.")
    json_sha256 = serializers.CharField(help_text="Its checksum, in hexadecimal.")

    @staticmethod
    def row(item: Snapshot) -> dict[str, Any]:
        return {
            "name": item.name,
            "made_at": item.made_at,
            "row_count": item.row_count,
            "csv_url": f"{settings.SITE_URL}{_csv(item.name)}",
            "csv_size": item.csv_size,
            "csv_sha256": item.csv_sha256,
            "json_url": f"{settings.SITE_URL}{_json(item.name)}",
            "json_size": item.json_size,
            "json_sha256": item.json_sha256,
        }


class SnapshotViewSet(PublicReadOnlyViewSet[Snapshot]):
    """Dated copies of all published figures, the newest first."""

    queryset = Snapshot.objects.all()
    serializer_class = SnapshotSerializer
    lookup_field = "name"
    ordering = ("-made_at", "-pk")

    def get_queryset(self) -> SnapshotQuerySet:
        snapshots: SnapshotQuerySet = super().get_queryset()
        return snapshots.listed()
