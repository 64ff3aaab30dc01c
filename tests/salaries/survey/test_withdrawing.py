"""An import withdraws no figure unannounced, and what it withdrew comes back when it is undone."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from salaries.models import Benchmark, Source, SurveyImport, SurveyTally
from salaries.survey import importing
from salaries.survey.actions import confirm_import, undo_import
from salaries.survey.figures import renew_figures
from salaries.survey.mapping import choose_role
from salaries.survey.models import SurveyTitle
from salaries.survey.tasks import map_titles, take_up
from tests.factories.accounts import StaffFactory
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.survey_imports import applied, survey_of, uploaded
from tests.factories.surveys import line
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db

WORDS = r"Published figures of this source that rest on no reports: 1\."


@pytest.fixture(autouse=True)
def role() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=("analyst",)))
    return client


@pytest.fixture
def taken_down() -> Source:
    """A source whose figures somebody took down, as the demo's are: no report is known."""
    source = SourceFactory(slug="taken-down")
    PublishedBenchmarkFactory(distribution=True, source=source)
    return source


def ten(**values: object) -> bytes:
    return survey_of(*(line(salary_in_usd=50_000 + number, **values) for number in range(10)))


def public() -> set[int]:
    return set(Benchmark.objects.public().values_list("pk", flat=True))


def test_upload_for_figures_without_reports_is_refused(desk: Client, taken_down: Source) -> None:
    file = SimpleUploadedFile("a.csv", ten())

    answer = desk.post(
        reverse("admin:salaries_surveyimport_add"), {"source": taken_down.pk, "file": file}
    )

    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["source"]
    assert re.search(WORDS, str(errors["source"]))
    assert not SurveyImport.objects.exists()


def test_command_for_figures_without_reports_is_refused(taken_down: Source, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(ten())

    with pytest.raises(CommandError, match=WORDS) as caught:
        call_command("import_survey", str(path), "--source", taken_down.slug)

    assert caught.value.returncode == 2
    assert not SurveyImport.objects.exists()


def test_action_for_figures_without_reports_is_refused(taken_down: Source) -> None:
    with pytest.raises(ValidationError, match=WORDS):
        uploaded(ten(), taken_down)

    assert not SurveyImport.objects.exists()


def test_figures_that_come_before_the_decision_are_spared_too() -> None:
    survey = uploaded(ten())
    figure = PublishedBenchmarkFactory(distribution=True, source=survey.source)

    with pytest.raises(ValidationError, match=WORDS):
        confirm_import(survey=survey, by=None)

    survey.refresh_from_db()
    assert (survey.state, public()) == ("checked", {figure.pk})


def test_source_with_stated_figures_alone_takes_an_import() -> None:
    stated = PublishedBenchmarkFactory(source=SourceFactory(slug="survey"))

    survey = applied(ten())

    assert (survey.figures, survey.withdrawn) == (8, 0)
    assert stated.pk in public()


def test_source_takes_its_file_again_before_its_figures_are_renewed() -> None:
    survey = applied(ten())
    undo_import(survey=survey, by=None, now=True)
    assert (SurveyTally.objects.get().is_stale, len(public())) == (True, 8)

    assert applied(ten(), survey.source).new == 10


def test_titles_that_move_withdraw_no_figure_without_reports() -> None:
    waiting = uploaded(ten(job_title="Wizard"))
    importing.look_again()
    figure = PublishedBenchmarkFactory(distribution=True, source=waiting.source)

    choose_role(title=SurveyTitle.objects.get(), chosen=figure.role, is_none=False)
    map_titles.enqueue()

    assert SurveyTally.objects.get().version == 0
    assert not renew_figures(waiting.source_id)
    assert take_up() == 0
    assert public() == {figure.pk}


def test_trial_says_what_would_be_withdrawn(desk: Client) -> None:
    source = applied(ten(work_year=2022)).source
    applied(ten(work_year=2023), source)
    together = set(Benchmark.objects.public().filter(first_year=2022, year=2023))

    survey = uploaded(ten(work_year=2024), source)

    pages = [
        desk.get(reverse(f"admin:salaries_surveyimport_{name}", args=[survey.pk])).content.decode()
        for name in ("change", "decide")
    ]
    assert (survey.figures, survey.withdrawn) == (32, len(together)) == (32, 8)
    assert '<div class="readonly">8</div>' in pages[0].split("Published figures withdrawn")[1]
    assert "32 groups would have a figure, 8 published figures would be withdrawn" in pages[1]
    confirm_import(survey=survey, by=None, now=True)
    importing.apply(survey.pk)
    renew_figures(source.pk)
    assert not together & set(Benchmark.objects.public())


def test_undo_brings_back_what_an_import_withdrew() -> None:
    source = applied(ten(work_year=2022)).source
    applied(ten(work_year=2023), source)
    before = {row.pk: str(row.figure) for row in Benchmark.objects.public()}
    survey = applied(ten(work_year=2024), source)
    assert before.keys() - public()

    undo_import(survey=survey, by=None, now=True)
    renew_figures(source.pk)

    assert {row.pk: str(row.figure) for row in Benchmark.objects.public()} == before
