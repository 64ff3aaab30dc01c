"""When letters are due, by the reader's own clock."""

from datetime import UTC, datetime

from jobs.alerts.times import known_zones, next_due


def due(after: str, zone: str, hour: int, rhythm: str = "daily") -> str:
    instant = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = next_due(instant, rhythm=rhythm, zone=zone, hour=hour)
    return f"{found:%Y-%m-%dT%H:%M}"


def test_letter_is_due_at_the_hour_of_the_readers_zone():
    assert due("2026-11-28T05:59", "Europe/Berlin", 7) == "2026-11-28T06:00"
    assert due("2026-11-28T06:00", "Europe/Berlin", 7) == "2026-11-29T06:00"
    assert due("2026-11-28T05:59", "Asia/Kathmandu", 7) == "2026-11-29T01:15"
    assert due("2026-11-28T05:59", "Pacific/Kiritimati", 7) == "2026-11-28T17:00"
    assert due("2026-11-28T05:59", "America/New_York", 7) == "2026-11-28T12:00"


def test_weekly_letter_is_due_on_the_readers_monday():
    assert due("2026-11-29T12:00", "Pacific/Kiritimati", 7, "weekly") == "2026-11-29T17:00"
    assert due("2026-11-29T12:00", "America/New_York", 7, "weekly") == "2026-11-30T12:00"
    assert due("2026-11-30T12:00", "America/New_York", 7, "weekly") == "2026-12-07T12:00"


def test_hour_that_the_clock_leaps_over_is_due_at_the_leap():
    """New York, March 8: 1:59 is followed by 3:00."""
    assert due("2026-03-07T12:00", "America/New_York", 2) == "2026-03-08T07:00"
    assert due("2026-03-08T07:00", "America/New_York", 2) == "2026-03-09T06:00"


def test_hour_that_comes_twice_is_due_once():
    """New York, November 1: 1:00 to 1:59 comes twice."""
    assert due("2026-10-31T12:00", "America/New_York", 1) == "2026-11-01T05:00"
    assert due("2026-11-01T05:00", "America/New_York", 1) == "2026-11-02T06:00"


def test_zone_that_is_not_known_any_more_counts_as_utc():
    assert due("2026-11-28T05:59", "Mars/Olympus", 7) == "2026-11-28T07:00"
    assert {"UTC", "Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata"} <= known_zones()
