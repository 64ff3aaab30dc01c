"""`manage.py catch_up`: takes up work that a killed worker left, and clears away what is due to go.

For cron, every minute or so.
"""

from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from rich.progress import track

from portal.mail.models import Mail
from portal.mail.sending import send_letter
from portal.upkeep import run

LEASE: Final = timedelta(minutes=15)  # no task takes longer; one that does is idempotent


class Command(BaseCommand):
    help = (
        "Gives tasks of killed workers to others, sends letters that are due again, and clears away what "
        "is kept no longer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        left = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LEASE)
        count = left.update(status="READY", started_at=None)
        due = list(Mail.objects.waiting().values_list("pk", flat=True))
        for pk in track(due, description="Sending letters", disable=not due):
            send_letter.call(pk)
        cleared = " ".join(run())
        self.stdout.write(f"Tasks taken up again: {count}. Letters tried: {len(due)}. {cleared}")
