"""A real Chromium on the demo's content: the system's own browser, driven by Playwright.

Without one these tests are skipped, and say so; with `REQUIRE_CHROMIUM=1` (CI) that is a failure.
`CHROMIUM=/path` names one that is not found by itself.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.browser.content import Content, find_content
from tests.browser.database import OneAtATime, Snapshots

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def snapshots(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshots]:
    connection: Any = connections["default"]
    if not (connection.vendor == "sqlite" and connection.is_in_memory_db()):
        pytest.skip("browser tests need the test database of SQLite in memory")
    with django_db_blocker.unblock():
        snapshots = Snapshots(connection)
    yield snapshots
    snapshots.close()


@pytest.fixture(scope="session")
def browser(snapshots: Snapshots) -> Iterator[Browser]:
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


type OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser, address: str, content: Content) -> Iterator[OpenContext]:
    """Opens browser contexts (arguments as for Playwright's `new_context`).

    A script error or a breach of the content policy on any of their pages fails the test.
    Addresses are relative to the site: `page.goto("/jobs/")`.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(15_000)
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
