"""`manage.py mark_listings`: lets copies of older listings be found. Once after this is installed."""

from itertools import batched
from typing import Any, Final

from django.core.management.base import BaseCommand
from rich.progress import track

from jobs.moderation.inspection import mark_all, unmarked

CHUNK: Final = 500


class Command(BaseCommand):
    help = "Marks the texts of accepted listings that have no marks yet, so that copies of them are found."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = unmarked()
        chunks = list(batched(keys, CHUNK, strict=False))
        for chunk in track(chunks, description="Listings", disable=not chunks):
            mark_all(list(chunk))
        self.stdout.write(f"Listings marked: {len(keys)}.")
