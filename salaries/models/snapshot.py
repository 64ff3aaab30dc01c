"""The whole published set as it was on a day."""

import gzip
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def public(self) -> Self:
        """Every one, for ever; the method keeps one name for what strangers may see."""
        return self.all()

    def listed(self) -> Self:
        """Without the files themselves."""
        return self.defer("csv_gzip", "json_gzip")


class Snapshot(models.Model):
    """Files that stay as they are under their address, whatever becomes of the figures."""

    name = models.SlugField(
        max_length=20,
        unique=True,
        editable=False,
        help_text="The day, and a number from the second of a day on.",
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    row_count = models.PositiveIntegerField("figures", editable=False)
    csv_gzip = models.BinaryField(editable=False)
    csv_size = models.PositiveIntegerField("CSV bytes", editable=False)
    csv_sha256 = models.CharField("CSV SHA-256", max_length=64, editable=False)
    json_gzip = models.BinaryField(editable=False)
    json_size = models.PositiveIntegerField("JSON bytes", editable=False)
    json_sha256 = models.CharField("JSON SHA-256", max_length=64, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A snapshot is never changed: take a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A snapshot is never deleted: others have its address.")

    @property
    def csv(self) -> bytes:
        return gzip.decompress(self.csv_gzip)

    @property
    def json(self) -> bytes:
        return gzip.decompress(self.json_gzip)
