"""What a worker does with an import: reads its file, stages what is good, and lets it count or not.

Reports are staged in batches and count only when the import’s own row says so, which one UPDATE does for
all of them. Work that was broken off is begun again from the start: what was staged before is cleared away.
"""

import hashlib
import io
import logging
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import batched
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Sum, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from salaries.survey.figures import lost_with
from salaries.survey.mapping import normalized, roles_by_title, title_keys
from salaries.survey.models import (
    SurveyImport,
    SurveyImportQuerySet,
    SurveyProblem,
    SurveyReport,
    SurveyTally,
)
from salaries.survey.parts import Parts
from salaries.survey.percentiles import Counted, count
from salaries.survey.reading import Reading, read_reports
from salaries.survey.schema import COLUMNS, Values
from salaries.survey.states import ENDED, LEASE, LISTED, State

logger = logging.getLogger(__name__)

BATCH: Final = 2_000  # lines that are staged together

cells_of = attrgetter(*COLUMNS)

type Tell = Callable[[int], object]  # bytes read so far


class Superseded(Exception):
    """Another worker has taken the import up, or somebody has refused it."""


def check(pk: int, tell: Tell = lambda read: None) -> bool:
    """Read a file and stage its reports; what goes wrong on the way is kept with the import."""
    survey = _claim(pk)
    if survey is None:
        return False
    try:
        _read(survey, tell)
    except Superseded:
        return False
    except Exception as error:
        logger.exception("Import %s could not be read.", pk)
        _mine(survey).update(
            state=State.FAILED,
            ended_at=timezone.now(),
            failure=f"{type(error).__name__}: {error}"[:300],
        )
        return False
    return True


def _claim(pk: int) -> SurveyImport | None:
    """Take the work for this process; of many at once one gets it."""
    now = timezone.now()
    free = Q(state=State.UPLOADED) | Q(state=State.CHECKING, active_at__lt=now - LEASE)
    survey = SurveyImport.objects.filter(free, pk=pk).first()
    if survey is None:
        return None
    fresh = {"good": 0, "bad": 0, "read": 0, "state": State.CHECKING, "active_at": now}
    still = SurveyImport.objects.filter(free, pk=pk, attempt=survey.attempt)
    if not still.update(attempt=F("attempt") + 1, **fresh):
        return None
    return SurveyImport.objects.get(pk=pk)


def _mine(survey: SurveyImport) -> SurveyImportQuerySet:
    """The import’s row, while nobody else has taken it."""
    return SurveyImport.objects.filter(pk=survey.pk, state=State.CHECKING, attempt=survey.attempt)


def _read(survey: SurveyImport, tell: Tell) -> None:
    with transaction.atomic():
        _hold(survey)
        survey.reports.all().delete()
        survey.problems.all().delete()
    known = roles_by_title()
    with io.BufferedReader(Parts(survey), 64 * 1024) as file:
        for batch in batched(read_reports(file), BATCH, strict=False):
            _stage(survey, batch, known)
            tell(survey.read)
    _finish(survey)


def _hold(survey: SurveyImport, **values: Any) -> None:
    """Write to the row and so lock it; raises `Superseded` where it is no longer ours."""
    if not _mine(survey).update(active_at=timezone.now(), **values):
        raise Superseded


@transaction.atomic
def _stage(survey: SurveyImport, batch: Sequence[Reading], known: dict[str, int]) -> None:
    good = [(reading.line, reading.values) for reading in batch if reading.values]
    listed = survey.bad
    survey.read = batch[-1].read
    survey.good += len(good)
    survey.bad += len(batch) - len(good)
    _hold(survey, read=survey.read, good=survey.good, bad=survey.bad)
    keys = title_keys([values.job_title for _, values in good], known)
    SurveyReport.objects.bulk_create(
        [_report(survey, line, values, keys[normalized(values.job_title)]) for line, values in good]
    )
    problems = [
        SurveyProblem(
            survey_import=survey,
            line=reading.line,
            column=fault.column,
            value=_shown(fault.value),
            reason=fault.reason[:300],
        )
        for reading in batch
        for fault in reading.faults
    ]
    SurveyProblem.objects.bulk_create(problems[: max(0, LISTED - listed)])


def _shown(value: str) -> str:
    """As much of a value as fits into a list, without what can be shown nowhere."""
    text = "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value[:80]
    )
    return f"{text[:79]}…" if len(value) > 80 else text


def _report(survey: SurveyImport, line: int, values: Values, title: int) -> SurveyReport:
    return SurveyReport(
        survey_import=survey,
        line=line,
        work_year=values.work_year,
        level=values.experience_level,
        employment=values.employment_type,
        written=values.job_title,
        title_id=title,
        pay=values.salary,
        currency=values.salary_currency,
        usd=values.salary_in_usd,
        residence=values.employee_residence,
        remote=values.remote_ratio,
        company_country=values.company_location,
        company_size=values.company_size,
        digest=digest_of(values),
    )


def digest_of(values: Values) -> UUID:
    """The same for rows that say the same: 100 and 100.00 are one amount."""
    cells = (f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell) for cell in cells_of(values))
    return UUID(bytes=hashlib.blake2b("\x1f".join(cells).encode(), digest_size=16).digest())


def _finish(survey: SurveyImport) -> None:
    """The file has been read to its end and is not needed any more; say what would come of it."""
    known = _mark_known(survey)
    found = _found(survey)
    with transaction.atomic():
        _hold(survey, state=State.CHECKED, known=known, read=survey.size, **found)
        survey.parts.all().delete()


def _found(survey: SurveyImport) -> dict[str, int]:
    """How many of its reports are of no role, and what figures its source would have with it, and lose."""
    outlook = _outlook(survey)
    return {
        "unmapped": survey.reports.filter(title__role=None).count(),
        "figures": len(list(outlook.published())),
        "suppressed": outlook.suppressed,
        "withdrawn": lost_with(outlook, survey.source_id),
    }


def look_again(source: int | None = None) -> int:
    """Count anew what imports say, after titles or other imports of their source have moved; how many moved.

    Of one that is applied only its reports of no role are counted: its figures are those of that day.
    """
    imports = SurveyImport.objects.filter(state__in=(State.CHECKED, State.APPLIED))
    if source is not None:
        imports = imports.filter(source=source)
    return sum(_look_again(survey) for survey in imports.order_by("pk"))


def _look_again(survey: SurveyImport) -> int:
    if survey.state == State.CHECKED:
        with transaction.atomic():
            lock_tally(survey.source_id)
            waiting = SurveyImport.objects.filter(pk=survey.pk, state=State.CHECKED)
            if waiting.exists():
                waiting.update(known=_mark_known(survey))
        found = _found(survey)
    else:
        found = {"unmapped": survey.reports.filter(title__role=None).count()}
    mine = SurveyImport.objects.filter(pk=survey.pk, state=survey.state)
    return mine.exclude(**found).update(**found)


def _outlook(survey: SurveyImport) -> Counted:
    """The percentiles of the source as they would be with this import."""
    counts = Q(survey_import__state=State.APPLIED) | Q(survey_import=survey, is_known=False)
    return count(SurveyReport.objects.of(survey.source_id).filter(counts))


def _mark_known(survey: SurveyImport) -> int:
    """Mark the staged reports that the source has already; how many they are.

    Of rows that are identical a source holds as many as the file with the most of them: the first, second
    and third of a file are there already where three count. All are ranked in one pass over both, as a
    database that doesn't know yet how many were staged would choose a bad way to join them.
    """
    staged = SurveyReport.objects.filter(survey_import=survey)
    staged.filter(is_known=True).update(is_known=False)
    if not SurveyImport.objects.applied().filter(source=survey.source_id).exists():
        return 0
    is_applied = Q(survey_import__state=State.APPLIED)
    rank = Window(RowNumber(), [F("digest"), F("survey_import")], F("pk").asc())
    there = Window(Sum(Case(When(is_applied, then=1), default=0)), F("digest"))
    known = (
        SurveyReport.objects.of(survey.source_id)
        .filter(is_applied | Q(survey_import=survey))
        .order_by()
        .annotate(nth=Case(When(survey_import=survey, then=rank)), there=there)
        .filter(nth__lte=F("there"))
    )
    return SurveyReport.objects.filter(pk__in=known.values("pk")).update(is_known=True)


def apply(pk: int) -> bool:
    """Let the reports of an import count, all at once; those that are there already are left out."""
    survey = SurveyImport.objects.filter(pk=pk, state=State.APPLYING).first()
    if survey is None:
        return False
    with transaction.atomic():
        tally = lock_tally(survey.source_id)
        known = _mark_known(survey)
        survey.reports.filter(is_known=True).delete()
        now = timezone.now()
        mine = SurveyImport.objects.filter(pk=pk, state=State.APPLYING)
        if not mine.update(state=State.APPLIED, applied_at=now, active_at=now, known=known):
            return False
        move_tally(tally)
    return True


def lock_tally(source: int) -> SurveyTally:
    """Whoever lets reports of a source count, or not, holds this row: one at a time."""
    SurveyTally.objects.get_or_create(source_id=source)
    return SurveyTally.objects.select_for_update().get(source_id=source)


def move_tally(tally: SurveyTally) -> None:
    SurveyTally.objects.filter(pk=tally.pk).update(version=F("version") + 1)


def counted(source: int) -> int:
    """Reports of a source that count."""
    return SurveyReport.objects.counted().of(source).count()


def sweep() -> int:
    """Drop the files and the reports of imports that have ended without counting."""
    ended = SurveyImport.objects.filter(state__in=ENDED)
    count, _ = SurveyReport.objects.filter(survey_import__in=ended).delete()
    over = ended.exclude(state=State.FAILED).values("pk")
    for survey in SurveyImport.objects.filter(pk__in=over, parts__isnull=False).distinct():
        survey.parts.all().delete()
    return count
