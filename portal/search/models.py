"""The index: what is searched, and the words it is written in. Each database has tables of its own beside it
(the first migration)."""

from typing import ClassVar

from django.db import models


class SearchEntry(models.Model):
    """The words of one thing. `title` and `body` are written as `words_of` writes them."""

    kind = models.CharField(max_length=20)
    key = models.PositiveBigIntegerField()
    title = models.TextField()
    body = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="search_entry_once"),)
        # Matches are turned into keys by this, never by the wide rows themselves.
        indexes = (models.Index(fields=("id", "kind", "key"), name="search_entry_narrow"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchVariant(models.Model):
    """A word that stands in the index, under itself and under each writing of it that lacks one letter.

    Two words that differ by one letter more, less, other or by two that changed places share a variant.
    """

    variant = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = (
            models.UniqueConstraint(fields=("variant", "word"), name="search_variant_once"),
        )

    def __str__(self) -> str:
        return f"{self.variant} of {self.word}"
