"""Everything that readers and recruiters do works with JavaScript off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.content import FOUNDING_GUIDE, PAGES, Content, sign_in

# What only a script could bring up. Folded <details> open without one, options are drawn by the browser,
# and the note on arrows is for charts that have some.
FOLDED = "details, option, optgroup, [type=hidden], .chart__note"
SHOWS_NOTHING = "svg, script, br, wbr, col, colgroup"
HIDDEN = """
(but) => [...document.querySelectorAll("main *")]
    .filter((box) => !box.checkVisibility() && !box.closest(but))
    .map((box) => box.outerHTML.slice(0, 100))
"""


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context(java_script_enabled=False).new_page()


@pytest.mark.parametrize("name", PAGES)
def test_page_shows_all_it_has(name: str, plain_reading: Page, content: Content) -> None:
    page = plain_reading
    answer = page.goto(content.addresses[name])

    assert answer is not None
    assert answer.status == content.errors.get(name, 200)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert page.evaluate(HIDDEN, f"{FOLDED}, {SHOWS_NOTHING}") == []
    assert page.locator("noscript").count() == 0


def test_main_navigation_leads_everywhere(page: Page, content: Content) -> None:
    page.goto("/")
    seen = []
    for name in ("Guides", "Salaries", "Jobs", "Roles"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
        current = page.get_by_role("navigation", name="Main").locator("[aria-current]")
        expect(current).to_have_text(name)
        seen.append(page.get_by_role("heading", level=1).count())

    assert seen == [1, 1, 1, 1]


def test_jobs_are_narrowed_by_the_form_and_widened_by_its_chips(
    page: Page, content: Content
) -> None:
    page.goto("/jobs/")
    everything = page.locator(".job-card").count()
    page.get_by_label("ML engineer").check()
    page.get_by_label("Remote").check()
    page.get_by_role("button", name="Show jobs").first.click()
    expect(page).to_have_url(re.compile("role=ml-engineer"))
    page.wait_for_load_state()
    narrowed = page.locator(".job-card").count()
    chips = page.get_by_role("list", name="Filters that are on").get_by_role("link")

    assert 0 < narrowed < everything
    assert chips.count() == 2
    expect(page.get_by_label("Remote")).to_be_checked()
    chips.first.click()
    expect(chips).to_have_count(1)
    page.wait_for_load_state()
    assert page.locator(".job-card").count() > narrowed


def test_a_mistake_in_a_filter_is_named_and_kept(page: Page, content: Content) -> None:
    page.goto("/jobs/")
    page.get_by_role("group", name="Pay a year").get_by_label("From").fill("plenty")
    page.get_by_role("button", name="Show jobs").first.click()

    expect(page.get_by_role("alert")).to_contain_text("Pay from: Enter a number.")
    expect(page.get_by_role("group", name="Pay a year").get_by_label("From")).to_have_value(
        "plenty"
    )


def test_two_roles_are_compared(page: Page, content: Content) -> None:
    page.goto("/salaries/compare/")
    page.get_by_label("First role").select_option("ai-engineer")
    page.get_by_label("Second role").select_option("ml-engineer")
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("AI engineer and ML engineer")
    expect(page.get_by_role("table").first).to_contain_text("National median")


@pytest.mark.parametrize("width", [360, 1280])
def test_contents_list_opens_and_leads_to_its_heading(
    width: int, page: Page, content: Content
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(FOUNDING_GUIDE)
    contents = page.get_by_role("navigation", name="Contents")
    link = contents.get_by_role("link", name="What each role pays")
    if not link.is_visible():
        contents.locator("summary").click()
    link.click()

    heading = page.get_by_role("heading", name="What each role pays")
    expect(page).to_have_url(re.compile(f"#{heading.get_attribute('id')}$"))
    expect(heading).to_be_in_viewport()


def test_recruiter_signs_in_and_out(page: Page, content: Content) -> None:
    sign_in(page, "recruiter")
    inside = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    page.goto("/hire/")

    assert inside == "Your company’s listings"
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_what_only_a_script_can_do_is_not_offered(page: Page, content: Content) -> None:
    page.goto("/account/sign-in/")

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text("Use a passkey")).to_be_hidden()
