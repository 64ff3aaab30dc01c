"""What a visit to the public pages leaves behind and sets off: nothing but requests to ourselves."""

from playwright.sync_api import Page

from tests.browser.conftest import OpenContext
from tests.browser.content import FOUNDING_GUIDE, PAGES, Content


def test_public_pages_ask_nobody_else_and_store_nothing(
    open_context: OpenContext, content: Content, address: str
) -> None:
    context = open_context()
    asked: set[str] = set()
    answers: set[tuple[int, str]] = set()
    context.on("request", lambda request: asked.add(request.url))
    context.on("response", lambda answer: answers.add((answer.status, answer.url)))
    page = context.new_page()
    for name in PAGES:
        page.goto(content.addresses[name])

    pages = {address + content.addresses[name] for name in PAGES}
    assert asked > pages
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert [pair for pair in answers if pair[0] >= 400 and pair[1] not in pages] == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_founding_guide_prints(page: Page, content: Content) -> None:
    page.goto(FOUNDING_GUIDE)
    page.emulate_media(media="print", color_scheme="dark")

    seen = {
        name: page.locator(name).first.is_visible()
        for name in (".site-nav", ".site-footer__nav", "h1", ".prose table", ".prose .chart")
        if page.locator(name).count()
    }

    assert seen["h1"]
    assert seen[".prose table"]
    assert not seen[".site-nav"]
    ink, paper = page.evaluate(
        "[getComputedStyle(document.querySelector('.prose p')).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert _lightness(ink) < 0.3
    assert paper == "rgba(0, 0, 0, 0)" or _lightness(paper) > 0.9
    assert len(page.pdf()) > 50_000


def _lightness(colour: str) -> float:
    """Of `rgb(…)` as Chromium writes it: 0 black, 1 white."""
    numbers = colour.partition("(")[2].rstrip(")").split(",")
    return sum(float(number) for number in numbers[:3]) / 3 / 255
