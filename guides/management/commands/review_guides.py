"""`manage.py review_guides`: finds guides that need a review, and writes to their owners. For cron, daily."""

from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import track

from guides.citing import CHUNK, compare
from guides.letters import tell_overdue
from guides.models import Guide


class Command(BaseCommand):
    help = "Compares the figures under every guide, and tells owners whose day of review has come."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = Guide.objects.resting().order_by("pk").values_list("pk", flat=True)
        chunks = list(batched(keys, CHUNK, strict=False))
        found = track(chunks, description="Figures under guides", disable=not chunks)
        moved = sum(compare(chunk) for chunk in found)
        overdue = Guide.objects.overdue_for_review().select_related("author__user").order_by("pk")
        due = list(overdue)
        waiting = track(due, description="Days of review", disable=not due)
        told = sum(tell_overdue(guide) for guide in waiting)
        self.stdout.write(f"New figures under: {moved}. Overdue: {len(due)}; owners told: {told}.")
