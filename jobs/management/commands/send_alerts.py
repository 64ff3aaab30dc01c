"""`manage.py send_alerts`: tells subscribers of new jobs. For cron, as often as one likes; `catch_up` does it too."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.progress import track

from jobs.alerts.models import Alert
from jobs.alerts.sending import by_search


class Command(BaseCommand):
    help = "Sends job alerts to those whose hour has come. Nobody hears of a job twice."

    def handle(self, *args: Any, **options: Any) -> None:
        total = Alert.objects.due(timezone.now()).values("search").distinct().count()
        found = track(by_search(), "Searches", total=total, disable=not total)
        self.stdout.write(f"Searches: {total}. Letters: {sum(found)}.")
