"""Counting in the shared cache, and whom is counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import RequestFactory

from portal.limits import Tally, client_at, client_of

# Fifteen seconds into a minute.
NOW = datetime(2026, 11, 4, 9, 0, 15, tzinfo=UTC)


def test_tally_starts_afresh_with_the_next_window():
    with time_machine.travel(NOW, tick=False) as clock:
        first = Tally("x", seconds=60)
        before = [first.count(), first.count(), Tally("x", seconds=60).count()]
        clock.shift(45)
        after = [Tally("x", seconds=60).count(), Tally("x", seconds=60).count()]

    assert (before, after, first.seconds_left) == ([1, 2, 3], [1, 2], 45)


def test_tallies_of_other_names_are_counted_apart():
    assert [Tally(name, seconds=60).count() for name in ("x", "y", "x")] == [1, 1, 2]


def test_what_is_taken_back_or_cleared_counts_no_more():
    tally = Tally("x", seconds=60)
    for _ in range(3):
        tally.count()

    tally.take_back()
    after_one = tally.count()
    tally.clear()

    assert (after_one, tally.count()) == (3, 1)


def test_taking_back_what_was_never_counted_counts_nothing():
    tally = Tally("x", seconds=60)

    tally.take_back()

    assert tally.count() == 1


def test_parallel_counts_are_all_different():
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: Tally("x", seconds=3600).count(), range(200)))

    assert sorted(found) == list(range(1, 201))


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "20010db800010002"),
        ("2001:db8:1:2:ffff::9", "20010db800010002"),
        ("[2001:db8::1]", "20010db800000000"),
        ("", "unknown"),
        (None, "unknown"),
        ("x" * 5000, "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_client_is_an_address_or_a_network(address, client):
    assert client_at(address) == client


@pytest.mark.parametrize(
    ("proxies", "client"), [(0, "192.0.2.9"), (1, "192.0.2.2"), (2, "192.0.2.1")]
)
def test_client_behind_proxies_is_what_the_outermost_saw(proxies, client, settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": proxies}
    request = RequestFactory(REMOTE_ADDR="192.0.2.9").get(
        "/", headers={"x-forwarded-for": "192.0.2.66, 192.0.2.1, 192.0.2.2"}
    )

    assert client_of(request) == client
