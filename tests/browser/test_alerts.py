"""Asking for a job alert, confirming and managing it: with and without scripts, on a narrow phone, axe clean."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from jobs.models import Alert
from tests.browser.conftest import OpenContext
from tests.browser.content import Content
from tests.browser.test_axe import UNREACHABLE, WIDE, WIDTH, found

LIST = "/jobs/?role=ml-engineer"


def ask(page: Page, email: str) -> None:
    page.get_by_text("Tell me of new jobs that fit").click()
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a link to confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")


def path_in_letter(name: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/jobs/alerts/{name}/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def looks_right(page: Page, heading: str) -> list[str]:
    """What axe finds on the page with this heading, and what sticks out of a narrow phone."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state()
    widest = page.evaluate("document.documentElement.scrollWidth")
    wide = [] if widest <= WIDTH else page.evaluate(WIDE, WIDTH)
    return [*found(page), *wide, *page.evaluate(UNREACHABLE)]


def test_alert_without_scripts_from_the_list_to_its_end(
    open_context: OpenContext, content: Content
) -> None:
    phone = {"width": WIDTH, "height": 640}
    page = open_context(viewport=phone, java_script_enabled=False).new_page()
    page.goto(LIST)
    ask(page, "phone@example.org")
    page.goto(path_in_letter("confirm"))
    page.get_by_role("button", name="Yes, send me new jobs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your job alert is on")
    page.get_by_role("link", name="Change, pause or end your alerts").click()
    page.get_by_label("How often").select_option("weekly")
    page.get_by_label("In the time zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_have_text("Saved.")
    alert = Alert.objects.get()
    assert (alert.search.query, alert.rhythm, alert.zone) == (
        "role=ml-engineer",
        "weekly",
        "Asia/Tokyo",
    )

    page.get_by_role("button", name="Erase my address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is kept here")
    assert not Alert.objects.exists()


def test_browsers_own_time_zone_is_chosen_also_after_the_list_changed(
    open_context: OpenContext, content: Content
) -> None:
    page = open_context(timezone_id="Europe/Berlin").new_page()
    page.goto(LIST)
    page.get_by_label("Hybrid").first.check()
    expect(page).to_have_url(re.compile("workplace=hybrid"))
    ask(page, "wide@example.org")

    alert = Alert.objects.get()
    assert (alert.zone, alert.search.query) == (
        "Europe/Berlin",
        "role=ml-engineer&workplace=hybrid",
    )


def test_pages_of_alerts_fit_and_are_clean(open_context: OpenContext, content: Content) -> None:
    page = open_context(viewport={"width": WIDTH, "height": 640}).new_page()
    page.goto(LIST)
    page.get_by_text("Tell me of new jobs that fit").click()
    wrong = {"list": looks_right(page, "ML engineer jobs")}
    page.goto("/jobs/alerts/?role=ml-engineer&workplace=remote")
    page.get_by_label("Your e-mail address").fill("x" * 64 + "@example.org")
    page.get_by_role("button", name="Send me a link to confirm").click()
    wrong["asked"] = looks_right(page, "Look into your mailbox")
    page.goto(path_in_letter("confirm"))
    wrong["confirm"] = looks_right(page, "Confirm your job alert")
    page.get_by_role("button", name="Yes, send me new jobs").click()
    wrong["confirmed"] = looks_right(page, "Your job alert is on")
    page.get_by_role("link", name="Change, pause or end your alerts").click()
    wrong["manage"] = looks_right(page, "Your job alerts")

    assert {name: each for name, each in wrong.items() if each} == {}
