"""“Where do I stand?” is answered in place by a script, and the same without one; the pay is in no address."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.content import Content
from tests.browser.test_axe import found

FORM = "/salaries/where-do-i-stand/?role=ml-engineer"


def addresses_of(page: Page) -> list[str]:
    """Every address that the page asks for, from now on."""
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    return told


def ask(page: Page, pay: str) -> list[str]:
    page.get_by_label("Base pay, before tax").fill(pay)
    page.get_by_role("button", name="Show where it stands").click()
    page.locator("[data-play-answer]").wait_for()
    return page.locator(".standing dd").all_inner_texts()


def test_answer_is_the_same_with_scripts_and_without(
    open_context: OpenContext, content: Content
) -> None:
    answers = []
    for scripts in (True, False):
        page = open_context(java_script_enabled=scripts).new_page()
        addresses = addresses_of(page)
        page.goto(FORM)
        answers.append(ask(page, "165,000"))

        assert "165" not in "".join(addresses)
        assert page.url.endswith(FORM if scripts else "/salaries/where-do-i-stand/answer/")

    assert answers[0] == answers[1]
    assert any(answer.startswith("This pay is ") for answer in answers[0])


def test_answer_in_place_is_said_and_accessible(page: Page, content: Content) -> None:
    page.goto(FORM)
    ask(page, "165000")

    expect(page.locator("[data-play-answer]")).to_be_focused()
    assert found(page) == []


def test_what_cannot_be_understood_is_named(page: Page, content: Content) -> None:
    page.goto(FORM)
    page.get_by_label("Base pay, before tax").fill("a lot")
    page.get_by_role("button", name="Show where it stands").click()

    expect(page.get_by_role("alert")).to_contain_text("Enter a number.")
    assert "lot" not in page.url
