"""`manage.py count_advertised`: count advertised pay from the live listings now, rather than once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from jobs.advertised import count_advertised


class Command(BaseCommand):
    help = "Count percentiles of advertised pay from the listings that are live now."

    def handle(self, *args: Any, **options: Any) -> None:
        with Console(stderr=True).status("Counting listings"):
            swap = count_advertised()
        self.stdout.write(
            f"New figures: {swap.published}. Changed: {swap.changed}. Withdrawn: {swap.withdrawn}."
        )
