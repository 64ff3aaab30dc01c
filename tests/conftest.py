"""Fixtures that every test has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from portal.freshness import forget_everything

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_configure() -> None:
    """Signing in costs no time worth speaking of, nor do files that were once collected here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Limits, kept pages and what is known of the topics are not carried over from test to test."""
    cache.clear()
    forget_everything()
    yield
    cache.clear()
    forget_everything()
