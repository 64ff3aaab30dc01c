"""`manage.py check_links`: looks at every link of every public guide. For cron, daily."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.progress import track

from guides.linking import find_links, outside_due, write_outcome
from guides.models import Guide, GuideLink
from guides.querysets import BROKEN
from portal.outside_links import ask_all

DAYS: Final = 7  # a page that answered is asked again after a week


class Command(BaseCommand):
    help = "Asks the pages that guides lead to, on this site and on others, and notes those that are gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = "Ask other sites again after so many days; 0: now, whatever they said before."
        parser.add_argument(
            "--days", type=int, default=DAYS, choices=range(366), help=words, metavar="N"
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        guides = list(Guide.objects.public().order_by("pk"))
        for guide in track(guides, description="Links in guides", disable=not guides):
            find_links(guide)
        due = outside_due(timezone.now() - timedelta(days=days) if days else None)
        outcomes = ask_all(due)
        found = track(outcomes, description="Other sites", total=len(due), disable=not due)
        for address, outcome in found:
            write_outcome(address, outcome)
        links = GuideLink.objects.filter(guide__in=Guide.objects.public())
        broken = links.filter(state__in=BROKEN).count()
        self.stdout.write(
            f"Guides: {len(guides)}. Links: {links.count()}; asked elsewhere: {len(due)}; broken: {broken}."
        )
