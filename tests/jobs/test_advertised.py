"""Advertised pay: counted from live listings, suppressed where they are few, kept under its numbers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import quantiles

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions import close_job
from jobs.advertised import LEVELS, METHOD, SLUG, count_advertised, count_daily
from jobs.models import CloseReason, Job
from portal.upkeep import run
from portal.work import Level
from salaries.distributions import Swap
from salaries.models import Benchmark, FigureChange, Source
from tests.factories.jobs import ClosedJobFactory, CompanyFactory, DraftJobFactory, OpenJobFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def company():
    CountryFactory(), CityFactory()
    return CompanyFactory()


def listings(company, count=10, **given):
    """So many open ones, from 100,000 to 120,000 on, each a thousand above the one before."""
    amounts = {"pay_min": 100_000, "pay_max": 120_000} | given
    low, high = (amounts.pop(name) for name in ("pay_min", "pay_max"))
    return [
        OpenJobFactory(
            company=company,
            pay_min=Decimal(low + 1_000 * number),
            pay_max=Decimal(high + 1_000 * number),
            **amounts,
        )
        for number in range(count)
    ]


def groups():
    rows = Benchmark.objects.public().distributions().select_related("place").order_by("pk")
    return {
        (row.level, row.place.slug, row.workplace, row.currency): row.sample_size for row in rows
    }


def whole(**given):
    return Benchmark.objects.public().get(
        level="", place__slug="us", workplace="any", **({"currency": "USD"} | given)
    )


def test_middles_of_the_ranges_are_counted_as_a_linear_percentile(company):
    jobs = listings(company, 13)

    count_advertised()

    row = whole()
    middles = sorted((job.pay_min + job.pay_max) / 2 for job in jobs)
    shares = quantiles(middles, n=100, method="inclusive")
    assert [row.p10, row.p25, row.p50, row.p75, row.p90] == [
        shares[share - 1] for share in (10, 25, 50, 75, 90)
    ]
    assert (row.p50, row.sample_size, row.year, row.first_year) == (116_000, 13, 2026, None)
    assert row.source is not None
    assert (row.source.basis, row.source.method) == ("advertised", METHOD)
    row.full_clean()


def test_every_group_and_every_coarser_one_is_counted(company):
    listings(company, level="senior", workplace="onsite")
    listings(company, level="mid", workplace="remote")

    count_advertised()

    assert groups() == {("", place, "any", "USD"): 20 for place in ("us", "world")} | {
        (level, place, workplace, "USD"): 10
        for place in ("us", "world")
        for level, workplace in (
            *(("senior", "any"), ("senior", "onsite"), ("", "onsite")),
            *(("mid", "any"), ("mid", "remote"), ("", "remote")),
        )
    }


def test_group_under_the_threshold_is_found_nowhere(company, client):
    listings(company, 9, level="senior")
    listings(company, 1, level="mid", pay_min=717_000, pay_max=717_342)

    count_advertised()

    assert {group[0] for group in groups()} == {""}
    files = [client.get(f"/salaries/changes.{kind}").content.decode() for kind in ("csv", "json")]
    assert all("Senior" not in file and "717" not in file for file in files)
    assert not Benchmark.objects.filter(level="senior").exists()


def test_without_enough_listings_there_is_no_source(company):
    listings(company, 9)

    assert not count_advertised()
    assert not Source.objects.exists()


def test_only_what_is_live_counts(company, clock):
    listings(company, 10)
    for factory in (DraftJobFactory, ClosedJobFactory):
        factory(company=company)
    OpenJobFactory(company=company, closes_at=timezone.now() + timedelta(hours=1))
    clock.move_to(NOW + timedelta(hours=2), tick=False)

    count_advertised()

    assert whole().sample_size == 10


def test_periods_become_a_full_time_year(company):
    for period, times in (("hour", 2080), ("day", 260), ("week", 52), ("month", 12)):
        for _ in range(3):
            pay = Decimal(624_000) / times
            OpenJobFactory(company=company, period=period, pay_min=pay, pay_max=pay)

    count_advertised()

    row = whole()
    assert (row.p10, row.p90, row.sample_size) == (624_000, 624_000, 12)


def test_currencies_are_kept_apart(company):
    listings(company, 10)
    listings(company, 11, currency="EUR")

    count_advertised()

    assert (whole().sample_size, whole(currency="EUR").sample_size) == (10, 11)


def test_listing_of_several_countries_counts_worldwide_only(company):
    abroad = CountryFactory(slug="de", name="Germany", country="DE")
    listings(company, 10, workplace="remote", remote_countries=[CountryFactory(), abroad])

    count_advertised()

    assert {place for _, place, *_ in groups()} == {"world"}


def test_levels_without_a_counterpart_count_where_all_levels_do(company):
    listings(company, 5, level="staff")
    listings(company, 5, level="principal")

    count_advertised()

    assert {level for level, *_ in groups()} == {""}
    assert set(Level) - LEVELS.keys() == {Level.STAFF, Level.PRINCIPAL}


def test_primary_role_alone_counts(company):
    other = RoleFactory(slug="ai-engineer")
    listings(company, 10, roles=[other])

    count_advertised()

    assert {row.role.slug for row in Benchmark.objects.public()} == {"ml-engineer"}


def test_figures_keep_their_numbers_and_say_what_changed(company):
    listings(company, 10)
    first = count_advertised()
    before = {row.pk: row.sample_size for row in Benchmark.objects.public()}
    listings(company, 1)

    second = count_advertised()
    third = count_advertised()

    after = {row.pk: row.sample_size for row in Benchmark.objects.public()}
    assert (first, second, third) == (Swap(published=8), Swap(changed=8), Swap())
    assert after == dict.fromkeys(before, 11)
    newest = FigureChange.objects.newest()[0]
    assert (newest.kind, newest.is_counted) == ("changed", True)
    assert newest.reason == "Counted from 11 live listings on November 28, 2026"


def test_figures_keep_their_numbers_from_year_to_year(company, clock):
    listings(company, 10, closes_at=NOW + timedelta(days=60))
    count_advertised()
    before = set(Benchmark.objects.public().values_list("pk", flat=True))
    clock.move_to(datetime(2027, 1, 2, tzinfo=UTC), tick=False)

    swap = count_advertised()

    assert swap == Swap(changed=8)
    assert set(Benchmark.objects.public().values_list("pk", flat=True)) == before
    assert whole().year == 2027


def test_figures_go_with_the_listings(company):
    listings(company, 10)
    count_advertised()
    close_job(job=Job.objects.all()[0], by=None, reason=CloseReason.FILLED)

    swap = count_advertised()

    assert swap == Swap(withdrawn=8)
    assert not Benchmark.objects.public().exists()


def test_upkeep_counts_once_a_day(company, clock):
    listings(company, 10)
    counts = [count_daily(), count_daily()]
    listings(company, 1)
    counts.append(count_daily())
    clock.move_to(NOW + timedelta(days=1), tick=False)
    counts.append(count_daily())

    assert counts == [8, 0, 0, 8]
    assert Source.objects.get(slug=SLUG).retrieved_on == timezone.now().date()
    assert any(line.startswith("Figures of advertised pay") for line in run())


def test_command_says_what_it_found(company, capsys):
    listings(company, 10)

    call_command("count_advertised")

    assert capsys.readouterr().out == "New figures: 8. Changed: 0. Withdrawn: 0.\n"


def test_what_staff_write_of_the_source_stays(company):
    listings(company, 10)
    count_advertised()
    Source.objects.filter(slug=SLUG).update(name="Otherwise", method="Otherwise")
    listings(company, 1)

    count_advertised()

    source = Source.objects.get(slug=SLUG)
    assert (source.name, source.method) == ("Otherwise", "Otherwise")


def test_queries_do_not_grow_with_the_listings(company):
    listings(company, 10)
    count_advertised()
    counts = []
    for count in (1, 20):
        listings(company, count)
        with CaptureQueriesContext(connection) as asked:
            count_advertised()
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 18
