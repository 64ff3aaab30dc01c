"""What people do with survey imports. The desk and the command call the same ones."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.errors import WrongState
from portal.taxonomy.models import Role
from salaries.models.source import Source
from salaries.survey import mapping
from salaries.survey.figures import without_reports
from salaries.survey.importing import lock_tally, move_tally
from salaries.survey.models import SurveyImport, SurveyTitle
from salaries.survey.parts import keep_file
from salaries.survey.states import State
from salaries.survey.tasks import (
    apply_import,
    check_import,
    clear_ended,
    map_titles,
    renew_source,
    soon,
)

UNREAD = (State.UPLOADED, State.CHECKING, State.CHECKED, State.FAILED)


def check_source(source: Source) -> None:
    """Raises `ValidationError` where an import would withdraw figures that came without reports.

    Undoing the import would not bring them back: nothing counts them.
    """
    if figures := without_reports(source.pk):
        raise ValidationError(
            f"Published figures of this source that rest on no reports: {figures:,}. An import would withdraw "
            "them. Make a source of its own for the reports, or withdraw these figures first; what is "
            "withdrawn by hand stays withdrawn, whatever the reports say."
        )


@transaction.atomic
def start_import(
    *, source: Source, chunks: Iterable[bytes], name: str, by: User | None, now: bool = False
) -> SurveyImport:
    """Keep a file of reports and have it read; with `now` whoever calls reads it (`importing.check`).

    Raises what `check_source` raises.
    """
    check_source(source)
    survey = SurveyImport.objects.create(source=source, file_name=name[-200:], by=by)
    keep_file(survey, chunks)
    survey.save(update_fields=("size", "digest"))
    if not now:
        soon(check_import, survey.pk)
    return survey


@transaction.atomic
def confirm_import(
    *, survey: SurveyImport, by: User | None, partial: bool = False, now: bool = False
) -> None:
    """Let the reports of a file that has been read count. With bad lines in it only where `partial` says so.

    Raises `WrongState`, what `check_source` raises, and `ValidationError` where nothing can be taken from the
    file. With `now` whoever calls applies it (`importing.apply`).
    """
    survey.refresh_from_db()
    check_source(survey.source)
    if not survey.good:
        raise ValidationError("The file has no good line: there is nothing to apply.")
    if survey.bad and not partial:
        raise ValidationError(
            f"{survey.bad:,} of {survey.rows:,} lines are bad, and a file is applied whole or not at all. "
            "Mend them, or ask for the good lines alone."
        )
    instant = timezone.now()
    _move(
        survey,
        (State.CHECKED,),
        "applied",
        state=State.APPLYING,
        is_partial=bool(survey.bad),
        decided_by=by,
        decided_at=instant,
        active_at=instant,
    )
    if not now:
        soon(apply_import, survey.pk)


@transaction.atomic
def refuse_import(*, survey: SurveyImport, by: User | None) -> None:
    """Set a file aside that does not count yet, and forget what it says."""
    instant = timezone.now()
    _move(
        survey,
        UNREAD,
        "refused",
        state=State.REFUSED,
        decided_by=by,
        decided_at=instant,
        ended_at=instant,
    )
    soon(clear_ended)


@transaction.atomic
def read_again(*, survey: SurveyImport) -> None:
    """Have a file read once more whose reading was broken off by an error."""
    if not survey.parts.exists():
        raise ValidationError("The file is not kept any more: upload it again.")
    _move(
        survey,
        (State.FAILED,),
        "read again",
        state=State.UPLOADED,
        failure="",
        ended_at=None,
        active_at=timezone.now(),
    )
    soon(check_import, survey.pk)


@transaction.atomic
def undo_import(*, survey: SurveyImport, by: User | None, now: bool = False) -> None:
    """Let the reports of an applied import no longer count, and renew the figures of its source.

    Raises `ValidationError` where a later import left out reports because they were there already: these
    would be missing afterwards.
    """
    tally = lock_tally(survey.source_id)
    survey.refresh_from_db()
    if later := _resting_on(survey):
        raise ValidationError(
            f"Import {later.pk} left out {later.known:,} reports that were there already. Undo it first; "
            "its file can be imported again afterwards."
        )
    instant = timezone.now()
    _move(
        survey,
        (State.APPLIED,),
        "undone",
        state=State.UNDONE,
        decided_by=by,
        decided_at=instant,
        ended_at=instant,
    )
    move_tally(tally)
    if not now:
        soon(renew_source, survey.source_id, by.pk if by else None)
    soon(clear_ended)


def _resting_on(survey: SurveyImport) -> SurveyImport | None:
    """The last import that added only what was new beside this one. One that added nothing loses nothing."""
    if survey.applied_at is None:
        return None
    later = SurveyImport.objects.applied().filter(
        source=survey.source_id, applied_at__gt=survey.applied_at, known__gt=0
    )
    return next((each for each in later.order_by("-applied_at") if each.new), None)


def _move(survey: SurveyImport, before: Iterable[State], step: str, **values: object) -> None:
    """One conditional UPDATE: of many at once one wins."""
    if not SurveyImport.objects.filter(pk=survey.pk, state__in=[*before]).update(**values):
        raise WrongState(survey, step)
    survey.refresh_from_db()


@transaction.atomic
def choose_role(*, title: SurveyTitle, chosen: Role | None, is_none: bool) -> None:
    """Say which role a title stands for, or that it is of none; figures are renewed."""
    mapping.choose_role(title=title, chosen=chosen, is_none=is_none)
    soon(map_titles)
