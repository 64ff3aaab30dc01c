"""The market beside the pay, and the warnings that go with it."""

from decimal import Decimal

from tests.contracts.attack import filled_in
from tests.factories.jobs import DraftJobFactory, OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory


def market(client, job, **given):
    """What stands beside the pay once something was typed."""
    address = f"/hire/jobs/{job.slug}/edit/"
    data = filled_in(client.get(address).text) | given | {"_look": "1"}
    response = client.post(address, data, headers={"hx-request": "true"})
    return response.context["market"], response


def test_panel_follows_what_is_typed(client, recruiter, company):
    role, other = RoleFactory(slug="ml-engineer"), RoleFactory(slug="other", name="Other role")
    PublishedBenchmarkFactory(
        role=role, measure="mid-level", low=Decimal(120_000), high=Decimal(160_000)
    )
    job = DraftJobFactory(company=company, primary_role=role)

    within, _ = market(client, job, pay_min="130000", pay_max="150000")
    below, page = market(client, job, pay_min="60000", pay_max="80000")
    unknown, _ = market(client, job, primary_role=str(other.pk))

    assert (within.position.standing, list(within.warnings)) == ("within", [])
    assert below.position.standing == "below"
    assert below.warnings[0].endswith("Readers see that on the listing.")
    assert (unknown.role, unknown.position.standing) == (other, "unknown")
    assert 'id="checks"' in page.text
    assert "<html" not in page.text
    assert job.revisions.count() == 1


def test_wide_range_is_warned_of(client, recruiter, company):
    job = DraftJobFactory(company=company)

    narrow, _ = market(client, job, pay_min="100000", pay_max="150000")
    wide, _ = market(client, job, pay_min="100000", pay_max="160000")

    assert list(narrow.warnings) == []
    assert wide.warnings[0].startswith("The upper end is 60 % above the lower one.")


def test_pay_that_is_not_given_is_told_the_benchmark(client, recruiter, company):
    role = RoleFactory(slug="ml-engineer")
    PublishedBenchmarkFactory(role=role, measure="mid-level")
    job = DraftJobFactory(company=company, primary_role=role, pay_min=None, pay_max=None)

    found, page = market(client, job)

    assert not found.has_pay
    assert "The benchmark is $100,000 to $150,000" in page.text


def test_live_listings_are_narrowed_as_far_as_some_are_left(client, recruiter, company):
    role = RoleFactory(slug="ml-engineer")
    job = DraftJobFactory(company=company, primary_role=role)
    for pay in (100_000, 120_000, 140_000):
        OpenJobFactory(primary_role=role, pay_min=Decimal(pay), pay_max=Decimal(pay))
    OpenJobFactory(primary_role=role, level="senior", pay_min=Decimal(1), pay_max=Decimal(1))
    OpenJobFactory(primary_role=role, currency="EUR")
    OpenJobFactory(primary_role=RoleFactory(slug="other"))

    same, _ = market(client, job)
    any_level, _ = market(client, job, level="principal")
    none, _ = market(client, job, currency="GBP")

    assert (same.similar.n, same.similar.about) == (3, "same role, mid-level, same country")
    assert same.similar.sentence == "The middle of their ranges: $100,000 to $140,000 a year."
    assert (any_level.similar.n, any_level.similar.about) == (
        4,
        "same role, same country, any level",
    )
    assert none.similar.n == 0


def test_percentiles_are_those_of_the_level_where_there_are_some(client, recruiter, company):
    role = RoleFactory(slug="ml-engineer")
    wide = PublishedBenchmarkFactory(distribution=True, role=role)
    mid = PublishedBenchmarkFactory(distribution=True, role=role, level="mid", sample_size=41)
    PublishedBenchmarkFactory(distribution=True, role=role, level="senior")
    job = DraftJobFactory(company=company, primary_role=role)

    level, page = market(client, job, level="mid")
    whole, _ = market(client, job, level="entry")

    assert [spread.url for spread in level.spreads] == [mid.get_absolute_url()]
    assert [spread.url for spread in whole.spreads] == [wide.get_absolute_url()]
    assert (level.spreads[0].p50, level.spreads[0].n) == ("$142,000", "41 reports")
    assert "41 reports" in page.text
