"""Surveys on the desk: upload, report, decide; titles and the roles that they stand for."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from salaries.models import Benchmark, SurveyImport, SurveyReport, SurveyTitle
from salaries.survey.states import State
from tests.factories.accounts import StaffFactory
from tests.factories.salaries import SourceFactory
from tests.factories.survey_imports import applied, survey_of, uploaded
from tests.factories.surveys import line
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:salaries_surveyimport_changelist")
TITLES = reverse("admin:salaries_surveytitle_changelist")


def page(name: str, survey: SurveyImport) -> str:
    return reverse(f"admin:salaries_surveyimport_{name}", args=[survey.pk])


@pytest.fixture
def analyst() -> User:
    return StaffFactory(groups=("analyst",))


@pytest.fixture
def desk(analyst: User) -> Client:
    client = Client()
    client.force_login(analyst)
    return client


def ten(**values: object) -> list[str]:
    return [line(salary_in_usd=50_000 + number, **values) for number in range(10)]


@pytest.mark.django_db(transaction=True)
def test_upload_is_read_and_then_applied(desk: Client, analyst: User) -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    source = SourceFactory(slug="survey")
    content = survey_of(*ten(), *ten(job_title="Wizard"))
    add = reverse("admin:salaries_surveyimport_add")

    answer = desk.post(
        add, {"source": source.pk, "file": SimpleUploadedFile("a.csv", content)}, follow=True
    )

    survey = SurveyImport.objects.get()
    html = answer.content.decode()
    assert (survey.state, survey.by, survey.file_name) == ("checked", analyst, "a.csv")
    assert "<td>10</td>" in html.split("Wizard")[1]
    assert not SurveyReport.objects.counted().exists()
    desk.post(page("decide", survey), {"step": "confirm"})
    survey.refresh_from_db()
    assert (survey.state, survey.decided_by) == ("applied", analyst)
    assert Benchmark.objects.public().count() == survey.figures == 8
    change = Benchmark.objects.first().changes.get()  # type: ignore[union-attr]
    assert change.by == analyst
    desk.post(page("decide", survey), {"step": "undo"})
    survey.refresh_from_db()
    assert (survey.state, Benchmark.objects.public().count()) == ("undone", 0)
    assert not SurveyReport.objects.exists()


def test_upload_for_a_source_that_is_no_survey_is_refused(desk: Client) -> None:
    source = SourceFactory(slug="editors", basis="editorial")
    file = SimpleUploadedFile("a.csv", survey_of(line()))

    answer = desk.post(
        reverse("admin:salaries_surveyimport_add"), {"source": source.pk, "file": file}
    )

    assert list(answer.context["adminform"].form.errors) == ["source"]
    assert not SurveyImport.objects.exists()


def test_bad_file_can_only_be_taken_in_part(desk: Client) -> None:
    survey = uploaded(survey_of(line(), line(salary="x"), line(salary="x", work_year=1066)))

    html = desk.get(page("decide", survey)).content.decode()
    desk.post(page("decide", survey), {"step": "confirm"})

    survey.refresh_from_db()
    assert ('value="partial"' in html, 'value="confirm"' in html) == (True, False)
    assert survey.state == State.CHECKED


def test_report_names_bad_lines_page_by_page(desk: Client) -> None:
    survey = uploaded(survey_of(*[line(salary="<b>x</b>")] * 101))

    first, second, beyond = (
        desk.get(page("change", survey), {"problems": number}).content.decode()
        for number in ("1", "2", "99")
    )

    assert ('scope="row">2<' in first, 'scope="row">102<' in first) == (True, False)
    assert ('scope="row">2<' in second, 'scope="row">102<' in second) == (False, True)
    assert "Page 2 of 2" in beyond
    assert "<b>x</b>" not in first


def test_bad_lines_can_be_downloaded_and_run_no_formula(desk: Client) -> None:
    bad = ("=cmd()", "+1", "@x", "-", "\t=1")
    survey = uploaded(survey_of(*(line(company_size=value) for value in bad)))

    answer = desk.get(page("problems", survey))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="import-{survey.pk}-problems.csv"'
    )
    assert [(row["line"], row["column"], row["value"]) for row in rows] == [
        *(("2", "company_size", "'=cmd()"), ("3", "company_size", "'+1")),
        *(("4", "company_size", "'@x"), ("5", "company_size", "'-")),
        ("6", "company_size", "'=1"),
    ]


def test_page_of_a_file_that_is_being_read_looks_again(desk: Client) -> None:
    survey = uploaded(survey_of(line()), read=False)
    SurveyImport.objects.update(state=State.CHECKING, read=survey.size // 2)

    answer = desk.get(page("change", survey))

    assert answer.headers["Refresh"] == "3"
    assert "Being read, 49%." in answer.content.decode()


def test_step_that_no_longer_leads_on_is_not_taken(desk: Client) -> None:
    survey = uploaded(survey_of(line()))
    SurveyImport.objects.update(state=State.REFUSED)

    answer = desk.post(page("decide", survey), {"step": "confirm"})

    assert "Nothing: it is refused." in answer.content.decode()
    survey.refresh_from_db()
    assert survey.state == State.REFUSED


def test_lists_ask_no_more_for_many_rows(desk: Client, django_assert_max_num_queries: Any) -> None:
    roles = [RoleFactory() for _ in range(5)]
    content = survey_of(*(line(job_title=f"Title {number}") for number in range(30)))
    for number in range(30):
        applied(content, SourceFactory(slug=f"source-{number % 4}"))
    SurveyTitle.objects.filter(title__contains="1").update(chosen=roles[0], role=roles[0])

    with django_assert_max_num_queries(12):
        assert b"Title 29" in desk.get(TITLES).content
    with django_assert_max_num_queries(12):
        assert b"survey.csv" in desk.get(LIST).content
    with django_assert_max_num_queries(16):
        desk.get(page("change", SurveyImport.objects.latest("pk")))


def test_titles_stand_in_the_order_of_their_reports(desk: Client) -> None:
    applied(survey_of(line(job_title="Rare"), *ten(job_title="Frequent"), line(job_title="Known")))
    refused = uploaded(survey_of(*ten(job_title="Rare")))
    SurveyImport.objects.filter(pk=refused.pk).update(state=State.REFUSED)
    SurveyTitle.objects.filter(title="Known").update(is_none=True)

    answer = desk.get(TITLES, {"standing": "open"})

    found = [(row.title, row.reports) for row in answer.context["cl"].result_list]
    assert found == [("Frequent", 10), ("Rare", 1)]


def test_titles_of_a_file_that_waits_stand_in_the_order_of_its_reports(desk: Client) -> None:
    applied(survey_of(*ten(job_title="There")))
    uploaded(
        survey_of(line(job_title="Alone"), *ten(job_title="Frequent"), *ten(job_title="There"))
    )

    answer = desk.get(TITLES)

    found = [(row.title, row.reports) for row in answer.context["cl"].result_list]
    assert found == [("Frequent", 10), ("There", 10), ("Alone", 1)]


@pytest.mark.django_db(transaction=True)
def test_report_follows_the_titles_that_are_chosen_before_the_decision(desk: Client) -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    survey = uploaded(survey_of(*ten(job_title="Wizard"), line(job_title="Clerk")))
    assert (survey.unmapped, survey.figures) == (11, 0)

    title = SurveyTitle.objects.get(title="Wizard")
    desk.post(reverse("admin:salaries_surveytitle_change", args=[title.pk]), {"chosen": role.pk})

    survey.refresh_from_db()
    assert (survey.unmapped, survey.figures, survey.suppressed) == (1, 8, 0)
    desk.post(page("decide", survey), {"step": "confirm"})
    assert Benchmark.objects.public().count() == 8
    desk.post(reverse("admin:salaries_surveytitle_change", args=[title.pk]), {"is_none": "on"})
    survey.refresh_from_db()
    assert survey.unmapped == 11


@pytest.mark.django_db(transaction=True)
def test_report_follows_what_other_files_of_its_source_bring(desk: Client) -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    first = uploaded(survey_of(*ten()))
    second = uploaded(survey_of(*ten()), first.source)

    desk.post(page("decide", first), {"step": "confirm"})

    second.refresh_from_db()
    assert (second.known, second.new) == (10, 0)
    desk.post(page("decide", first), {"step": "undo"})
    second.refresh_from_db()
    assert (second.known, second.new) == (0, 10)


@pytest.mark.django_db(transaction=True)
def test_titles_that_only_a_refused_file_named_are_forgotten(desk: Client) -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    survey = uploaded(survey_of(line(job_title="Wizard"), line(job_title="Clerk")))
    SurveyTitle.objects.filter(title="Wizard").update(chosen=role, role=role)

    desk.post(page("decide", survey), {"step": "refuse"})

    assert [title.title for title in SurveyTitle.objects.all()] == ["Wizard"]


def test_report_says_what_to_do_next(desk: Client) -> None:
    bad, mixed = uploaded(b"\x1f\x8b"), uploaded(survey_of(line(job_title="Wizard")))
    RoleFactory(slug="ml-engineer", name="ML engineer")
    counts = applied(survey_of(*ten()), SourceFactory(slug="other"))

    pages = [desk.get(page("change", survey)).content.decode() for survey in (bad, mixed, counts)]

    assert "Nothing can be taken from this file." in pages[0]
    assert "Say what the titles of no role mean" in pages[1]
    assert f'href="{reverse("salaries:explore")}?source=other"' in pages[2]


@pytest.mark.django_db(transaction=True)
def test_role_is_chosen_in_the_list_of_titles(desk: Client) -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(survey_of(*ten(job_title="Wizard"), line(job_title="Clerk")))
    wizard, clerk = SurveyTitle.objects.order_by("-title")
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    form |= {"form-0-id": wizard.pk, "form-0-chosen": role.pk}
    form |= {"form-1-id": clerk.pk, "form-1-is_none": "on"}

    answer = desk.post(TITLES, form)

    assert answer.status_code == 302
    found = {title.title: (title.role, title.is_none) for title in SurveyTitle.objects.all()}
    assert found == {"Wizard": (role, False), "Clerk": (None, True)}
    assert Benchmark.objects.public().filter(role=role, sample_size=10).count() == 8


def test_title_is_given_no_two_answers(desk: Client) -> None:
    role = RoleFactory()
    title = SurveyTitle.objects.create(title="Wizard", normalized="wizard")

    answer = desk.post(
        reverse("admin:salaries_surveytitle_change", args=[title.pk]),
        {"chosen": role.pk, "is_none": "on"},
    )

    assert list(answer.context["adminform"].form.errors) == ["is_none"]
    title.refresh_from_db()
    assert (title.chosen, title.is_none) == (None, False)


def test_desk_tells_what_waits(desk: Client) -> None:
    uploaded(survey_of(line(job_title="Wizard")))

    waiting = desk.get(reverse("admin:index")).context["waiting"]

    found = {each.title: each.count for each in waiting}
    assert (found["Survey imports to decide about"], found["Survey titles of no role"]) == (1, 1)
