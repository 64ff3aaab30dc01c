"""axe finds nothing in the pages of the desk that are the portal's own, light or dark."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from guides.previews import link_to
from portal.pictures.models import Picture
from tests.browser.quick_axe import AXE
from tests.browser.test_axe import found
from tests.contracts.world import World

# Whatever axe objects to in the content, Django's own boxes for choices and for searching apart.
AMISS = """
async () => {
    const looked = {include: ["#content"], exclude: [".select2", "#changelist-search"]};
    const found = await axe.run(looked, {resultTypes: ["violations"]});
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id} at ${node.target}`));
}
"""


def amiss(page: Page) -> list[str]:
    page.evaluate(AXE)
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        wrong += [f"{scheme}: {one}" for one in page.evaluate(AMISS)]
    return wrong


def test_preview_by_link_is_clean(page: Page, world: World) -> None:
    page.goto(urlsplit(link_to(world.guide)[0]).path)

    assert page.get_by_role("heading", level=1).inner_text() == world.guide.title
    assert found(page) == []


PAGES = {
    "pictures": "pictures_picture_changelist",
    "a new picture": "pictures_picture_add",
    "redirects": "guides_formerguideslug_changelist",
    "a new redirect": "guides_formerguideslug_add",
}


@pytest.mark.parametrize("name", PAGES)
def test_page_of_the_desk_is_clean(name: str, desk_reading: Page) -> None:
    desk_reading.goto(reverse(f"admin:{PAGES[name]}"))

    assert amiss(desk_reading) == []


def test_page_of_a_picture_is_clean(desk_reading: Page) -> None:
    page = desk_reading
    picture = Picture.objects.latest("pk")
    page.goto(reverse("admin:pictures_picture_change", args=[picture.pk]))

    assert page.get_by_role("img", name=picture.alt).is_visible()
    assert amiss(page) == []


def test_refused_redirect_is_clean(desk_reading: Page) -> None:
    page = desk_reading
    page.goto(reverse("admin:guides_formerguideslug_add"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Please correct the errors below.").wait_for()

    assert amiss(page) == []
