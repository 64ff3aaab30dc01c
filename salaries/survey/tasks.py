"""The work of surveys that no request waits for. Every task may be asked for twice."""

from functools import partial
from typing import Any

from django.db import connection, transaction
from django.tasks import task
from django.utils import timezone

from portal.accounts.models import User
from salaries.survey import importing
from salaries.survey.figures import is_behind, renew_figures
from salaries.survey.mapping import drop_idle_titles, settle_titles, titles_digest
from salaries.survey.models import SurveyImport, SurveyTally, SurveyTitle
from salaries.survey.states import State


@task()
def check_import(pk: int) -> bool:
    return importing.check(pk)


@task()
def apply_import(pk: int) -> bool:
    """Let an import count, then renew the figures of its source."""
    done = importing.apply(pk)
    survey = SurveyImport.objects.filter(pk=pk).first()
    if survey:
        renew_source.enqueue(survey.source_id, survey.decided_by_id)
    return done


@task()
def renew_source(source: int, by: int | None = None) -> bool:
    done = renew_figures(source, by=User.objects.filter(pk=by).first() if by else None)
    importing.look_again(source)
    return done


@task()
def map_titles() -> int:
    """Look again which title stands for which role, and renew the figures that this moves."""
    sources = settle_titles()
    for source in sources:
        renew_figures(source)
    importing.look_again()
    return len(sources)


@task()
def clear_ended() -> int:
    count = importing.sweep()
    drop_idle_titles()
    return count


def map_titles_again() -> None:
    """After every change of roles and their words, if there are titles at all."""
    if SurveyTitle.objects.exists():
        map_titles.enqueue()


def take_up() -> int:
    """Take up what a killed worker left, and clear away what is over; how many imports and sources it was."""
    left = list(SurveyImport.objects.abandoned(timezone.now()).order_by("pk"))
    for survey in left:
        again = apply_import if survey.state == State.APPLYING else check_import
        again.enqueue(survey.pk)
    titles = titles_digest()
    behind = [
        tally.source_id for tally in SurveyTally.objects.order_by("pk") if is_behind(tally, titles)
    ]
    for source in behind:
        renew_source.enqueue(source)
    importing.sweep()
    drop_idle_titles()
    return len(left) + len(behind)


def soon(work: Any, *arguments: object) -> None:
    """Ask for a task once the transaction holds; what it asks for twice is done once."""
    asked = [getattr(waiting[1], "asked", None) for waiting in connection.run_on_commit]
    if (work, arguments) not in asked:
        ask = partial(work.enqueue, *arguments)
        ask.asked = (work, arguments)  # type: ignore[attr-defined]  # to be known again
        transaction.on_commit(ask, robust=True)
