"""Readers look at a listing and apply, with scripts and without, and nobody is told more than is said."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from jobs.models import Job, JobDay
from tests.browser.conftest import OpenContext
from tests.browser.content import Content
from tests.browser.test_axe import found
from tests.contracts.world import World


def test_listing_counts_one_view_however_often_it_is_opened(
    open_context: OpenContext, content: Content, world: World
) -> None:
    address, before = content.addresses["jobs:detail"], sums(world.job)
    without = open_context(java_script_enabled=False).new_page()
    without.goto(address)
    context = open_context(java_script_enabled=True)
    for _ in range(2):
        page = context.new_page()
        with page.expect_response(lambda response: response.url.endswith("/seen/")) as told:
            page.goto(address)
        assert told.value.status == 204

    assert sums(world.job) == (before[0] + 1, before[1])
    assert context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_letter_is_written_mended_and_sent(
    scripts: bool, open_context: OpenContext, world: World
) -> None:
    job = Job.objects.get(pk=world.letters.pk)
    before = sums(job)
    page = open_context(
        java_script_enabled=scripts, viewport={"width": 320, "height": 800}
    ).new_page()
    page.goto(job.get_absolute_url())
    assert job.apply_email not in page.content()
    page.get_by_role("link", name="Write to").first.click()
    page.get_by_label("Your name").fill("Ada Example")
    page.get_by_label("Your e-mail address").fill("ada@reader.example")
    page.get_by_label("Link to your CV or work").fill("no address at all")
    page.get_by_label("Your message").fill("I would like to.")
    page.get_by_role("button", name="Send the letter").click()

    expect(page.get_by_role("alert")).to_contain_text("Your letter was not sent yet.")
    expect(page.get_by_label("Your message")).to_have_value("I would like to.")
    assert is_narrow(page)
    if scripts:
        assert found(page) == []
    page.get_by_label("Link to your CV or work").fill("")
    page.get_by_label("Your message").press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your letter is on its way")
    assert is_narrow(page)
    assert page.context.cookies() == []
    assert [(letter.to, letter.reply_to) for letter in mail.outbox] == [
        ([job.apply_email], ["ada@reader.example"])
    ]
    assert sums(job)[1] == before[1] + 1


def sums(job: Job) -> tuple[int, int]:
    """Views and clicks of all its days."""
    days = JobDay.objects.filter(job=job).values_list("views", "clicks")
    return sum(views for views, _ in days), sum(clicks for _, clicks in days)


def is_narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
