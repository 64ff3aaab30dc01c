"""`manage.py import_survey`: what it says, and how it ends."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salaries.models import Benchmark, SurveyImport, SurveyReport
from tests.factories.salaries import SourceFactory
from tests.factories.survey_imports import survey_of
from tests.factories.surveys import line
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    SourceFactory(slug="survey")
    RoleFactory(slug="ml-engineer", name="ML engineer")
    path = tmp_path / "survey.csv"
    path.write_bytes(survey_of(*(line(salary_in_usd=50_000 + number) for number in range(10))))
    return path


@pytest.fixture
def bad_file(file: Path) -> Path:
    file.write_bytes(file.read_bytes() + line(salary="=1+1", job_title="Wizard").encode())
    return file


def run(*words: Any, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_survey", *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(*words: Any) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_survey", *map(str, words), stdout=out, stderr=err)
    return caught.value.returncode, str(caught.value), err.getvalue()


def counted() -> int:
    return SurveyReport.objects.counted().count()


def test_good_file_is_applied_and_counted(file: Path) -> None:
    said, _ = run(file, "--source", "survey")

    number = SurveyImport.objects.get().pk
    assert f"Import {number}: survey.csv is applied: 10 new reports." in said
    assert "10 reports count. Figures: 8." in said
    assert (counted(), Benchmark.objects.public().count()) == (10, 8)


def test_dry_run_applies_nothing(file: Path) -> None:
    said, _ = run(file, "--source", "survey", "--dry-run")

    assert "Lines: 10; good: 10; bad: 0; already there: 0; new: 10; of no role: 0." in said
    assert "Figures of the source with it: 8" in said
    assert (counted(), SurveyImport.objects.get().state) == (0, "refused")


def test_bad_file_is_named_and_not_applied(bad_file: Path) -> None:
    code, words, errors = refused(bad_file, "--source", "survey")

    assert (code, counted()) == (1, 0)
    assert "Nothing was applied. 1 of 11 lines are bad" in words
    assert errors == (
        "line 12, salary: Write the amount in digits, with a point before cents: 1234.56. “=1+1”\n"
    )


def test_dry_run_of_a_bad_file_ends_as_one(bad_file: Path) -> None:
    assert refused(bad_file, "--source", "survey", "--dry-run")[0] == 1


def test_partial_takes_the_good_lines(bad_file: Path) -> None:
    said, _ = run(bad_file, "--source", "survey", "--partial")

    assert "10 new reports" in said
    assert counted() == 10


def test_undo_takes_back_what_an_import_brought(file: Path) -> None:
    run(file, "--source", "survey")
    number = SurveyImport.objects.get().pk

    said, _ = run("--undo", number)

    assert "is undone" in said
    assert (counted(), Benchmark.objects.public().count()) == (0, 0)
    assert refused("--undo", number)[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say which FILE"),
        (("FILE",), "--source"),
        (("FILE", "--source", "nowhere"), "There is no source “nowhere”"),
        (("FILE", "--source", "editors"), "is no survey but compiled by editors"),
        (("/nowhere.csv", "--source", "survey"), "can’t be read: No such file"),
        (("--undo", "999999"), "There is no import 999999."),
        (("FILE", "--undo", "1"), "--undo goes with no file"),
    ],
)
def test_wrong_call_says_what_is_wrong(words: tuple[str, ...], said: str, file: Path) -> None:
    SourceFactory(slug="editors", basis="editorial")

    code, error, _ = refused(*(file if word == "FILE" else word for word in words))

    assert (code, said in error) == (2, True), error
    assert not SurveyImport.objects.exists()
