"""A poll is answered in place by a script, and the same without one."""

import pytest
from playwright.sync_api import Page, expect

from guides.models import PollTally, PollVote
from tests.browser.conftest import OpenContext
from tests.browser.content import FOUNDING_GUIDE, Content
from tests.browser.test_axe import found

POLL = "/guides/polls/ai-or-ml/"


def answer(page: Page) -> list[str]:
    """Answer in turn as the first role’s, the second’s and both; the heading and verdicts that come."""
    button = page.get_by_role("button", name="Check my answers")
    tasks = page.locator("form", has=button).locator("fieldset")
    for place in range(tasks.count()):
        tasks.nth(place).get_by_role("radio").nth(place % 3).check()
    button.click()
    heading = page.locator("[data-play-answer]")
    heading.wait_for()
    marks = page.locator(".verdict__mark").all_inner_texts()
    return [heading.inner_text(), *marks]


def test_guide_and_page_answer_the_same_with_scripts_and_without(
    open_context: OpenContext, content: Content
) -> None:
    given, went_to = [], []
    for scripts in (True, False):
        for number, address in enumerate((FOUNDING_GUIDE, POLL)):
            page = open_context(
                java_script_enabled=scripts, user_agent=f"{scripts} {number}"
            ).new_page()
            page.goto(address)
            given.append(answer(page))
            went_to.append(page.url.partition("/guides/")[2].partition("?")[0])

    assert given[0][0] == "3 of 7 right"
    assert len(given[0]) == 8
    assert given == [given[0]] * 4
    assert went_to == [
        FOUNDING_GUIDE.removeprefix("/guides/"),
        *[POLL.removeprefix("/guides/")] * 3,
    ]
    assert PollVote.objects.count() == 4
    assert {*PollTally.objects.values_list("count", flat=True)} == {4}


@pytest.mark.parametrize("path", [FOUNDING_GUIDE, POLL])
def test_answer_in_place_is_said_and_can_be_started_again(
    path: str, page: Page, content: Content
) -> None:
    page.goto(path)
    plays = page.locator("[data-play]").count()
    answer(page)
    heading = page.locator("[data-play-answer]")

    expect(heading).to_be_focused()
    expect(page.get_by_text("Your answers are counted.")).to_be_visible()
    assert page.context.cookies() == []
    assert found(page) == []

    page.get_by_role("link", name="Start again").click()
    expect(page.get_by_role("button", name="Check my answers")).to_be_visible()
    assert page.url.endswith(path)
    assert page.locator("[data-play]").count() == plays


def test_result_that_is_shared_shows_the_same(page: Page, content: Content) -> None:
    page.goto(POLL)
    given = answer(page)

    page.goto(page.get_by_role("link", name="Link to these answers").get_attribute("href") or "")

    marks = page.locator(".verdict__mark").all_inner_texts()
    assert [page.locator("[data-play-answer]").inner_text(), *marks] == given


def test_poll_is_answered_by_keyboard(page: Page, content: Content) -> None:
    page.goto(POLL)
    first = page.locator("[data-play] fieldset").first
    first.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")

    expect(first.get_by_role("radio", name="ML engineer")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("[data-play] fieldset").nth(1).get_by_role("radio").first).to_be_focused()


def test_vote_that_is_refused_shows_why(page: Page, content: Content) -> None:
    """What can’t be answered in place is sent as without a script."""
    page.goto(POLL)
    page.locator("form.play__form").evaluate("form => { form.action += 'x/'; }")
    page.locator("form.play__form").evaluate(
        "form => { form.dataset.hxPost = form.action; htmx.process(form); }"
    )
    page.locator("[data-play] fieldset").first.get_by_role("radio").first.check()
    page.locator("form.play__form").evaluate(
        "form => { form.noValidate = true; form.requestSubmit(); }"
    )

    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
