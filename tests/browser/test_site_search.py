"""The search of the site, as readers use it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.content import Content


def test_words_on_the_home_page_lead_to_a_figure_by_keyboard_alone(
    page: Page, content: Content
) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="Search guides, salaries, jobs and roles").focus()
    page.keyboard.type("ml engineer salary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=ml+engineer+salary")
    expect(page.get_by_role("searchbox")).to_have_value("ml engineer salary")
    found = page.get_by_role("link", name="ML engineer: National median, United States")
    found.focus()
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/salaries/ml-engineer/#figure-\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_numbers_by_kind_lead_to_all_of_them(page: Page, content: Content) -> None:
    page.goto("/search/?q=engineer")
    kinds = page.get_by_role("navigation", name="Kinds of results")
    number = kinds.get_by_role("link", name="Jobs").locator(".find__count").inner_text()
    kinds.get_by_role("link", name="Jobs").click()

    page.wait_for_url("**/jobs/?q=engineer")
    expect(page.get_by_role("heading", name=f"{number} open listings")).to_be_visible()


def test_page_that_is_not_there_offers_to_search(page: Page, content: Content) -> None:
    page.goto("/nowhere/at/all/")
    page.get_by_role("searchbox", name="Search the site").fill("recruit")
    page.get_by_role("button", name="Search").click()

    page.wait_for_url("**/search/?q=recruit")
    expect(
        page.get_by_role("link", name="How to recruit machine learning engineers")
    ).to_be_visible()
