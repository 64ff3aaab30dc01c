"""Readers who use no mouse."""

from playwright.sync_api import Page, expect

from tests.browser.content import FOUNDING_GUIDE, Content

FOCUS_SHOWS = """
() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
}
"""


def test_skip_link_comes_first_shows_and_leads_to_the_content(page: Page, content: Content) -> None:
    page.goto(FOUNDING_GUIDE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")

    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_focus_shows_on_all_that_tab_reaches(page: Page, content: Content) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    for address in (FOUNDING_GUIDE, "/jobs/"):
        page.goto(address)
        for _ in range(25):
            page.keyboard.press("Tab")
            where = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
            assert page.evaluate(FOCUS_SHOWS), where
            assert page.evaluate("document.activeElement.checkVisibility()"), where


def test_contents_list_works_by_keyboard_and_follows_the_reader(
    page: Page, content: Content
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(FOUNDING_GUIDE)
    contents = page.get_by_role("navigation", name="Contents")
    link = contents.get_by_role("link", name="What each role pays")
    link.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What each role pays")).to_be_in_viewport()
    expect(contents.locator("[aria-current=location]")).to_contain_text("What each role pays")


def test_contents_list_follows_a_jump_past_many_headings(page: Page, content: Content) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(FOUNDING_GUIDE)
    current = page.get_by_role("navigation", name="Contents").locator("[aria-current=location]")
    page.locator(".footnotes").evaluate(
        "notes => scrollTo({top: notes.offsetTop, behavior: 'instant'})"
    )

    expect(current).to_contain_text("Conclusion")


def test_wide_table_scrolls_by_keyboard(page: Page, content: Content) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(FOUNDING_GUIDE)
    regions = page.locator(".table-wrap")
    wide = [
        region
        for region in regions.all()
        if region.evaluate("box => box.scrollWidth > box.clientWidth + 1")
    ]

    for region in wide:
        region.focus()
        page.keyboard.press("ArrowRight")
        expect(region).not_to_have_js_property("scrollLeft", 0)
    assert regions.count() > 0
