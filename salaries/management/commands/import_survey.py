"""`manage.py import_survey FILE --source SLUG`: reads a file of survey reports and lets them count.

Ends with 0 where all went well, 1 where lines are bad or nothing was taken, 2 where it was called wrongly.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from portal.publishing.errors import WrongState
from salaries.models import Basis, Source, SurveyImport, SurveyTally
from salaries.survey import importing
from salaries.survey.actions import (
    check_source,
    confirm_import,
    refuse_import,
    start_import,
    undo_import,
)
from salaries.survey.figures import renew_figures
from salaries.survey.parts import PIECE
from salaries.survey.reports import unmapped_titles
from salaries.survey.states import State

WRONG_CALL: Final = 2
TITLES: Final = 30  # of no role that are named


class Command(BaseCommand):
    help = (
        "Reads a CSV file of survey reports (columns as in docs/operations.md), names every bad line, and "
        "lets the reports count: all of them, or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument(
            "--source", metavar="SLUG", help="the source that the reports belong to"
        )
        parser.add_argument(
            "--partial", action="store_true", help="take the good lines of a bad file"
        )
        parser.add_argument("--dry-run", action="store_true", help="only read and report")
        parser.add_argument(
            "--undo", type=int, metavar="NUMBER", help="undo the import of this number"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"] is not None:
            if options["file"] or options["source"]:
                raise CommandError("--undo goes with no file and no source.", returncode=WRONG_CALL)
            self.undo(options["undo"])
        elif options["file"] is None or options["source"] is None:
            raise CommandError(
                "Say which FILE, and which --source it comes from.", returncode=WRONG_CALL
            )
        else:
            source = _source(options["source"])
            self.bring_in(options["file"], source, options["partial"], options["dry_run"])

    def bring_in(self, path: Path, source: Source, partial: bool, dry_run: bool) -> None:
        survey = _keep(path, source)
        with _progress("Reading", survey.size) as tell:
            importing.check(survey.pk, tell)
        survey.refresh_from_db()
        if survey.state != State.CHECKED:
            raise CommandError(f"{survey} was broken off: {survey.failure or survey.state}")
        self.report(survey)
        if dry_run:
            refuse_import(survey=survey, by=None)
            if survey.bad:
                raise CommandError("This was a dry run. The file has bad lines.")
            self.stdout.write("This was a dry run: nothing was applied.")
            return
        try:
            confirm_import(survey=survey, by=None, partial=partial, now=True)
        except ValidationError as error:
            refuse_import(survey=survey, by=None)
            words = f"Nothing was applied. {' '.join(error.messages)}"
            raise CommandError(words + (" (--partial)" if survey.good else "")) from error
        importing.apply(survey.pk)
        survey.refresh_from_db()
        self.stdout.write(f"{survey} is applied: {survey.new:,} new reports.")
        self.renew(source)

    def undo(self, number: int) -> None:
        survey = SurveyImport.objects.filter(pk=number).first()
        if survey is None:
            raise CommandError(f"There is no import {number}.", returncode=WRONG_CALL)
        try:
            undo_import(survey=survey, by=None, now=True)
        except (ValidationError, WrongState) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(words, returncode=WRONG_CALL) from error
        self.stdout.write(f"{survey} is undone.")
        self.renew(survey.source)

    def renew(self, source: Source) -> None:
        total = importing.counted(source.pk)
        with _progress("Percentiles", total) as tell:
            renew_figures(source.pk, tell=tell)
        tally = SurveyTally.objects.get(source=source)
        self.stdout.write(
            f"{total:,} reports count. Figures: {tally.published:,}. Groups with too few reports for one: "
            f"{tally.suppressed:,}."
        )

    def report(self, survey: SurveyImport) -> None:
        for problem in survey.problems.iterator():
            where = f"line {problem.line}" + (f", {problem.column}" if problem.column else "")
            self.stderr.write(f"{where}: {problem.reason} “{problem.value}”")
        self.stdout.write(
            f"{survey}. Lines: {survey.rows:,}; good: {survey.good:,}; bad: {survey.bad:,}; "
            f"already there: {survey.known:,}; new: {survey.new:,}; of no role: {survey.unmapped:,}. "
            f"Figures of the source with it: {survey.figures:,}; groups too small for one: "
            f"{survey.suppressed:,}; published figures withdrawn: {survey.withdrawn:,}."
        )
        titles = unmapped_titles(survey)
        for title, count in titles[:TITLES]:
            self.stdout.write(f"  {count:>7,}  {title}")
        if len(titles) > TITLES:
            self.stdout.write(f"  and {len(titles) - TITLES} more titles of no role")


def _source(slug: str) -> Source:
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        raise CommandError(
            f"There is no source “{slug}”: make it on the desk first.", returncode=WRONG_CALL
        )
    if source.basis != Basis.SURVEY:
        words = f"“{source}” is no survey but {source.get_basis_display()}."
        raise CommandError(words, returncode=WRONG_CALL)
    try:
        check_source(source)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages), returncode=WRONG_CALL) from error
    return source


def _keep(path: Path, source: Source) -> SurveyImport:
    try:
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(PIECE), b"")
            return start_import(source=source, chunks=chunks, name=path.name, by=None, now=True)
    except OSError as error:
        words = f"{path} can’t be read: {error.strerror}."
        raise CommandError(words, returncode=WRONG_CALL) from error


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], object]]:
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)
