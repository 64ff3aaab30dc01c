"""`manage.py renditions`: makes the sizes that pictures lack, or all of them again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import track

from portal.pictures.actions import drop_renditions
from portal.pictures.models import Picture
from portal.pictures.renditions import make_renditions


class Command(BaseCommand):
    help = "Makes the sizes of pictures that are missing; with --all makes every one anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are there already")

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = Picture.objects.order_by("pk")
        if not options["all"]:
            pictures = pictures.unfinished()
        keys = list(pictures.values_list("pk", flat=True))
        failed = 0
        for pk in track(keys, description="Making sizes", disable=not keys):
            if options["all"]:
                drop_renditions(pk=pk)
            failed += not make_renditions.call(pk)
        self.stdout.write(f"Pictures done: {len(keys) - failed}. Failed: {failed}.")
        if failed:
            raise CommandError("The reasons stand with the pictures on the desk.")
