"""Sources that staff are asked to look up again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import SuperuserFactory
from tests.factories.salaries import BenchmarkFactory, PublishedBenchmarkFactory, SourceFactory

pytestmark = pytest.mark.django_db

SOURCES = "/admin/salaries/source/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def looked_up(days_ago: int, name: str):
    day = timezone.now().date() - timedelta(days=days_ago)
    return SourceFactory(slug=name, name=name, retrieved_on=day)


def test_source_is_stale_a_year_after_it_was_looked_up_if_readers_see_its_figures(desk):
    stale = looked_up(366, "stale")
    PublishedBenchmarkFactory(source=stale)
    PublishedBenchmarkFactory(source=stale, special=True)
    PublishedBenchmarkFactory(source=looked_up(365, "in time"), hub=True)
    BenchmarkFactory(source=looked_up(366, "never shown"))
    looked_up(366, "empty")

    found = desk.get(f"{SOURCES}?looked_up=long-ago").context["cl"].result_list
    [queue] = [
        each
        for each in desk.get("/admin/").context["waiting"]
        if each.title == "Sources with stale figures"
    ]

    assert [source.name for source in found] == ["stale"]
    assert (queue.count, queue.url) == (1, f"{SOURCES}?looked_up=long-ago")
    assert desk.get(SOURCES).context["cl"].result_count == 4
