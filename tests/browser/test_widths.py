"""Every public page fits a phone of 320 px; what is wider scrolls by itself, also by keyboard."""

import pytest

from tests.browser.conftest import OpenContext
from tests.browser.content import FOUNDING_GUIDE, PAGES, Content, sign_in

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


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_narrow_phone(name: str, open_context: OpenContext, content: Content) -> None:
    page = open_context(viewport={"width": WIDTH, "height": 640}).new_page()
    page.goto(content.addresses[name])

    widest = page.evaluate("document.documentElement.scrollWidth")
    assert widest <= WIDTH, page.evaluate(WIDE, WIDTH)
    assert page.evaluate(UNREACHABLE) == []


def test_recruiters_pages_fit_a_narrow_phone(open_context: OpenContext) -> None:
    page = open_context(viewport={"width": WIDTH, "height": 640}).new_page()
    page.goto("/account/sign-in/")
    before = page.evaluate("document.documentElement.scrollWidth")
    sign_in(page, "recruiter")
    page.goto("/jobs/mine/")

    after = page.evaluate("document.documentElement.scrollWidth")
    assert (before, after) == (WIDTH, WIDTH), page.evaluate(WIDE, WIDTH)
    assert page.evaluate(UNREACHABLE) == []


def test_text_twice_as_large_fits(open_context: OpenContext) -> None:
    """WCAG 1.4.4, as readers who enlarge their browser's text get it."""
    page = open_context(viewport={"width": 640, "height": 640}).new_page()
    page.goto(FOUNDING_GUIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_names_without_a_space_fit(open_context: OpenContext, content: Content) -> None:
    job = content.world.job
    long = "Entscheidungsunterstützungsgesellschaft" * 2
    type(job).objects.filter(pk=job.pk).update(title=long)
    type(job.company).objects.filter(pk=job.company_id).update(name=long)
    page = open_context(viewport={"width": WIDTH, "height": 640}).new_page()
    for address in (job.get_absolute_url(), job.company.get_absolute_url()):
        page.goto(address)

        assert page.get_by_text(long).count() > 0
        widest = page.evaluate("document.documentElement.scrollWidth")
        assert widest <= WIDTH, page.evaluate(WIDE, WIDTH)
