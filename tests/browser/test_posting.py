"""Recruiters write listings: typed text is kept, the market follows the pay, and all of it works without scripts."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from jobs.models import Job, UnsavedListing
from tests.browser.conftest import OpenContext, Visit
from tests.browser.content import Content, let_in
from tests.browser.test_axe import found

WIDTHS = (320, 768, 1280)


def draft() -> Job:
    return Job.objects.get(external_id="LW-1210")


def test_typed_text_is_kept_and_comes_back(as_person: Visit) -> None:
    page, job = as_person("recruiter"), draft()
    page.goto(f"/hire/jobs/{job.slug}/edit/")
    page.get_by_label("Title").fill("Kept while I was away")
    page.get_by_text("Unsaved text kept at").wait_for()
    page.evaluate("window.onbeforeunload = null")

    page.goto(f"/hire/jobs/{job.slug}/edit/")
    before = page.get_by_label("Title").input_value()
    page.get_by_role("link", name="Restore it").click()
    expect(page).to_have_url(re.compile("unsaved=show"))
    after = page.get_by_label("Title").input_value()
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("Saved.", exact=True).wait_for()

    assert (before, after) == (job.title, "Kept while I was away")
    assert job.revisions.get(number=2).title == after
    assert not UnsavedListing.objects.exists()


def test_market_and_checks_follow_what_is_typed(as_person: Visit) -> None:
    page, job = as_person("recruiter"), draft()
    page.goto(f"/hire/jobs/{job.slug}/edit/")
    market, checks = page.locator("#market"), page.locator("#checks")
    page.get_by_label("Add a place").fill("Denver, CO, US")
    page.get_by_role("button", name="Add to: Locations").click()
    page.get_by_label("Paris, FR").uncheck()
    page.get_by_label("Currency").fill("USD")
    page.get_by_label("From").fill("30000")
    page.get_by_label("To", exact=True).fill("70000")

    expect(market).to_contain_text("is below")
    expect(market).to_contain_text("The upper end is 133 % above the lower one.")
    expect(checks).to_contain_text("State the last day to apply.")
    page.get_by_label("There is no bonus, commission or equity").check()
    expect(checks).not_to_contain_text("if there is none, say so")
    page.get_by_label("Role", exact=True).select_option(label="AI engineer")
    expect(market).to_contain_text("AI engineer on the market")
    expect(page.locator("#id_skills label").first).to_have_text("LangChain")
    page.get_by_label("Description", exact=True).fill("## Hello *there*")
    page.get_by_role("button", name="See the description").click()
    expect(page.locator("#shown h3")).to_have_text("Hello there")
    assert job.revisions.count() == 1


def test_listing_is_posted_without_scripts(
    open_context: OpenContext, content: Content, address: str
) -> None:
    page = open_context(
        java_script_enabled=False, viewport={"width": 320, "height": 700}
    ).new_page()
    let_in(page, "recruiter", address)
    page.goto("/hire/")
    page.get_by_role("link", name="New listing").first.click()
    page.get_by_label("Role").select_option(label="ML engineer")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_role("button", name="Fill in the outline").click()
    description = page.get_by_label("Description", exact=True)
    outline = description.input_value().partition("### The team")[0]
    description.fill(outline.replace("- \n", "- Patience\n"))
    page.get_by_label("Level").select_option(label="Senior")
    page.get_by_label("Add a place").fill("Amsterdam, NL")
    page.get_by_role("button", name="Add to: Locations").click()
    page.get_by_label("Currency").fill("EUR")
    page.get_by_label("From").fill("70,000")
    page.get_by_label("To", exact=True).fill("80,000")
    page.get_by_role("button", name="Compare with the market").click()
    expect(page.locator("#market")).to_contain_text("Live listings like this one")
    page.get_by_label("Page to apply at").fill("https://lanternwharf.example/apply")
    page.get_by_label("Last day on the site").fill(f"{timezone.now():%Y-%m-%d}")
    page.get_by_role("button", name="Save and go on to submit").click()
    page.get_by_role("button", name="Submit for review").click()

    expect(page.get_by_text("A moderator reads it next.")).to_be_visible()
    job = Job.objects.latest("pk")
    assert (job.status, job.title, job.place_label) == ("in_review", "ML engineer", "Amsterdam, NL")
    assert "### About the role" in job.description


def test_pages_are_clean_and_fit_every_width(as_person: Visit) -> None:
    page = as_person("recruiter")
    live = Job.objects.get(external_id="LW-1203")
    for path in (
        f"/hire/jobs/{draft().slug}/edit/",
        f"/hire/jobs/{live.slug}/",
        f"/hire/jobs/{live.slug}/close/",
        "/hire/jobs/new/",
    ):
        page.goto(path)
        assert (path, wide_at(page), found(page)) == (path, [], [])


def wide_at(page: Page) -> list[int]:
    """The widths at which the page has to be moved sideways."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(width)
    return wrong
