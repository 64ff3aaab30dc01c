"""The search for jobs: by keyboard alone, without scripts, and in place."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.content import Content

WIDE = {"width": 1280, "height": 900}


def titles(page: Page) -> list[str]:
    return page.locator(".job-card h3").all_inner_texts()


def number(page: Page) -> int:
    return int(page.locator("#count").inner_text().split()[0])


def tab_to(page: Page, wanted: Locator) -> None:
    """With the tab key alone, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError("The keyboard does not get there.")


def search_by_keyboard(page: Page) -> tuple[int, list[str]]:
    """Words, a level and the order, with keys alone; what is found then."""
    page.goto("/jobs/")
    tab_to(page, page.get_by_label("Words in the listing"))
    page.keyboard.type("pyhton enginere")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/jobs/\?q=pyhton(\+|%20)enginere$"))
    expect(page.locator("main").get_by_text("Nothing open is written").last).to_be_visible()
    before = number(page)
    senior = page.get_by_role("group", name="Level").get_by_label("Senior")
    counted = int(senior.locator("xpath=..").inner_text().split()[-1].replace(",", ""))
    tab_to(page, senior)
    page.keyboard.press("Space")
    page.wait_for_url("**level=senior*")
    expect(page.locator("#count")).to_have_text(f"{counted} open listings")
    assert 1 < counted < before
    return counted, titles(page)


def test_search_finds_the_same_with_scripts_and_without(
    open_context: OpenContext, content: Content
) -> None:
    found = [search_by_keyboard(open_context(viewport=WIDE).new_page())]
    plain = open_context(java_script_enabled=False, viewport=WIDE).new_page()
    plain.goto("/jobs/?q=pyhton+enginere&level=senior")
    found.append((number(plain), titles(plain)))

    assert found[0] == found[1]


def test_choice_changes_the_list_in_place_is_said_and_keeps_the_keyboard(
    open_context: OpenContext, content: Content
) -> None:
    page = open_context(viewport=WIDE).new_page()
    page.goto("/jobs/")
    page.evaluate("document.body.dataset.stayed = 'yes'")
    said = page.locator("#search-said")
    remote = page.get_by_role("group", name="Workplace").get_by_label("Remote")
    remote.focus()
    page.keyboard.press("Space")

    page.wait_for_url("**/jobs/?workplace=remote")
    expect(said).to_have_text(page.locator("#count").inner_text())
    expect(remote).to_be_focused()
    expect(remote).to_be_checked()
    assert page.title().startswith("Remote jobs")

    page.get_by_role("link", name="Remote , take off").press("Enter")
    page.wait_for_url("**/jobs/")
    expect(page.locator("#count")).to_be_focused()
    expect(remote).not_to_be_checked()
    assert page.evaluate("document.body.dataset.stayed") == "yes"

    page.go_back()
    expect(remote).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remote jobs")


def test_mistake_is_shown_on_a_page_of_its_own(open_context: OpenContext, content: Content) -> None:
    page = open_context(viewport=WIDE).new_page()
    page.goto("/jobs/")
    page.get_by_role("group", name="Pay a year").get_by_label("From").fill("plenty")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Pay from: Enter a number.")


@pytest.mark.parametrize("scripts", [True, False])
def test_facets_fold_on_a_phone_and_stay_as_they_were_put(
    scripts: bool, open_context: OpenContext, content: Content
) -> None:
    page = open_context(
        java_script_enabled=scripts, viewport={"width": 360, "height": 800}
    ).new_page()
    page.goto("/jobs/")
    remote = page.get_by_role("group", name="Workplace").get_by_label("Remote")
    expect(remote).to_be_hidden()
    page.get_by_text("Narrow the list").click()
    remote.check()
    if scripts:
        page.wait_for_url("**workplace=remote")
        expect(page.get_by_text("Narrow the list (1 on)")).to_be_visible()
        expect(remote).to_be_visible()
    else:
        page.get_by_role("button", name="Show jobs").last.click()

    expect(page).to_have_url(re.compile("workplace=remote"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
