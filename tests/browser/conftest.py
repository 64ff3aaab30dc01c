"""A real Chromium on the demo's content: the system's own browser, driven by Playwright.

Without one these tests are skipped, and say so; with `REQUIRE_CHROMIUM=1` (CI) that is a failure.
`CHROMIUM=/path` names one that is not found by itself.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.browser.content import Content, find_content, find_world, let_in
from tests.browser.database import OneAtATime, Snapshots
from tests.contracts.world import World

expect.set_options(timeout=15_000)  # milliseconds: two browsers share the machine

# The first is Debian's Chromium without the windows that nobody sees here.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)


def find_chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pictures lie in files here: those in memory no server gives out."""
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    storages = {**settings.STORAGES, "default": files}
    with override_settings(STORAGES=storages, MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="session")
def snapshots(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    media: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Snapshots]:
    connection: Any = connections["default"]
    if not (connection.vendor == "sqlite" and connection.is_in_memory_db()):
        pytest.skip("browser tests need the test database of SQLite in memory")
    own = tmp_path_factory.getbasetemp()  # of a worker: one of several side by side
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    shared.mkdir(exist_ok=True)
    with django_db_blocker.unblock():
        snapshots = Snapshots(connection, shared)
    yield snapshots
    snapshots.close()


@pytest.fixture(scope="session")
def browser(snapshots: Snapshots, address: str) -> Iterator[Browser]:
    """Closed before the site is, whose connections would else be left open."""
    path = find_chromium()
    if path is None and os.environ.get("REQUIRE_CHROMIUM") == "1":
        pytest.fail("REQUIRE_CHROMIUM is set and no Chromium was found")
    if path is None:
        pytest.skip("no Chromium found: install it, or name it with CHROMIUM=/path")
    # Playwright's loop runs in this thread, where Django would take every query for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        # And where Django would keep connections apart from those it had before the loop.
        connections["default"] = snapshots.connection
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if as_root else []
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(snapshots: Snapshots) -> Iterator[str]:
    """Where the site answers."""
    connection = snapshots.connection
    connection.inc_thread_sharing()
    server = LiveServerThread("localhost", OneAtATime, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()


@pytest.fixture
def transactional_db(snapshots: Snapshots, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Under pytest-django's name, so that it makes the database and runs these tests last."""
    with django_db_blocker.unblock():
        snapshots.show_demo()
        yield
        snapshots.show_empty()


@pytest.fixture
def content(transactional_db: None) -> Content:
    """The demo, as fresh as if it had just been loaded."""
    return find_content()


@pytest.fixture
def world(content: Content) -> World:
    """One of everything in it."""
    return find_world()


type OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser, address: str, content: Content) -> Iterator[OpenContext]:
    """Opens browser contexts (arguments as for Playwright's `new_context`).

    A script error (unless `scripts_may_fail`) or a breach of the content policy on any of their pages
    fails the test.
    Addresses are relative to the site: `page.goto("/jobs/")`.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_one(*, scripts_may_fail: bool = False, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(15_000)
        if not scripts_may_fail:
            context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                wrong.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context().new_page()


class Reader:
    """One page that many tests look through: opening a new one costs more than most pages do."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(15_000)
        self.page = context.new_page()
        self.wrong: list[str] = []
        context.on("weberror", lambda error: self.wrong.append(str(error.error)))
        context.on("console", lambda message: self._hear(message.text))

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.wrong.append(text)

    def open(self) -> Page:
        """As wide as a new page, and light."""
        self.wrong.clear()
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.page.emulate_media(color_scheme="light")
        return self.page

    def close(self) -> None:
        """Leave the page while there is a database: what it asks for later would be the next test's fault.

        Not for about:blank: from there the browser starts a new process for the next page of the site.
        """
        self.page.goto("/robots.txt")
        assert self.wrong == []


@pytest.fixture(scope="session")
def reader(browser: Browser, address: str) -> Reader:
    return Reader(browser, address)


@pytest.fixture(scope="session")
def plain_reader(browser: Browser, address: str) -> Reader:
    """Without scripts."""
    return Reader(browser, address, java_script_enabled=False)


@pytest.fixture(scope="session")
def desk_reader(browser: Browser, address: str) -> Reader:
    return Reader(browser, address)


@pytest.fixture
def desk_reading(desk_reader: Reader, content: Content, address: str) -> Iterator[Page]:
    """Like `reading`, for one of the staff who may do everything."""
    page = desk_reader.open()
    let_in(page, "staff", address)
    yield page
    desk_reader.close()


@pytest.fixture
def reading(reader: Reader, content: Content) -> Iterator[Page]:
    """A page for tests that only look: whoever signs in or types takes a `page` of their own."""
    yield reader.open()
    reader.close()


@pytest.fixture
def plain_reading(plain_reader: Reader, content: Content) -> Iterator[Page]:
    """Like `reading`, without scripts."""
    yield plain_reader.open()
    plain_reader.close()


type Visit = Callable[[str], Page]


@pytest.fixture
def as_person(open_context: OpenContext, content: Content, address: str) -> Visit:
    """A page of a signed-in person (see `sign_in`), each in a browser of their own."""

    def visit(who: str) -> Page:
        page = open_context(viewport={"width": 1280, "height": 900}).new_page()
        let_in(page, who, address)
        return page

    return visit
