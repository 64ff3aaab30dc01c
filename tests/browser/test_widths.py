"""Pages fit a phone of 320 px also with long names, large text and of recruiters; test_axe.py asks all public ones."""

import pytest

from tests.browser.conftest import OpenContext
from tests.browser.content import FOUNDING_GUIDE, Content, sign_in
from tests.browser.test_axe import UNREACHABLE, WIDE, WIDTH
from tests.contracts.world import World


def test_recruiters_pages_fit_a_narrow_phone(open_context: OpenContext) -> None:
    page = open_context(viewport={"width": WIDTH, "height": 640}).new_page()
    page.goto("/account/sign-in/")
    before = page.evaluate("document.documentElement.scrollWidth")
    sign_in(page, "recruiter")
    page.goto("/hire/")

    after = page.evaluate("document.documentElement.scrollWidth")
    assert (before, after) == (WIDTH, WIDTH), page.evaluate(WIDE, WIDTH)
    assert page.evaluate(UNREACHABLE) == []


def test_text_twice_as_large_fits(open_context: OpenContext) -> None:
    """WCAG 1.4.4, as readers who enlarge their browser's text get it."""
    page = open_context(viewport={"width": 640, "height": 640}).new_page()
    page.goto(FOUNDING_GUIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("width", [680, 768, 1024, 1280])
def test_tables_of_figures_show_all_their_columns(
    width: int, open_context: OpenContext, content: Content
) -> None:
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    for address in ("/salaries/ml-engineer/", "/salaries/explore/?role=ml-engineer"):
        page.goto(address)

        assert page.locator(".data--percentiles, .data--rows").count() > 0
        cut = "box => box.scrollWidth > box.clientWidth + 1"
        boxes = page.locator(".table-wrap").all()
        assert [box.inner_text()[:40] for box in boxes if box.evaluate(cut)] == []


def test_names_without_a_space_fit(open_context: OpenContext, world: World) -> None:
    job = world.job
    long = "Entscheidungsunterstützungsgesellschaft" * 2
    type(job).objects.filter(pk=job.pk).update(title=long)
    type(job.company).objects.filter(pk=job.company_id).update(name=long)
    page = open_context(viewport={"width": WIDTH, "height": 640}).new_page()
    for address in (job.get_absolute_url(), job.company.get_absolute_url()):
        page.goto(address)

        assert page.get_by_text(long).count() > 0
        widest = page.evaluate("document.documentElement.scrollWidth")
        assert widest <= WIDTH, page.evaluate(WIDE, WIDTH)
