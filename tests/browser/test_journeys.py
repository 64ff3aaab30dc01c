"""What each kind of staff does in a day, by clicking, and what readers see of it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from guides.models import Guide
from jobs.models import Job
from portal.publishing.models import Status
from salaries.models import Benchmark
from tests.browser.conftest import Visit
from tests.browser.content import FOUNDING_GUIDE, Content, choose


@pytest.fixture
def reader(page: Page, content: Content) -> Page:
    return page


def test_analyst_changes_a_figure_and_the_guide_says_so(reader: Page, as_person: Visit) -> None:
    figure = Benchmark.objects.public().get(role__slug="ml-engineer", measure="national-median")
    reader.goto(FOUNDING_GUIDE)
    sentence = reader.locator(".prose p", has_text="At the national median").first
    before = sentence.inner_text()

    page = as_person("analyst")
    page.goto(reverse("admin:salaries_benchmark_changelist"))
    page.locator(f'a[href*="/benchmark/{figure.pk}/change/"]').first.click()
    page.get_by_label("Low", exact=False).first.fill("123000")
    page.get_by_label("High", exact=False).first.fill("187000")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("was changed successfully").wait_for()
    reader.wait_for_timeout(1_000)  # the promise: within a second
    reader.goto(FOUNDING_GUIDE)

    assert "$123,000" not in before
    expect(sentence).to_contain_text("$123,000")
    expect(sentence).to_contain_text("$187,000")


def write_guide(page: Page) -> None:
    page.goto(reverse("admin:guides_guide_add"))
    page.get_by_label("Title", exact=False).first.fill("Reading a posting")
    page.get_by_label("Standfirst").fill("What the words in a posting mean.")
    page.locator("#id_tldr").fill("Read the duties before the title.")
    choose(page, "topic", "Roles")
    choose(page, "author", "Ines")
    page.locator("#id_body").fill(
        "## Begin here\n\nThe median is {{ salary-figure role=ml-engineer measure=national-median }}.\n\n"
    )


def test_editor_writes_previews_saves_and_publishes(reader: Page, as_person: Visit) -> None:
    page = as_person("editor")
    write_guide(page)
    body = page.locator("#id_body")
    body.press("Control+End")
    page.get_by_role("button", name="Callout").click()
    page.get_by_role("button", name="Phone").click()
    preview = page.frame_locator("[data-beside] iframe")

    expect(body).to_have_value(re.compile("::: tip A short title"))
    expect(preview.get_by_role("heading", name="Begin here")).to_be_visible()
    expect(preview.locator(".callout--tip")).to_be_visible()
    expect(preview.get_by_text("The median is $")).to_be_visible()
    # Drawn with the site's own style, not as bare HTML.
    expect(preview.locator(".prose")).not_to_have_css("font-family", "Times New Roman")

    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_be_visible()
    unseen = reader.goto("/guides/reading-a-posting/")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("is published").wait_for()
    seen = reader.goto("/guides/reading-a-posting/")

    assert unseen
    assert seen
    assert (unseen.status, seen.status) == (404, 200)
    expect(reader.get_by_role("heading", name="Begin here")).to_be_visible()


def test_author_submits_but_cannot_publish(reader: Page, as_person: Visit) -> None:
    page = as_person("author")
    write_guide(page)
    offered = page.get_by_role("button", name="Save and publish").count()
    # Forged: the button that editors have.
    page.evaluate(
        """() => {
            const button = document.querySelector('[name="_continue"]');
            button.name = "_publish";
        }"""
    )
    with page.expect_event("load"):
        page.locator('[name="_publish"]').click()
    forged = Guide.objects.get(slug="reading-a-posting").status
    answer = reader.goto("/guides/reading-a-posting/")
    page.goto(
        reverse("admin:guides_guide_change", args=[Guide.objects.get(slug="reading-a-posting").pk])
    )
    page.get_by_role("button", name="Save and submit for review").click()
    page.get_by_text("now waits for an editor").wait_for()

    assert offered == 0
    assert forged == Status.DRAFT
    assert answer
    assert answer.status == 404
    assert Guide.objects.get(slug="reading-a-posting").status == Status.IN_REVIEW


def test_moderator_approves_one_and_returns_another(reader: Page, as_person: Visit) -> None:
    good, poor = Job.objects.to_review().order_by("pk")[:2]
    page = as_person("moderator")
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Jobs to review").click()
    page.locator(f"#job-{good.pk}").get_by_role("link", name="Review page").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist")).to_contain_text(f"Approved “{good}”")

    page.goto(reverse("admin:jobs_job_review", args=[poor.pk]))
    page.get_by_role("textbox", name="Reason").fill("Say how many hours a week it is.")
    page.get_by_role("button", name="Return with this reason").click()
    expect(page.locator(".messagelist")).to_contain_text(f"Returned “{poor}”")

    reader.goto("/jobs/")
    expect(reader.get_by_role("link", name=good.title)).to_be_visible()
    missing = reader.goto(poor.get_absolute_url())
    assert missing
    assert missing.status == 404


def test_recruiter_reads_why_a_listing_came_back(as_person: Visit) -> None:
    page = as_person("recruiter")
    page.goto("/account/")
    returned = page.get_by_role("row", name="AI Ethics Specialist")

    expect(returned).to_contain_text("Show what will really be paid for these hours")
    returned.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("AI Ethics Specialist")
    everybody = set(
        Job.objects.exclude(company__slug="lanternwharf").values_list("title", flat=True)
    )
    page.goto("/hire/")
    shown = {row.inner_text() for row in page.locator("tbody th").all()}
    assert shown
    assert not [title for title in everybody if any(row.startswith(title + "\n") for row in shown)]
