"""Dated copies of the published set: the same bytes for ever, none twice, none lost."""

import csv
import gzip
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.upkeep import run
from salaries.actions import withdraw_benchmarks
from salaries.models import Benchmark, Snapshot
from salaries.snapshots import take_monthly, take_snapshot
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.salaries.test_actions import at_once

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(DAY, tick=False)
    return time_machine


def taken():
    made = take_snapshot(by=None)
    assert made is not None
    return made


def test_snapshot_holds_the_rows_of_the_files_of_today(client):
    PublishedBenchmarkFactory(note="=1+1")
    PublishedBenchmarkFactory(distribution=True, source=SourceFactory(slug="reports"))
    BenchmarkFactory(year=2023), ScheduledBenchmarkFactory(year=2024)
    WithdrawnBenchmarkFactory(year=2025)

    made = taken()

    table = client.get("/salaries/snapshots/2026-11-28.csv")
    document = json.loads(client.get("/salaries/snapshots/2026-11-28.json").content)
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    shown = [*Benchmark.objects.public().shown()]
    assert [int(row["id"]) for row in rows] == [row.pk for row in shown]
    assert [row["id"] for row in document["results"]] == [row.pk for row in shown]
    assert [row["p50"] for row in document["results"]] == [None, "142000.00"]
    assert rows[0]["note"] == "'=1+1"
    assert (document["snapshot"], document["count"], made.row_count) == ("2026-11-28", 2, 2)
    assert document["licenses"] == [
        {
            "source": name,
            "license": "CC BY 4.0",
            "license_url": "https://creativecommons.org/licenses/by/4.0/",
        }
        for name in ("Survey", "Reports")
    ]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_bytes_stay_whatever_becomes_of_the_figures(client, kind):
    figure = PublishedBenchmarkFactory()
    made = taken()
    address = f"/salaries/snapshots/{made}.{kind}"
    before = client.get(address)

    Benchmark.objects.filter(pk=figure.pk).update(low=Decimal(1))
    withdraw_benchmarks(benchmarks=Benchmark.objects.all(), by=None, reason="Wrong")
    figure.source.name = "Otherwise"
    figure.source.save()
    PublishedBenchmarkFactory(year=2020)
    taken()
    after = client.get(address)

    assert after.content == before.content
    assert hashlib.sha256(after.content).hexdigest() == getattr(made, f"{kind}_sha256")
    assert len(after.content) == getattr(made, f"{kind}_size")
    assert after.headers["ETag"] == before.headers["ETag"]
    assert not after.headers["ETag"].startswith("W/")
    assert "max-age=31536000" in after.headers["Cache-Control"]
    assert "immutable" in after.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": after.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_set_that_has_not_changed_makes_no_new_snapshot(clock):
    PublishedBenchmarkFactory()
    first = taken()
    clock.move_to(DAY + timedelta(days=40), tick=False)

    second = take_snapshot(by=None)

    assert second is None
    assert list(Snapshot.objects.all()) == [first]


def test_several_of_a_day_are_counted(clock):
    names = []
    for year in range(2015, 2027):
        PublishedBenchmarkFactory(year=year)
        names.append(taken().name)
    clock.move_to(DAY + timedelta(days=1), tick=False)
    PublishedBenchmarkFactory(year=2014)

    assert names == ["2026-11-28", *(f"2026-11-28-{number}" for number in range(2, 13))]
    assert taken().name == "2026-11-29"


def test_set_as_it_once_was_is_a_snapshot_again():
    figure = PublishedBenchmarkFactory()
    made = [taken()]
    for low in (90_000, 100_000):
        Benchmark.objects.filter(pk=figure.pk).update(low=Decimal(low))
        made.append(taken())

    first, other, last = made
    assert (last.name, last.csv_sha256) == ("2026-11-28-3", first.csv_sha256)
    assert other.csv_sha256 != first.csv_sha256


def test_page_lists_size_and_checksum(client):
    PublishedBenchmarkFactory()
    made = taken()

    page = client.get("/salaries/snapshots/").content.decode()

    for part in (made.csv_sha256, made.json_sha256, f"/salaries/snapshots/{made}.csv"):
        assert part in page


def test_page_shows_a_new_one_at_once(client):
    page = client.get("/salaries/snapshots/").content.decode()
    PublishedBenchmarkFactory()
    taken()

    assert "No snapshot yet" in page
    assert "2026-11-28.csv" in client.get("/salaries/snapshots/").content.decode()


def test_no_snapshot_is_not_found(client):
    assert client.get("/salaries/snapshots/2026-11-27.csv").status_code == 404
    assert client.get("/salaries/snapshots/2026-11-27.json").status_code == 404


def test_snapshot_is_never_changed_or_deleted():
    PublishedBenchmarkFactory()
    made = taken()

    with pytest.raises(TypeError, match="never changed"):
        made.save()
    with pytest.raises(TypeError, match="never deleted"):
        made.delete()


def test_upkeep_takes_one_a_month(clock):
    PublishedBenchmarkFactory()
    counts = []
    for days, year in ((0, 2001), (1, 2002), (3, 2003), (4, 2004), (40, 2005)):
        clock.move_to(DAY + timedelta(days=days), tick=False)
        PublishedBenchmarkFactory(year=year)
        counts.append(take_monthly())

    assert counts == [1, 0, 1, 0, 1]
    assert any(line.startswith("Snapshots taken: ") for line in run())


def test_nothing_published_is_no_snapshot_of_a_month():
    assert take_monthly() == 0
    assert not Snapshot.objects.exists()


def test_command_says_what_it_took(capsys):
    PublishedBenchmarkFactory()

    call_command("snapshot_salaries")
    call_command("snapshot_salaries")

    made = Snapshot.objects.get()
    assert capsys.readouterr().out.splitlines() == [
        f"Took 2026-11-28: 1 figures, SHA-256 {made.csv_sha256}.",
        "Nothing has changed since the newest snapshot, so none was taken.",
    ]


# The desk

ADD = "/admin/salaries/snapshot/add/"


def test_analyst_takes_one_and_nobody_changes_it(client):
    PublishedBenchmarkFactory()
    analyst = StaffFactory(groups=("analyst",))
    client.force_login(analyst)

    page = client.get(ADD).content.decode()
    client.post(ADD)
    again = client.post(ADD, follow=True)

    made = Snapshot.objects.get()
    assert "Keeps all 1 published figures" in page
    assert made.by == analyst
    assert "Nothing has changed" in again.content.decode()
    client.force_login(SuperuserFactory())
    for name in ("change", "delete"):
        address = reverse(f"admin:salaries_snapshot_{name}", args=[made.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
    listed = client.get("/admin/salaries/snapshot/")
    assert "delete_selected" not in listed.content.decode()
    assert list(Snapshot.objects.all()) == [made]


@pytest.mark.parametrize(
    ("group", "may"), [("analyst", True), ("editor", False), ("author", False)]
)
def test_who_may_take_one(client, group, may):
    PublishedBenchmarkFactory()
    client.force_login(StaffFactory(groups=(group,)))

    client.post(ADD)

    assert Snapshot.objects.exists() is may


# Size


def test_queries_do_not_grow_with_the_figures(django_assert_max_num_queries):
    for year in range(1990, 2040):
        PublishedBenchmarkFactory(year=year)

    with django_assert_max_num_queries(9):
        made = taken()

    assert gzip.decompress(made.csv_gzip).count(b"\r\n") == 51


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where writers run side by side")
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_takes_it():
    PublishedBenchmarkFactory()

    answers = at_once(6, lambda: take_snapshot(by=None))

    assert len([made for made in answers if made]) == 1
    assert [row.name for row in Snapshot.objects.all()] == [f"{timezone.now():%Y-%m-%d}"]
