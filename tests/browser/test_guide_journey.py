"""A guide's whole life on the desk, between an author and an editor, and what a reader sees of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from guides.models import Guide
from portal.mail.models import Mail
from tests.browser.conftest import Visit
from tests.browser.content import Content, choose

FIRST, SECOND, THIRD = (f"/guides/{slug}/" for slug in ("reading-ads", "reading-posts", "postings"))
AHEAD = timedelta(seconds=8)


@pytest.fixture
def reader(page: Page, content: Content) -> Page:
    return page


def test_guide_from_the_first_word_to_an_old_revision(reader: Page, as_person: Visit) -> None:
    author, editor = as_person("author"), as_person("editor")

    write(author)
    embed_a_figure(author)
    look_at_the_preview(author)
    press(author, "Save and submit for review", "now waits for an editor")
    return_it(editor)
    mend_it(author)
    instant = approve_and_schedule(editor)
    watch_it_go_live(reader, instant)
    for path in (SECOND, THIRD):
        move(editor, path)
    follow_the_oldest_address(reader)
    restore_the_first_text(editor, reader)
    schedule_the_edit_and_watch_it(editor, reader)


def guide() -> Guide:
    return Guide.objects.get(title__contains="Reading a posting")


def open_form(page: Page) -> None:
    page.goto(reverse("admin:guides_guide_change", args=[guide().pk]))


def press(page: Page, button: str, told: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text(told)


def write(page: Page) -> None:
    page.goto(reverse("admin:guides_guide_add"))
    page.get_by_label("Title", exact=False).first.fill("Reading a posting")
    page.keyboard.press("Tab")  # the slug is made of the title
    page.get_by_label("Slug").fill(FIRST.split("/")[2])
    page.get_by_label("Standfirst").fill(
        "What the words in a posting mean, and which to ask about."
    )
    choose(page, "topic", "Roles")
    choose(page, "roles", "ML engineer")
    choose(page, "author", "Ines")
    page.get_by_label("Body").fill("## Begin here\n\nThe median is ")


def embed_a_figure(page: Page) -> None:
    page.get_by_label("Body").press("Control+End")
    page.get_by_role("button", name="Panel…").click()
    dialog = page.get_by_role("dialog", name="Insert a panel")
    dialog.get_by_role("button", name="One salary figure").click()
    form = dialog.locator("form:not([hidden])")
    form.locator("[name=role]").select_option("ml-engineer")
    form.locator("[name=measure]").select_option("national-median")
    dialog.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("Body")).to_have_value(
        "## Begin here\n\nThe median is {{ salary-figure role=ml-engineer measure=national-median }}"
    )


def look_at_the_preview(page: Page) -> None:
    page.get_by_role("button", name="Phone").click()
    preview = page.frame_locator("[data-beside] iframe")
    expect(preview.get_by_text("The median is $")).to_be_visible()


def return_it(page: Page) -> None:
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Guides to review").click()
    page.get_by_role("link", name="Reading a posting").click()
    page.get_by_role("link", name="Decide").click()
    page.get_by_label("Reason").fill("Say what a reader should ask about.")
    press(page, "Return to the author", "went back to its author")
    letter = Mail.objects.get(to="author@example.org")
    assert "Say what a reader should ask about." in letter.body
    assert letter.sent_at is not None


def mend_it(page: Page) -> None:
    open_form(page)
    expect(page.get_by_role("heading", name="Returned by")).to_be_visible()
    expect(page.get_by_text("Say what a reader should ask about.")).to_be_visible()
    body = page.get_by_label("Body")
    body.fill(body.input_value() + "\n\nAsk how the week divides.")
    press(page, "Save and submit for review", "now waits for an editor")


def approve_and_schedule(page: Page) -> float:
    """The instant at which it goes live, as seconds since the epoch."""
    page.goto(reverse("admin:guides_guide_decide", args=[guide().pk]))
    press(page, "Approve", "is approved")
    instant = choose_an_instant(page, "Publish", "Live from")
    press(page, "Publish", "is published")
    return instant


def choose_an_instant(page: Page, decision: str, label: str) -> float:
    at = (timezone.now() + AHEAD).replace(microsecond=0)
    form = page.get_by_role("form", name=decision, exact=True)
    boxes = form.get_by_role("group", name=label).get_by_role("textbox")
    boxes.nth(0).fill(f"{at:%Y-%m-%d}")
    boxes.nth(1).fill(f"{at:%H:%M:%S}")
    return at.timestamp()


def status(page: Page, path: str) -> int:
    response = page.goto(path)
    assert response is not None
    return response.status


def watch_it_go_live(page: Page, instant: float) -> None:
    """Nothing runs but the site itself."""
    before = status(page, FIRST)
    still_early = timezone.now().timestamp() < instant
    page.wait_for_timeout(1_000 * max(0, instant - timezone.now().timestamp()) + 50)
    assert still_early
    assert (before, status(page, FIRST)) == (404, 200)
    expect(page.get_by_text("The median is $")).to_be_visible()


def move(page: Page, path: str) -> None:
    open_form(page)
    page.get_by_label("Slug").fill(path.split("/")[2])
    press(page, "Save and publish", "is published")


def follow_the_oldest_address(page: Page) -> None:
    hops = []
    page.on("response", lambda response: hops.append((response.status, response.url)))
    page.goto(FIRST)
    pages = [(code, url.partition("/guides/")[2]) for code, url in hops if "/guides/" in url]
    assert pages[:2] == [(301, FIRST[8:]), (200, THIRD[8:])]


def restore_the_first_text(page: Page, reader: Page) -> None:
    page.goto(reverse("admin:guides_guide_history", args=[guide().pk]))
    page.get_by_role("link", name="Restore revision 1", exact=True).click()
    page.get_by_role("button", name="Restore revision 1").click()
    expect(page.locator(".messagelist")).to_be_visible()
    latest = guide().revisions.latest("number")
    assert (latest.number, "Ask how" in latest.body) == (5, False)
    reader.goto(THIRD)
    expect(reader.get_by_text("Ask how the week divides.")).to_be_visible()  # still what is live


def schedule_the_edit_and_watch_it(page: Page, reader: Page) -> None:
    """What readers see stays until the instant; then it is the edit, with nothing running but the site."""
    page.goto(reverse("admin:guides_guide_decide", args=[guide().pk]))
    instant = choose_an_instant(page, "Schedule the edit", "Goes live at")
    press(page, "Schedule the edit", "is scheduled")
    expect(page.get_by_text("goes live on")).to_be_visible()
    reader.goto(THIRD)
    expect(reader.get_by_text("Ask how the week divides.")).to_be_visible()
    still_early = timezone.now().timestamp() < instant
    reader.wait_for_timeout(1_000 * max(0, instant - timezone.now().timestamp()) + 50)
    reader.goto(FIRST)  # the first text brought its address back
    assert still_early
    expect(reader.get_by_text("The median is $")).to_be_visible()
    expect(reader.get_by_text("Ask how the week divides.")).to_have_count(0)
    assert reader.url.endswith(FIRST)
