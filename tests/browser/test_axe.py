"""axe finds nothing on any page, light or dark, and every page fits a phone of 320 px.

What is wider scrolls by itself, also by keyboard.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.content import PAGES, Content, sign_in
from tests.browser.quick_axe import AXE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
# What the colour scheme can change. Everything else was looked at in light.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

WIDTH = 320
# Regions that scroll sideways and that the keyboard doesn't reach. (That tables have a name, axe sees.)
UNREACHABLE = """
[...document.querySelectorAll("main *")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0
        && ["auto", "scroll"].includes(getComputedStyle(box).overflowX))
    .map((box) => box.outerHTML.slice(0, 100))
"""
# What sticks out, so that a failure names it.
WIDE = """
(width) => [...document.querySelectorAll("body *")]
    .filter((box) => box.getBoundingClientRect().right > width + 1 && !box.closest(".table-wrap, pre"))
    .slice(0, 5)
    .map((box) => `${box.tagName}.${box.getAttribute("class")}`)
"""


def found(page: Page) -> list[str]:
    """What axe objects to in light and in dark: rule, place and reason, readable in a failure."""
    page.evaluate(AXE)
    page.emulate_media(color_scheme="light")
    light = [f"light: {sentence}" for sentence in _sentences(page, EVERYTHING)]
    page.emulate_media(color_scheme="dark")
    dark = [f"dark: {sentence}" for sentence in _sentences(page, COLOURS)]
    return light + dark


def _sentences(page: Page, rules: dict[str, Any]) -> Iterator[str]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    results = page.evaluate("(options) => axe.run(options)", options)
    assert results["passes"], "axe looked at nothing"
    for violation in results["violations"]:
        for node in violation["nodes"]:
            summary = " ".join(node["failureSummary"].split())
            yield f"{violation['id']} at {node['target']}: {summary}"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(name: str, reading: Page, content: Content) -> None:
    answer = reading.goto(content.addresses[name])

    assert answer is not None
    assert answer.status == content.errors.get(name, 200)
    assert found(reading) == []
    fits_a_narrow_phone(reading)


def fits_a_narrow_phone(page: Page) -> None:
    """Here, where the page is open already."""
    page.set_viewport_size({"width": WIDTH, "height": 640})
    widest = page.evaluate("document.documentElement.scrollWidth")
    assert widest <= WIDTH, page.evaluate(WIDE, WIDTH)
    assert page.evaluate(UNREACHABLE) == []


def test_sign_in_is_clean_with_and_without_a_mistake(page: Page) -> None:
    page.goto("/account/sign-in/")
    before = found(page)
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Please enter a correct").wait_for()

    assert (before, found(page)) == ([], [])


def test_recruiters_list_is_clean(page: Page) -> None:
    sign_in(page, "recruiter")
    page.goto("/hire/")

    assert page.get_by_role("heading", level=1).inner_text() == "Your company’s listings"
    assert found(page) == []


def test_axe_sees_faults(page: Page) -> None:
    """The proof that the tests above could fail: one fault of structure, one of dark colours."""
    page.goto("/jobs/")
    page.evaluate(
        "document.querySelector('h1').innerHTML += '<img src=/static/portal/icons/card.png>'"
    )
    page.evaluate("document.querySelector('.standfirst').style.color = 'rgb(40, 40, 40)'")

    rules = [(sentence.split(" at ")[0]) for sentence in found(page)]

    assert rules == ["light: image-alt", "dark: color-contrast"]
