"""A roadmap asked with scripts and without: the same answer; and a circle on the desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from guides.models import Step
from tests.browser.conftest import OpenContext
from tests.browser.content import Content, let_in

ADDRESS = "/guides/roadmaps/ai-career/"
GUIDE = "/guides/from-ml-to-ai-engineering/"
SHARED = f"{ADDRESS}?goal=ml-engineer&know=docker&know=python"


def ask(page: Page) -> Locator:
    """Choose by keyboard, whatever was ticked before; the heading of the answer."""
    page.get_by_label("ML engineer", exact=True).first.focus()
    page.keyboard.press("Space")
    for box in page.locator("[name=know]").all():
        if box.is_checked() != (box.get_attribute("value") in ("python", "docker")):
            box.focus()
            page.keyboard.press("Space")
    page.get_by_role("button", name="Show what to learn").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="ML engineer: 8 steps")
    heading.wait_for()
    return heading


def steps(page: Page) -> list[str]:
    return [" ".join(step.split()) for step in page.locator(".roadmap__step").all_inner_texts()]


@pytest.mark.parametrize("width", [320, 1280])
def test_answer_is_the_same_with_scripts_and_without(
    width: int, open_context: OpenContext, content: Content
) -> None:
    found, addresses = [], []
    for scripts in (True, False):
        size = {"width": width, "height": 800}
        page = open_context(java_script_enabled=scripts, viewport=size).new_page()
        page.goto(ADDRESS)
        heading = ask(page)
        expect(heading).to_be_in_viewport()
        found.append(steps(page))
        shared = page.get_by_label("Address of this answer").input_value()
        addresses += [page.url.partition("#")[0].removesuffix("#"), shared]

    assert found[0] == found[1]
    assert len(found[0]) == 8
    assert all(address.endswith(SHARED) for address in addresses), addresses


def test_answer_comes_in_place_is_focused_and_can_be_gone_back_from(
    page: Page, content: Content
) -> None:
    page.goto(ADDRESS)
    page.evaluate("document.body.dataset.stayed = 'yes'")

    heading = ask(page)

    expect(heading).to_be_focused()
    assert page.locator("body[data-stayed]").count() == 1
    assert page.url.endswith(SHARED)
    page.reload()
    expect(heading).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="ML engineer: 8 steps")).to_have_count(0)


def test_address_is_copied_by_a_button(open_context: OpenContext, content: Content) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(ADDRESS)
    ask(page)
    field = page.locator("[data-copy]")

    field.get_by_role("button", name="Copy").click()

    expect(field.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == field.locator("input").input_value()


def test_guide_stays_where_it_is(page: Page, content: Content) -> None:
    page.goto(GUIDE)
    before = page.url

    for _ in range(2):  # what came in place can be asked again
        heading = ask(page)
        expect(heading).to_be_focused()

    assert page.url == before
    assert page.get_by_role("heading", name="What would you learn next?").count() == 1


def test_circle_is_refused_on_the_desk(page: Page, content: Content, address: str) -> None:
    let_in(page, "editor", address)
    python, sklearn = (Step.objects.get(skill__slug=slug) for slug in ("python", "scikit-learn"))
    page.goto(reverse("admin:guides_step_change", args=[python.pk]))

    page.locator("#id_prerequisite_links-0-needs").select_option(str(sklearn.pk))
    page.get_by_role("button", name="Save", exact=True).click()

    refusal = page.get_by_text("This would go round in a circle:")
    expect(refusal).to_contain_text(f": {python.title} → {sklearn.title} → ")
    expect(refusal).to_contain_text(f" → {python.title}.")
    assert not python.prerequisite_links.exists()
