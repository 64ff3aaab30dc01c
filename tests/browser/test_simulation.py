"""The career growth simulation: the same result with and without scripts, by keyboard, on its page and in a guide."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.content import FOUNDING_GUIDE, SIMULATION, Content

CHOICE = {"Role": "ai-engineer", "Industry": "finance", "Company size": "large"}
QUERY = "role=ai-engineer&industry=finance&size=large&years=2"


def choose(page: Page, address: str) -> None:
    """Fill the form in and send it."""
    page.goto(address)
    form = page.locator("[data-play='simulation-career-growth']")
    for label, value in CHOICE.items():
        form.get_by_label(label, exact=True).select_option(value)
    form.get_by_label("Years of experience in 2026").select_option("2")
    form.get_by_role("button", name="Show the years").click()
    expect(page.get_by_role("heading", name="AI engineer, 2026 to 2029")).to_be_visible()


def result(page: Page) -> str:
    return page.locator("[data-play='simulation-career-growth'] .play__answer").inner_text()


@pytest.mark.parametrize("where", [SIMULATION, FOUNDING_GUIDE])
def test_result_is_the_same_with_and_without_scripts(
    where: str, open_context: OpenContext, content: Content
) -> None:
    found = {}
    for scripts in (True, False):
        page = open_context(java_script_enabled=scripts).new_page()
        choose(page, where)
        found[scripts] = result(page)

    assert found[True] == found[False]
    assert "counted for" in found[True]


def test_result_on_its_page_has_its_address(page: Page, content: Content) -> None:
    choose(page, SIMULATION)

    expect(page).to_have_url(re.compile(re.escape(f"{SIMULATION}?{QUERY}")))
    shown = result(page)
    page.reload()
    assert result(page) == shown


def test_result_in_a_guide_comes_in_place_and_is_announced(page: Page, content: Content) -> None:
    choose(page, FOUNDING_GUIDE)

    heading = page.get_by_role("heading", name="AI engineer, 2026 to 2029")
    expect(heading).to_be_focused()
    assert page.url.endswith(FOUNDING_GUIDE)
    choose_again = page.get_by_label("Role", exact=True)
    choose_again.select_option("ml-engineer")
    page.get_by_role("button", name="Show the years").click()
    expect(page.get_by_role("heading", name="ML engineer, 2026 to 2029")).to_be_focused()
    assert page.url.endswith(FOUNDING_GUIDE)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_everything_is_reached_by_keyboard(page: Page, content: Content) -> None:
    page.goto(SIMULATION)
    page.get_by_label("Role", exact=True).focus()
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.innerText || document.activeElement.name")
        )
    page.get_by_role("button", name="Show the years").focus()
    page.keyboard.press("Enter")

    assert [name.split("\n")[0] for name in reached[-2:]] == [
        "Show the years",
        "How this is counted",
    ]
    expect(page.get_by_role("heading", name="AI engineer, 2026 to 2029")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chart_fits_a_narrow_window(
    scheme: str, open_context: OpenContext, content: Content
) -> None:
    page = open_context(viewport={"width": 320, "height": 700}, color_scheme=scheme).new_page()
    page.goto(f"{SIMULATION}?{QUERY}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.get_by_role("img", name="AI engineer: pay relative to 2026")).to_be_visible()
