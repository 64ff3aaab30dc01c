"""A recruiter's first day: from signing up to a listing that is on the site, and off it again."""

import re
from datetime import timedelta
from typing import Final

from django.utils import timezone
from playwright.sync_api import Page, expect

from jobs.models import Job
from tests.browser.conftest import OpenContext, Visit

TITLE: Final = "Retrieval Engineer, Legal Texts"
PASSWORD: Final = "Zu9-fenster-kran"
EMAIL: Final = "ines@harbourline.example"
REASON: Final = "Say for which countries’ law the texts are."
# What a reader finds under each address says the title of the listing, or its slug.
SURFACES: Final = (
    "/jobs/",
    "/jobs/?q=retrieval+legal",
    "/jobs/?role=ml-engineer&workplace=hybrid",
    "/jobs/role/ml-engineer/",
    "/jobs/in/amsterdam/",
    "/jobs/feed/",
    "/jobs/feed.xml",
    "/jobs/companies/harbourline/",
    "/roles/ml-engineer/",
    "/sitemaps/jobs-0.xml",
    "/api/v1/jobs/",
    "/",
)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_up(page: Page, letters: list) -> None:
    page.goto("/account/sign-up/")
    page.get_by_label("Your name").fill("Ines Vogt")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your address")
    [code] = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", letters[-1].body)
    page.get_by_label("Code from the letter").fill(code)
    press(page, "Confirm")


def make_company(page: Page) -> None:
    page.goto("/hire/companies/new/")
    page.get_by_label("Name").fill("Harbourline")
    page.get_by_label("Website").fill("https://harbourline.example")
    press(page, "Make it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbourline")


def write_listing(page: Page) -> Job:
    page.goto("/hire/")
    page.get_by_role("link", name="New listing").first.click()
    page.get_by_label("Role").select_option(label="ML engineer")
    page.get_by_label("Title").fill(TITLE)
    press(page, "Begin the draft")
    page.get_by_label("Description", exact=True).fill("Find the paragraph that decides a case.")
    page.get_by_label("Level").select_option(label="Senior")
    page.get_by_label("Workplace").select_option(label="Hybrid")
    page.get_by_label("Add a place").fill("Amsterdam, NL")
    page.get_by_role("button", name="Add to: Locations").click()
    page.get_by_label("Currency").fill("EUR")
    page.get_by_label("From").fill("95000")
    page.get_by_label("To", exact=True).fill("115000")
    expect(page.locator("#market")).to_contain_text("ML engineer on the market")
    page.get_by_label("Page to apply at").fill("https://harbourline.example/apply")
    day = timezone.now() + timedelta(days=30)
    page.get_by_label("Last day on the site").fill(f"{day:%Y-%m-%d}")
    submit(page)
    return Job.objects.get(title=TITLE)


def submit(page: Page) -> None:
    press(page, "Save and go on to submit")
    press(page, "Submit for review")
    expect(page.get_by_text("A moderator reads it next.")).to_be_visible()


def entry(page: Page, job: Job) -> None:
    """The entry of a listing in the moderators' queue, with its key pressed."""
    page.goto("/admin/jobs/job/queue/")
    page.locator(f"#job-{job.pk}").focus()


def shown_on(page: Page, job: Job) -> list[str]:
    """The surfaces on which a reader finds the listing."""
    answers = {path: page.request.get(path).text() for path in SURFACES}
    return [path for path, text in answers.items() if job.slug in text]


def test_listing_goes_from_signing_up_to_the_site_and_off_it_again(
    open_context: OpenContext, as_person: Visit, mailoutbox
) -> None:
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    reader = open_context().new_page()
    moderator = as_person("moderator")
    sign_up(page, mailoutbox)
    make_company(page)
    job = write_listing(page)
    assert shown_on(reader, job) == []

    entry(moderator, job)
    moderator.keyboard.press("r")
    moderator.locator(f"#job-{job.pk} [name=reason]").first.fill(REASON)
    moderator.locator(f"#job-{job.pk}").get_by_role(
        "button", name="Return with this reason"
    ).click()
    moderator.get_by_text(f"Returned “{TITLE}”.").wait_for()
    letter = next(each for each in reversed(mailoutbox) if each.to == [EMAIL])
    assert REASON in letter.body

    page.goto("/hire/")
    expect(page.locator("main")).to_contain_text(REASON)
    page.goto(f"/hire/jobs/{job.slug}/edit/")
    page.get_by_label("Description", exact=True).fill(
        "Find the paragraph of Dutch or German law that decides a case."
    )
    submit(page)
    entry(moderator, job)
    moderator.keyboard.press("a")
    moderator.locator(f"#job-{job.pk}").get_by_role("button", name="Approve", exact=True).click()
    moderator.get_by_text(f"Approved “{TITLE}”.").wait_for()
    assert shown_on(reader, job) == list(SURFACES)
    reader.goto(job.get_absolute_url())
    expect(reader.locator("main")).to_contain_text("€95,000 to €115,000")

    page.goto(f"/hire/jobs/{job.slug}/edit/")
    page.get_by_label("To", exact=True).fill("125000")
    submit(page)
    reader.reload()
    expect(reader.locator("main")).to_contain_text("€95,000 to €115,000")
    expect(reader.locator("main")).not_to_contain_text("125,000")

    page.goto(f"/hire/jobs/{job.slug}/close/")
    page.get_by_label("Filled").check()
    press(page, "Close it")
    page.wait_for_url(f"**/hire/jobs/{job.slug}/")
    assert shown_on(reader, job) == []
    answer = reader.reload()
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_role("heading", name="Similar jobs that are open")).to_be_visible()
