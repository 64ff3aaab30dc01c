"""`manage.py rebuild_search`: writes the search index anew, for things that were stored past the actions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from rich.progress import Progress

from portal.freshness import changed
from portal.search.indexing import rebuild
from portal.search.sources import all_sources


class Command(BaseCommand):
    help = (
        "Writes the index of the search anew; readers go on finding what it held before meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(transient=True) as progress:
            for source in all_sources():
                task = progress.add_task(source.kind, total=source.rows().count())
                written = 0
                for count in rebuild(source):
                    written += count
                    progress.advance(task, count)
                changed(*source.topics)
                self.stdout.write(f"{source.kind}: {written}")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE search_searchentry")
