"""A file of reports counts as a whole or not at all, and once however often it comes."""

import gc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from portal.publishing.errors import WrongState
from salaries.models import (
    Benchmark,
    SurveyImport,
    SurveyImportPart,
    SurveyProblem,
    SurveyReport,
    SurveyTally,
)
from salaries.survey import importing
from salaries.survey.actions import confirm_import, read_again, refuse_import, undo_import
from salaries.survey.figures import renew_figures
from salaries.survey.parts import PIECE
from salaries.survey.states import LEASE, State
from salaries.survey.tasks import take_up
from tests.factories.salaries import SourceFactory
from tests.factories.survey_imports import applied, survey_of, uploaded
from tests.factories.surveys import bad_numbers, line, survey_lines
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def pays() -> list[int]:
    """What the reports that count say, in order."""
    found = SurveyReport.objects.counted().order_by("usd").values_list("usd", flat=True)
    return [int(usd) for usd in found]


def reports(*amounts: int) -> bytes:
    return survey_of(*(line(salary=amount, salary_in_usd=amount) for amount in amounts))


def generated(count: int, bad: int = 0) -> bytes:
    return "\n".join(survey_lines(count, bad=bad)).encode()


def test_file_that_is_read_does_not_count_yet() -> None:
    applied(reports(50_000))
    survey = uploaded(reports(60_000, 70_000))

    assert (survey.state, survey.good, survey.bad, survey.new) == ("checked", 2, 0, 2)
    assert pays() == [50_000]
    assert not survey.parts.exists()


def test_report_is_kept_as_it_was_written() -> None:
    content = survey_of(
        line(
            work_year=2021,
            experience_level="EX",
            employment_type="FL",
            job_title="Head of  ML",
            salary="1234567.89",
            salary_currency="INR",
            salary_in_usd="16640.5",
            employee_residence="IN",
            remote_ratio=50,
            company_location="GB",
            company_size="L",
        )
    )

    survey = applied(content)

    report = survey.reports.get()
    values = [str(getattr(report, field.name)) for field in SurveyReport._meta.fields[2:-2]]
    assert values == [
        *("2", "2021", "EX", "FL", "Head of  ML", "Head of  ML", "1234567.89", "INR"),
        *("16640.50", "IN", "50", "GB", "L"),
    ]


def test_bad_lines_are_all_named_and_nothing_is_applied() -> None:
    survey = uploaded(generated(2_000, bad=20))

    lines = survey.problems.order_by("line").values_list("line", flat=True).distinct()
    assert list(lines) == bad_numbers(2_000, 20)
    assert (survey.good, survey.bad) == (1_980, 20)
    with pytest.raises(ValidationError, match="20 of 2,000 lines are bad"):
        confirm_import(survey=survey, by=None)
    survey.refresh_from_db()
    assert (survey.state, pays()) == ("checked", [])


def test_good_lines_are_applied_where_it_is_asked_for() -> None:
    survey = applied(generated(2_000, bad=20), partial=True)

    assert (survey.state, survey.is_partial, len(pays())) == ("applied", True, 1_980)


def test_database_refuses_to_apply_bad_lines_unasked() -> None:
    survey = uploaded(survey_of(line(), line(salary="x")))

    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyImport.objects.filter(pk=survey.pk).update(state=State.APPLIED)

    assert pays() == []


def test_file_without_a_good_line_is_not_applied() -> None:
    survey = uploaded(b"PK\x03\x04 and so on")

    with pytest.raises(ValidationError, match="no good line"):
        confirm_import(survey=survey, by=None, partial=True)

    assert (survey.state, survey.bad) == ("checked", 1)


def test_identical_rows_are_separate_reports() -> None:
    applied(reports(50_000, 50_000, 50_000))

    assert pays() == [50_000] * 3


def test_same_file_again_adds_nothing() -> None:
    content = reports(50_000, 50_000, 60_000)
    applied(content)

    again = applied(content)

    assert (again.state, again.known, again.new) == ("applied", 3, 0)
    assert pays() == [50_000, 50_000, 60_000]


def test_larger_file_adds_what_is_new() -> None:
    applied(reports(50_000, 50_000, 60_000))

    survey = uploaded(reports(50_000, 70_000, 50_000, 50_000))

    assert (survey.known, survey.new) == (2, 2)
    confirm_import(survey=survey, by=None, now=True)
    importing.apply(survey.pk)
    assert pays() == [50_000, 50_000, 50_000, 60_000, 70_000]


def test_rows_of_another_source_are_other_reports() -> None:
    applied(reports(50_000), SourceFactory(slug="one"))

    applied(reports(50_000), SourceFactory(slug="two"))

    assert pays() == [50_000, 50_000]


def test_same_amount_written_otherwise_is_the_same_row() -> None:
    applied(survey_of(line(salary="150000.00")))

    assert applied(survey_of(line(salary="150000"))).new == 0


def test_undone_import_counts_no_longer_and_can_come_again() -> None:
    content = reports(50_000, 60_000)
    survey = applied(content)
    applied(reports(70_000))

    undo_import(survey=survey, by=None)

    assert (survey.state, pays()) == ("undone", [70_000])
    assert applied(content).new == 2
    assert pays() == [50_000, 60_000, 70_000]


def test_import_that_another_rests_on_is_undone_after_it() -> None:
    first = applied(reports(50_000))
    second = applied(reports(50_000, 60_000))

    with pytest.raises(ValidationError, match=f"Import {second.pk} left out 1 reports"):
        undo_import(survey=first, by=None)

    assert pays() == [50_000, 60_000]
    undo_import(survey=second, by=None)
    undo_import(survey=first, by=None)
    assert pays() == []


def test_step_that_does_not_lead_on_is_refused() -> None:
    survey = applied(reports(50_000))

    for step in (
        lambda: confirm_import(survey=survey, by=None),
        lambda: refuse_import(survey=survey, by=None),
    ):
        with pytest.raises(WrongState):
            step()

    assert pays() == [50_000]


def test_refused_file_leaves_nothing_but_its_counts(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    survey = uploaded(survey_of(line(), line(salary="x")))

    with django_capture_on_commit_callbacks(execute=True):
        refuse_import(survey=survey, by=None)

    survey.refresh_from_db()
    assert (survey.state, survey.good, survey.bad) == ("refused", 1, 1)
    assert (survey.reports.count(), survey.problems.count()) == (0, 1)


def test_file_of_many_pieces_is_read_as_one() -> None:
    lines = [line(salary=1_000 + number, job_title="ü" * 60) for number in range(12_000)]

    survey = uploaded(survey_of(*lines), read=False)
    pieces = survey.parts.count()
    importing.check(survey.pk)

    survey.refresh_from_db()
    assert (pieces, survey.good, survey.bad) == (survey.size // PIECE + 1, 12_000, 0)
    assert pieces > 1


def test_work_of_a_dead_worker_is_begun_again() -> None:
    start = datetime(2026, 5, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        survey = uploaded(reports(50_000, 60_000), read=False)
        SurveyImport.objects.update(state=State.CHECKING, attempt=1, good=7)
        staged = uploaded(reports(1_234))
        SurveyReport.objects.filter(survey_import=staged).update(survey_import=survey)
        assert not importing.check(survey.pk)  # somebody is at it
    with time_machine.travel(start + LEASE + timedelta(seconds=1), tick=False):
        assert importing.check(survey.pk)

    survey.refresh_from_db()
    assert (survey.state, survey.good, survey.attempt) == ("checked", 2, 2)
    assert Counter(survey.reports.values_list("usd", flat=True)) == {50_000: 1, 60_000: 1}


def test_worker_that_was_taken_for_dead_writes_nothing_more() -> None:
    survey = uploaded(generated(5_000), read=False)

    def overtake(read: int) -> None:
        SurveyImport.objects.filter(pk=survey.pk).update(attempt=9)

    assert not importing.check(survey.pk, overtake)

    assert survey.reports.count() == importing.BATCH
    survey.refresh_from_db()
    assert survey.state == State.CHECKING


def test_upkeep_takes_up_what_was_left(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    _, applying = (uploaded(reports(*range(50_000, 50_020)), read=False) for _ in range(2))
    importing.check(applying.pk)
    confirm_import(survey=applying, by=None, now=True)
    SurveyImport.objects.update(active_at=datetime(2026, 1, 1, tzinfo=UTC))

    take_up()

    states = SurveyImport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["checked", "applied"]
    assert Benchmark.objects.public().filter(sample_size=20).exists()
    assert take_up() == 0


def test_reading_that_fails_says_so_and_can_be_repeated(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    survey = uploaded(reports(50_000), read=False)
    whole = survey.parts.get().content
    SurveyImportPart.objects.update(content=b"broken")

    assert not importing.check(survey.pk)

    survey.refresh_from_db()
    assert (survey.state, "BadGzipFile" in survey.failure) == ("failed", True)
    assert "could not be read" in caplog.text
    SurveyImportPart.objects.update(content=whole)
    with django_capture_on_commit_callbacks(execute=True):
        read_again(survey=survey)
    survey.refresh_from_db()
    assert (survey.state, survey.good) == ("checked", 1)


class Killed(BaseException):
    """The process is gone: nothing handles it."""


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do some work and die at the so-manyth statement; whether it came to that."""
    left = iter(range(number))

    def count(execute: Any, *words: Any) -> Any:
        if next(left, None) is None:
            raise Killed
        return execute(*words)

    try:
        with connection.execute_wrapper(count):
            work()
    except Killed:
        return True
    return False


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the dead close nothing
@pytest.mark.django_db(transaction=True)
def test_import_that_is_killed_leaves_nothing_half_applied() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    source = SourceFactory(slug="survey")
    content = reports(*range(50_000, 50_030))
    seen: set[tuple[int, int]] = set()

    number, is_killed = 0, True
    while is_killed:
        is_killed = killed_at(number, lambda: applied(content, source))
        number += 1
        counted = len(pays())
        sizes = Benchmark.objects.public().values_list("sample_size", flat=True)
        figures = {size or 0 for size in sizes}
        seen.add((counted, max(figures, default=0)))
        if is_killed and counted:
            # What readers see is behind until somebody takes it up, and is never half.
            assert SurveyTally.objects.get().is_stale or figures == {30}

    gc.collect()
    assert number > 20
    assert seen == {(0, 0), (30, 0), (30, 30)}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db(transaction=True)
def test_undoing_that_is_killed_leaves_nothing_half_undone() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    survey = applied(reports(*range(50_000, 50_030)))
    seen: set[tuple[int, int]] = set()

    def undo() -> None:
        undo_import(survey=survey, by=None, now=True)
        renew_figures(survey.source_id)

    number, is_killed = 0, True
    while is_killed:
        is_killed = killed_at(number, undo) if pays() else False
        number += 1
        seen.add((len(pays()), Benchmark.objects.public().count() and 30))

    gc.collect()
    renew_figures(survey.source_id)
    assert seen <= {(30, 30), (0, 30), (0, 0)}
    assert (pays(), Benchmark.objects.public().count()) == ([], 0)


def test_most_problems_are_kept_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LISTED", 5)
    monkeypatch.setattr(importing, "BATCH", 3)

    survey = uploaded(survey_of(*["bad"] * 20))

    assert (survey.bad, SurveyProblem.objects.count()) == (20, 5)
