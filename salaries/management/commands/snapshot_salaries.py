"""`manage.py snapshot_salaries`: keep the published figures as they are, under a dated address."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from salaries.models import Benchmark
from salaries.snapshots import take_snapshot


class Command(BaseCommand):
    help = "Keep all published figures as CSV and JSON under a dated address that never changes."

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            total = Benchmark.objects.public().count()
            task = progress.add_task("Figures", total=total)
            made = take_snapshot(by=None, step=lambda done: progress.update(task, completed=done))
        if made is None:
            self.stdout.write("Nothing has changed since the newest snapshot, so none was taken.")
        else:
            self.stdout.write(f"Took {made}: {made.row_count} figures, SHA-256 {made.csv_sha256}.")
