"""Writing the index: in the transaction of the thing itself, or all of it anew."""

from collections.abc import Collection, Iterable, Iterator
from itertools import batched
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.freshness import changed
from portal.search.models import SearchEntry, SearchVariant
from portal.search.sources import Entry, Source, all_sources, source_of
from portal.search.words import SHORTEST_SPELT, variants, words_of

BATCH: Final = 500


@transaction.atomic
def index(kind: str, keys: Collection[int]) -> None:
    """Write what these things say now; a thing that its source doesn't give is removed."""
    source = source_of(kind)
    for some in batched(keys, BATCH, strict=False):
        entries = list(source.entries(some))
        remove(kind, set(some) - {entry.key for entry in entries})
        _learn(_written(kind, entries), set())


def remove(kind: str, keys: Collection[int]) -> None:
    if keys:
        SearchEntry.objects.filter(kind=kind, key__in=keys).delete()


def rebuild(source: Source) -> Iterator[int]:
    """Write all of a kind anew, batch by batch; says how many were written. Readers go on finding meanwhile."""
    stale = set(SearchEntry.objects.filter(kind=source.kind).values_list("key", flat=True))
    known: set[str] = set()
    for some in batched(source.entries(None), BATCH, strict=False):
        with transaction.atomic():
            _learn(_written(source.kind, some), known)
        stale.difference_update(entry.key for entry in some)
        yield len(some)
    for gone in batched(stale, BATCH, strict=False):
        remove(source.kind, gone)


def write_missing() -> int:
    """Write what is published and has no words yet, as after an upgrade; says how many things that were."""
    count = 0
    for source in all_sources():
        written = SearchEntry.objects.filter(kind=source.kind, key=OuterRef("pk"))
        missing = source.rows().filter(~Exists(written)).values_list("pk", flat=True)
        if keys := list(missing.order_by("pk")):
            index(source.kind, keys)
            changed(*source.topics)
            count += len(keys)
    return count


def _written(kind: str, entries: Iterable[Entry]) -> list[SearchEntry]:
    rows = [
        SearchEntry(
            kind=kind,
            key=entry.key,
            title=" ".join(words_of(entry.title)),
            body=" ".join(words_of(entry.body)),
        )
        for entry in entries
    ]
    return SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["title", "body", "updated_at"],
    )


def _learn(rows: Iterable[SearchEntry], known: set[str]) -> None:
    """Keep each word that questions may be corrected to; adds it to those that are known."""
    every = {word for row in rows for word in f"{row.title} {row.body}".split()} - known
    known |= every
    words = {word for word in every if len(word) >= SHORTEST_SPELT and word.isalpha()}
    if not words:
        return
    there = SearchVariant.objects.filter(variant__in=words).values_list("variant", "word")
    new = words - {word for variant, word in there if variant == word}
    variants_of_new = [
        SearchVariant(variant=variant, word=word)
        for word in sorted(new)
        for variant in sorted(variants(word))
    ]
    SearchVariant.objects.bulk_create(variants_of_new, batch_size=2_000, ignore_conflicts=True)
