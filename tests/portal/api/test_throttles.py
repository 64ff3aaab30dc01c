from datetime import UTC, datetime

import pytest
import time_machine

from tests.openapi import validates_schema

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_api")]

THINGS = "/api/v1/things/"
# Fifteen seconds into a minute.
NOW = datetime(2026, 11, 4, 9, 0, 15, tzinfo=UTC)


@pytest.fixture
def allow(settings):
    def set_rate(rate, proxies=0):
        changed = {"DEFAULT_THROTTLE_RATES": {"anon": rate}, "NUM_PROXIES": proxies}
        settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | changed

    return set_rate


def statuses(client, count, **headers):
    return [client.get(THINGS, **headers).status_code for _ in range(count)]


def test_client_beyond_the_rate_waits_for_the_next_window(client, allow):
    allow("3/min")

    with time_machine.travel(NOW, tick=False) as clock:
        before = statuses(client, 3)
        refused = client.get(THINGS)
        clock.shift(45)
        after = statuses(client, 1)

    assert (before, after) == ([200, 200, 200], [200])
    validates_schema(refused)
    assert refused.headers["Retry-After"] == "45"
    assert refused.headers["Cache-Control"] == "private, no-store"
    assert refused.json() == {
        "type": "http://testserver/api/v1/docs/#problem-throttled",
        "title": "Too many requests",
        "status": 429,
        "detail": "Too many requests. Try again in 45 s.",
        "errors": [],
    }


def test_retry_after_is_never_zero(client, allow):
    allow("1/s")

    with time_machine.travel(NOW.replace(microsecond=999_999), tick=False):
        client.get(THINGS)

        assert client.get(THINGS).headers["Retry-After"] == "1"


def test_clients_are_counted_apart(client, allow):
    allow("1/min")

    with time_machine.travel(NOW, tick=False):
        found = [statuses(client, 2, REMOTE_ADDR=address) for address in ("192.0.2.1", "192.0.2.2")]

    assert found == [[200, 429], [200, 429]]


def test_forwarded_address_is_ignored_without_a_proxy(client, allow):
    allow("1/min")

    with time_machine.travel(NOW, tick=False):
        found = [
            client.get(THINGS, headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
            for n in range(2)
        ]

    assert found == [200, 429]


def test_behind_a_proxy_only_what_the_proxy_wrote_counts(client, allow):
    allow("1/min", proxies=1)

    with time_machine.travel(NOW, tick=False):
        found = [
            client.get(THINGS, headers={"x-forwarded-for": f"{forged}, 192.0.2.9"}).status_code
            for forged in ("192.0.2.1", "192.0.2.2")
        ]

    assert found == [200, 429]
