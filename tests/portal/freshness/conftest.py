import pytest
from pytest_django import Settings

from tests.portal.freshness.site import Content, SimulatedWorker, content


@pytest.fixture(autouse=True)
def little_site(settings: Settings) -> Content:
    settings.ROOT_URLCONF = "tests.portal.freshness.site"
    content.title, content.made = "First", 0
    return content


@pytest.fixture
def worker() -> SimulatedWorker:
    return SimulatedWorker()


@pytest.fixture
def other_worker() -> SimulatedWorker:
    return SimulatedWorker()
