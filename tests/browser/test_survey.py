"""An analyst takes a survey from its file to figures that readers see, and back, with scripts and without."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from salaries.models import Source, SurveyImport
from tests.browser.conftest import OpenContext
from tests.browser.content import Content, let_in
from tests.browser.test_desk_axe import amiss
from tests.factories.salaries import SourceFactory
from tests.factories.survey_imports import survey_of, uploaded
from tests.factories.surveys import line

NAME = "Survey of wizards"
UPLOAD = reverse("admin:salaries_surveyimport_add")
TITLES = reverse("admin:salaries_surveytitle_changelist")


def some(title: str, count: int, **values: object) -> list[str]:
    return [line(job_title=title, salary_in_usd=90_000 + 1_000 * n, **values) for n in range(count)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wizards.csv"
    path.write_bytes(survey_of(*some("Wizard", 11), *some("Sorcerer", 12), line(job_title="Clerk")))
    return path


def make_source(page: Page) -> None:
    page.goto(reverse("admin:salaries_source_add"))
    page.get_by_label("Name:").fill(NAME)
    page.get_by_label("Publisher:").fill("Guild of wizards")
    page.get_by_label("Basis:").select_option("survey")
    page.get_by_label("Reference period:").fill("2023")
    page.get_by_label("Retrieved on:").fill("2026-01-05")
    page.get_by_label("Method:").fill("Wizards were asked.")
    page.get_by_label("License:").fill("CC0")
    page.get_by_label("Slug:").fill("wizards")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_survey_goes_from_its_file_to_figures_and_back(
    scripts: bool, open_context: OpenContext, content: Content, address: str, file: Path
) -> None:
    page = open_context(java_script_enabled=scripts).new_page()
    let_in(page, "analyst", address)
    make_source(page)
    source = Source.objects.get(name=NAME)

    page.goto(UPLOAD)
    page.get_by_label("Source:").select_option(label=NAME)
    page.get_by_label("File of reports:").set_input_files(file)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say what the titles of no role mean")).to_be_visible()
    report = page.url

    page.get_by_role("link", name="Survey titles").last.click()
    expect(page.locator("#result_list tbody th")).to_have_text(["Sorcerer", "Wizard", "Clerk"])
    for title in ("Sorcerer", "Wizard"):
        page.get_by_label(f"Role of {title}").select_option(label="ML engineer")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#result_list tbody th")).to_have_text(["Clerk"])

    page.goto(report)
    expect(page.locator(".field-of_no_role .readonly")).to_have_text("1")
    page.get_by_role("link", name="Decide").click()
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="See the figures of its source").click()
    expect(page.get_by_text("23 reports").first).to_be_visible()
    page.goto(reverse("salaries:role", args=["ml-engineer"]))
    expect(page.get_by_text(NAME).first).to_be_visible()
    page.goto(f"{reverse('salaries:changes')}?source={source.slug}")
    expect(page.get_by_text("n = 23").first).to_be_visible()

    page.goto(report)
    page.get_by_role("link", name="Decide").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The import is undone.")).to_be_visible()
    page.goto(f"{reverse('salaries:changes')}?source={source.slug}")
    expect(page.get_by_text("Withdrawn").first).to_be_visible()
    page.goto(reverse("salaries:role", args=["ml-engineer"]))
    expect(page.get_by_text(NAME)).to_have_count(0)


def test_pages_of_surveys_are_clean(page: Page, content: Content, address: str) -> None:
    bad = [line(salary="x" * 30), line(company_size="=cmd()")]
    survey = uploaded(survey_of(*some("Wizard", 3), *bad), SourceFactory(slug="wizards"))
    let_in(page, "analyst", address)
    places = [
        reverse(f"admin:salaries_surveyimport_{name}", args=[survey.pk])
        for name in ("change", "decide")
    ]
    wrong = {}
    for place in (UPLOAD, *places, TITLES):
        page.goto(place)
        wrong[place] = amiss(page)
        page.set_viewport_size({"width": 360, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        page.set_viewport_size({"width": 1280, "height": 800})
        wrong[place] += [f"{wide} px too wide"] if wide > 0 else []

    assert SurveyImport.objects.count() == 1
    assert {place: found for place, found in wrong.items() if found} == {}
