"""`manage.py demo`: load the demo content, as often as you like."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from portal.accounts.demo.loader import PASSWORD, people
from portal.demo import loaders
from portal.search.indexing import write_missing


class Command(BaseCommand):
    help = "Load roles, figures, guides, companies, jobs and, with DEBUG, accounts to try."

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(stderr=True, soft_wrap=True)
        columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
        found = loaders()
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Demo content", total=len(found))
            for loader in found:
                loader.load(lambda text: progress.update(task, description=text))
                progress.advance(task)
        write_missing()  # of an older demo, which knew no search
        if not settings.DEBUG:
            self.stdout.write("Demo content is there, without accounts: their password is public.")
            return
        self.stdout.write(f"Demo content is there. Sign in with the password “{PASSWORD}”:")
        for person in people():
            self.stdout.write(f"  {person.email:<28} {person.can}")
