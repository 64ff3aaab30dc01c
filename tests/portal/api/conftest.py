from collections.abc import Iterator

import pytest

from portal.api import docs, schema


def forget_the_schema() -> None:
    for remembered in (schema.document, schema.encoded, docs.parts):
        remembered.cache_clear()


@pytest.fixture
def small_api(settings) -> Iterator[None]:
    """The kernel with a small API of its own (tests/portal/api/urls.py) in place of the project's."""
    settings.ROOT_URLCONF = "tests.portal.api.urls"
    settings.DEBUG = False
    # Tests that ask often are not about the limit.
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {
        "DEFAULT_THROTTLE_RATES": {"anon": "100000/min"}
    }
    forget_the_schema()
    yield
    forget_the_schema()
