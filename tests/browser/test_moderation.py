"""The queue of moderation by keyboard, and to axe."""

from playwright.sync_api import Page, expect

from jobs.models import Job
from jobs.moderation.reports import report_job
from tests.browser.conftest import Visit
from tests.browser.test_axe import found
from tests.browser.test_desk_axe import amiss

QUEUE = "/admin/jobs/job/queue/"


def titles(page: Page) -> list[str]:
    return page.locator("[data-queue-entry] > h2").all_inner_texts()


def test_listings_are_approved_and_returned_by_keyboard(as_person: Visit) -> None:
    page = as_person("moderator")
    page.goto(QUEUE)
    first, second, *rest = titles(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-queue-entry]").first).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_text(f"Approved “{first}”.").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.type("Just a reason: name the city.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text(f"Returned “{second}”.").wait_for()

    assert titles(page) == rest
    returned = Job.objects.get(events__note="Just a reason: name the city.")
    assert (returned.title, returned.status) == (second, "returned")


def test_queue_and_report_are_clean_and_fit_a_phone(as_person: Visit) -> None:
    job = Job.objects.public().newest()[0]
    report_job(job=job, reason="fraud", words="A fee.", address="reader@example.org")
    page = as_person("moderator")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(QUEUE)
    for fold in page.locator("details summary").all():
        fold.click()

    assert amiss(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.goto(f"{job.get_absolute_url()}report/")
    page.get_by_label("Something else").check()
    page.get_by_label("Your e-mail address").fill("no address@x")
    page.locator("form").evaluate("(form) => { form.noValidate = true; }")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Enter a valid email address.").wait_for()
    assert found(page) == []
    page.get_by_label("Your e-mail address").fill("reader@example.org")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("heading", name="Thank you").wait_for()

    assert job.reports.filter(reason="other").count() == 1
