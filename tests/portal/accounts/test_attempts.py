"""The limits on attempts to sign in, without a form."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache.backends.base import memcache_key_warnings

from portal.accounts.attempts import PER_ADDRESS, PER_CLIENT, Attempt

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
# Five minutes into a window.
NOW = datetime(2026, 11, 4, 9, 5, tzinfo=UTC)


def attempts(count, email="ada@example.org", client=HERE):
    return [Attempt(email, client=client).is_allowed() for _ in range(count)]


def test_address_is_limited_from_wherever_it_is_tried():
    first = attempts(PER_ADDRESS, client=HERE)

    assert (all(first), attempts(1, client=ELSEWHERE)) == (True, [False])


def test_client_beyond_its_limit_costs_others_nothing():
    for n in range(PER_CLIENT):
        attempts(1, f"person{n}@example.org")

    refused = attempts(PER_ADDRESS + 1)

    assert refused == [False] * (PER_ADDRESS + 1)
    assert attempts(PER_ADDRESS + 1, client=ELSEWHERE) == [True] * PER_ADDRESS + [False]


def test_success_clears_the_address_and_takes_back_the_one_attempt():
    for n in range(PER_CLIENT - PER_ADDRESS - 1):
        attempts(1, f"person{n}@example.org")
    attempts(PER_ADDRESS - 1)
    right = Attempt("ada@example.org", client=HERE)

    allowed = right.is_allowed()
    right.succeed()

    # Of the client's limit one attempt and the one taken back are left.
    assert (allowed, attempts(3)) == (True, [True, True, False])
    assert attempts(8, client=ELSEWHERE) == [True] * 8


def test_limit_ends_with_the_window():
    with time_machine.travel(NOW, tick=False) as clock:
        attempts(PER_ADDRESS)
        last = Attempt("ada@example.org", client=HERE)
        clock.shift(599)
        before = attempts(1)
        clock.shift(1)
        after = attempts(1)

    assert (last.wait, before, after) == (600, [False], [True])


def test_of_parallel_attempts_no_more_than_the_limit_are_allowed():
    def attempt(n):
        return Attempt("ada@example.org", client=f"192.0.2.{n}").is_allowed()

    with ThreadPoolExecutor(16) as threads:
        allowed = list(threads.map(attempt, range(200)))

    assert allowed.count(True) == PER_ADDRESS


def test_spelling_of_an_address_makes_no_difference():
    attempts(PER_ADDRESS, "Ada@Example.org ")

    assert (attempts(1), attempts(1, "\u0131da@example.org")) == ([False], [True])


@pytest.mark.parametrize(
    "email", ["a\0b", "\ud800", "x" * 100_000, "a b\tc\n", "ключ@example.org", "", "a:1:b"]
)
def test_hostile_address_is_counted_like_any_other(email):
    attempt = Attempt(email, client=HERE)

    allowed = attempts(PER_ADDRESS + 1, email)

    keys = [tally._key for tally in (attempt._client, attempt._address)]
    assert [warning for key in keys for warning in memcache_key_warnings(f":1:{key}")] == []
    assert allowed == [True] * PER_ADDRESS + [False]
