"""`manage.py import_jobs FILE --company SLUG`: listings of a JSON file, by the employer's own numbers."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.exceptions import ValidationError

from jobs.importing import Did, entries_of, import_listings
from jobs.models import Company
from portal.api.problems import detail_of


class Command(BaseCommand):
    help = (
        "Makes drafts of the listings of a JSON file and writes known ones anew, found by their "
        "external_id. With one refused nothing is stored, unless --partial."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--company", required=True, help="Slug of the company.")
        parser.add_argument("--dry-run", action="store_true", help="Change nothing.")
        parser.add_argument("--partial", action="store_true", help="Take what is right.")

    def handle(self, *args: Any, **options: Any) -> None:
        company = Company.objects.filter(slug=options["company"]).first()
        if company is None:
            raise CommandError(f"There is no company “{options['company']}”.")
        report = import_listings(
            company=company,
            by=None,
            entries=self._entries(options["file"]),
            is_trial=options["dry_run"],
            is_partial=options["partial"],
        )
        for entry in report.refused:
            for error in entry.errors:
                where = f"{entry.number} ({entry.external_id or 'no number'})"
                self.stderr.write(f"Entry {where}, {error['field'] or 'whole'}: {error['message']}")
        counts = ", ".join(f"{report.count(did)} {did.value}" for did in Did)
        self.stdout.write(f"{counts}. {'Stored.' if report.is_stored else 'Nothing is stored.'}")
        if report.refused and not options["partial"]:
            raise CommandError("The file was refused.")

    def _entries(self, file: Path) -> list[Any]:
        try:
            return entries_of(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} can’t be read: {error.strerror}.") from error
        except ValidationError as error:
            _, errors = detail_of(error, {})
            said = "; ".join(f"{each['field'] or 'file'}: {each['message']}" for each in errors)
            raise CommandError(said) from error
