"""What every Atom feed keeps to, whatever it lists."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.feeds import Entry, atom

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ENTRY = Entry(
    title="A title", path="/a/", summary="A summary.", published=NOON, updated=NOON + timedelta(1)
)


def feed_at(moment: datetime, *entries: Entry) -> bytes:
    with time_machine.travel(moment, tick=False):
        response = atom(
            title="Things", subtitle="All.", path="/", feed_path="/feed/", entries=entries
        )
    return response.content


@pytest.mark.parametrize(
    ("entries", "updated"),
    [((), "1970-01-01T00:00:00+00:00"), ((ENTRY,), "2026-11-03T12:00:00+00:00")],
)
def test_feed_is_the_same_at_any_time(entries, updated):
    first, later = (feed_at(NOON + timedelta(days=days), *entries) for days in (9, 90))

    assert first == later
    head = first.partition(b"<entry>")[0].decode()
    assert f"<updated>{updated}</updated>" in head


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/jobs/feed/", "/guides/feed/"])
def test_empty_feed_keeps_its_etag(client, address):
    with time_machine.travel(NOON, tick=False):
        first = client.get(address)
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        later = client.get(address)

    assert first.status_code == later.status_code == 200
    assert (first.content, first.headers["ETag"]) == (later.content, later.headers["ETag"])
