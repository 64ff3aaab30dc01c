"""The editing screen of guides, as an author works with it."""

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from guides.models import Guide
from portal.pictures.models import Picture
from tests.browser.content import let_in
from tests.browser.quick_axe import AXE
from tests.contracts.world import World

# Whatever axe objects to in the form, Django's own box for choices apart.
AMISS = """
async () => {
    const looked = {include: ["#content"], exclude: [".select2"]};
    const found = await axe.run(looked, {iframes: false, resultTypes: ["violations"]});
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id} at ${node.target}`));
}
"""


@pytest.fixture
def guide(page: Page, world: World, address: str) -> Guide:
    """Open on the editing screen."""
    let_in(page, "editor", address)
    page.goto(reverse("admin:guides_guide_change", args=[world.guide.pk]))
    return world.guide


def questions(page: Page) -> list[str]:
    """What the browser asks from now on; each is answered with yes."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_checks_follow_the_text_and_lead_to_the_line(guide: Guide, page: Page) -> None:
    body = page.get_by_label("Body")
    body.press("Control+End")
    page.keyboard.type("\n\n[x](/nowhere/at/all/)")
    link = page.get_by_role("region", name="Before publishing").get_by_role("link")

    expect(link).to_have_count(1)
    line = int((link.inner_text()).rpartition(" ")[2])
    link.click()
    expect(body).to_be_focused()
    chosen = body.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert chosen == "[x](/nowhere/at/all/)"
    assert body.input_value().split("\n")[line - 1] == chosen


def test_toolbar_is_one_stop_and_arrows_walk_through_it(guide: Guide, page: Page) -> None:
    body = page.get_by_label("Body")
    body.focus()
    page.keyboard.press("Shift+Tab")
    toolbar = page.get_by_role("toolbar", name="Formatting")
    expect(toolbar.get_by_role("button", name="Heading")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(toolbar.get_by_role("button").last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="Bold")).to_be_focused()
    body.fill("one\ntwo")
    body.select_text()
    toolbar.get_by_role("button", name="Numbers").press("Enter")

    expect(body).to_have_value("1. one\n2. two")
    expect(body).to_be_focused()


def test_screen_is_accessible(guide: Guide, page: Page) -> None:
    page.get_by_role("button", name="Desk", exact=True).click()
    page.frame_locator("[data-beside] iframe").get_by_role("heading", level=1).wait_for()
    page.evaluate(AXE)
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        found += page.evaluate(AMISS)

    assert found == []


def test_panel_is_chosen_filled_in_and_inserted_by_keyboard(guide: Guide, page: Page) -> None:
    body = page.get_by_label("Body")
    body.fill("Before.\nAfter.")
    body.evaluate("area => area.setSelectionRange(7, 7)")
    button = page.get_by_role("button", name="Panel…")
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Insert a panel")
    dialog.get_by_role("button", name="Who does what").press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("is missing")
    page.keyboard.type("AI engineer")  # the first box has the focus
    shown = dialog.frame_locator("iframe:not([hidden])").get_by_role(
        "columnheader", name="AI engineer"
    )
    expect(shown).to_be_visible()
    dialog.get_by_role("button", name="Insert").press("Enter")

    expect(body).to_have_value("Before.\n\n{{ responsibilities roles=ai-engineer }}\n\nAfter.")
    expect(body).to_be_focused()
    button.press("Enter")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_picture_is_searched_for_and_inserted_by_keyboard(guide: Guide, page: Page) -> None:
    body = page.get_by_label("Body")
    body.fill("Before.\nAfter.")
    body.evaluate("area => area.setSelectionRange(7, 7)")
    button = page.get_by_role("button", name="Picture…")
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Insert a picture")
    entries = dialog.get_by_role("listitem")
    expect(entries).not_to_have_count(1)
    page.keyboard.type("zebra")  # the search has the focus
    expect(dialog.get_by_role("status")).to_contain_text("No picture has these words.")
    adding = dialog.get_by_role("link", name="Add a picture").get_attribute("href")
    page.keyboard.press("Control+a")
    page.keyboard.type("overlapping")
    expect(entries).to_have_count(1)
    page.evaluate(AXE)
    amiss = page.evaluate(AMISS.replace("#content", "dialog[open]"))
    picture = Picture.objects.get(slug="overlapping-circles")
    said = dialog.get_by_role("button", name=f"{picture.title} {picture.alt}")
    drawn = said.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    page.keyboard.press("Tab")
    expect(said).to_be_focused()
    page.keyboard.press("Enter")

    expect(body).to_have_value("Before.\n\n{{ picture name=overlapping-circles }}\n\nAfter.")
    expect(body).to_be_focused()
    assert (adding, amiss) == (reverse("admin:pictures_picture_add"), [])
    assert drawn > 0
    button.press("Enter")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_typed_text_is_kept_and_leaving_before_that_is_warned_about(
    guide: Guide, page: Page
) -> None:
    asked = questions(page)
    title = page.locator("#id_title")
    title.press_sequentially("!")
    page.reload()  # the server hasn't got it
    warned = [*asked]
    title.press_sequentially("?")
    expect(page.get_by_text("Unsaved text kept at")).to_be_visible()
    page.reload()

    assert (warned, asked) == (["beforeunload"], ["beforeunload"])
    expect(title).to_have_value(guide.title)
    page.get_by_role("link", name="Restore").click()
    expect(title).to_have_value(f"?{guide.title}")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Your unsaved text was discarded.")).to_be_visible()


def test_form_that_nobody_touched_is_left_without_a_word(guide: Guide, page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#id_title").click()  # browsers warn only those who did something
    page.wait_for_timeout(2_500)
    asked = questions(page)
    page.goto(reverse("admin:index"))

    assert asked == []
    assert [url for url in sent if "unsaved" in url] == []
