"""Where a pay stands: every shape of figure, every standing, and the reasons why nothing is said."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from salaries.position import MOST_ANSWERS, PayQuery, Position, Standing, Yardstick, stand
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db


def ask(low, high=None, **given):
    """A pay for an ML engineer in the United States; with no level, against the national median."""
    values = {
        "role_id": RoleFactory(slug="ml-engineer", name="ML engineer").pk,
        "level": "",
        "country": "US",
        "currency": "USD",
        "period": "year",
    }
    return PayQuery(pay_min=Decimal(low), pay_max=Decimal(high or low), **(values | given))


def answer(*args, **given):
    return stand([ask(*args, **given)])[0]


RANGE: dict[str, bool] = {}
OPEN = {"open_range": True}
SINGLE = {"single": True}
FLOOR = {"at_least": True}
LIMIT = {"at_most": True}

STANDINGS = [
    (RANGE, (90_000, 99_999), "below", "This pay is below"),
    (RANGE, (90_000, 100_000), "across", "This pay starts below and ends within"),
    (RANGE, (100_000, 150_000), "within", "This pay is within"),
    (RANGE, (120_000, 120_000), "within", "This pay is within"),
    (RANGE, (150_000, 160_000), "across", "This pay starts within and ends above"),
    (RANGE, (90_000, 160_000), "across", "This pay starts below and ends above"),
    (RANGE, (150_001, 160_000), "above", "This pay is above"),
    (OPEN, (90_000, 99_000), "below", "This pay is below"),
    (OPEN, (90_000, 160_000), "across", "This pay starts below and ends within"),
    (OPEN, (900_000, 990_000), "within", "This pay is within"),
    (SINGLE, (90_000, 119_999), "below", "This pay is below"),
    (SINGLE, (120_000, 120_000), "within", "This pay is equal to"),
    (SINGLE, (90_000, 120_000), "across", "This pay starts below and ends at"),
    (SINGLE, (120_000, 130_000), "across", "This pay starts at and ends above"),
    (SINGLE, (110_000, 130_000), "across", "This pay starts below and ends above"),
    (SINGLE, (130_000, 130_000), "above", "This pay is above"),
    (FLOOR, (200_000, 219_999), "below", "This pay is below"),
    (FLOOR, (200_000, 220_000), "across", "This pay starts below and ends within"),
    (FLOOR, (220_000, 900_000), "within", "This pay meets"),
    (LIMIT, (1, 190_000), "within", "This pay stays under the limit of"),
    (LIMIT, (180_000, 190_001), "across", "This pay starts within and ends above"),
    (LIMIT, (190_001, 200_000), "above", "This pay is above"),
]


@pytest.mark.parametrize(("shape", "pay", "standing", "start"), STANDINGS)
def test_pay_stands_against_each_shape(shape, pay, standing, start):
    benchmark = PublishedBenchmarkFactory(**shape)

    position = answer(*pay)

    figure = f"{benchmark.figure} a year"
    assert position.standing == standing
    assert position.sentence == f"{start} the national median for this role, {figure}."


def test_position_names_the_figure_and_its_source():
    benchmark = PublishedBenchmarkFactory()

    position = answer(90_000)

    assert position == Position(
        standing=Standing.BELOW,
        short="Below benchmark",
        sentence="This pay is below the national median for this role, $100,000 to $150,000 a year.",
        figure="$100,000 to $150,000",
        label="National median",
        source="Survey",
        publisher="The Statistics Office",
        year=2026,
        url=f"/salaries/ml-engineer/#figure-{benchmark.pk}",
        benchmark=benchmark.pk,
    )


PERIODS = [
    ("month", 10_000, "A full-time year is counted as 12 months."),
    ("week", 2_000, "A full-time year is counted as 52 weeks."),
    ("day", 500, "A full-time year is counted as 260 days."),
    ("hour", 60, "A full-time year is counted as 2,080 hours."),
]


@pytest.mark.parametrize(("period", "pay", "counted"), PERIODS)
def test_other_periods_are_counted_as_a_year_and_that_is_said(period, pay, counted):
    PublishedBenchmarkFactory()

    position = answer(pay, period=period)

    assert position.standing == Standing.WITHIN
    assert position.sentence.endswith(f"$100,000 to $150,000 a year. {counted}")


def test_figure_per_hour_is_counted_as_a_year_too():
    PublishedBenchmarkFactory(period="hour", low=Decimal(50), high=Decimal(80))

    yearly, hourly = stand([ask(120_000), ask(60, period="hour")])

    against = "This pay is within the national median for this role, $50 to $80 an hour."
    assert yearly.sentence == f"{against} A full-time year is counted as 2,080 hours."
    assert hourly.sentence == against


LEVELS = [
    ("entry", "0–1 years"),
    ("junior", "1–3 years"),
    ("mid", "Mid-level"),
    ("senior", "Senior"),
    ("lead", "Senior"),
    ("staff", "10 years or more"),
    ("principal", "10 years or more"),
    ("", "National median"),
]


@pytest.mark.parametrize(("level", "label"), LEVELS)
def test_each_level_is_measured_against_the_figure_that_fits(level, label):
    PublishedBenchmarkFactory()
    PublishedBenchmarkFactory(measure="mid-level")
    PublishedBenchmarkFactory(measure="senior-level")
    PublishedBenchmarkFactory(entry=True)
    PublishedBenchmarkFactory(measure="experience", min_years=1, max_years=3)
    PublishedBenchmarkFactory(expert=True)

    assert answer(120_000, level=level).label == label


def test_mid_level_falls_back_on_the_national_median():
    PublishedBenchmarkFactory()

    assert answer(120_000, level="mid").label == "National median"


def test_newest_year_is_the_measure():
    PublishedBenchmarkFactory(year=2025, low=Decimal(1), high=Decimal(2))
    PublishedBenchmarkFactory(year=2026)
    PublishedBenchmarkFactory(year=2024, low=Decimal(1), high=Decimal(2))

    assert answer(120_000).year == 2026


REASONS = [
    ({"role": True}, "There is no benchmark for this role yet."),
    ({"country": ""}, "It is not stated in which country the work is paid."),
    ({"country": "DE"}, "There is no benchmark for this role in this country."),
    (
        {"currency": "EUR"},
        "There is no benchmark for this role in EUR. Currencies are not converted.",
    ),
    ({"level": "senior"}, "There is no benchmark for this role at this level."),
    ({"level": "chief"}, "There is no benchmark for this role at this level."),
]


@pytest.mark.parametrize(("given", "reason"), REASONS)
def test_what_cannot_be_said_says_why(given, reason):
    PublishedBenchmarkFactory()
    query = ask(120_000, **{key: value for key, value in given.items() if key != "role"})
    if "role" in given:
        query = query._replace(role_id=RoleFactory(slug="another").pk)

    [position] = stand([query])

    assert position == Position(Standing.UNKNOWN, "No benchmark", reason)


UNFIT = [
    (BenchmarkFactory, {}),
    (ScheduledBenchmarkFactory, {}),
    (WithdrawnBenchmarkFactory, {}),
    (PublishedBenchmarkFactory, {"component": "total"}),
    (PublishedBenchmarkFactory, {"workplace": "remote"}),
    (PublishedBenchmarkFactory, {"hub": True}),
]


@pytest.mark.parametrize(("factory", "values"), UNFIT)
def test_figures_that_are_not_public_national_base_pay_are_no_measure(factory, values):
    factory(**values)

    assert answer(120_000).sentence == "There is no benchmark for this role yet."


def test_many_pays_are_placed_with_one_query(django_assert_num_queries):
    roles = [RoleFactory(slug=f"role-{number}") for number in range(30)]
    for role in roles[:-1]:
        PublishedBenchmarkFactory(role=role)
    queries = [ask(90_000, role_id=role.pk) for role in roles]

    with django_assert_num_queries(1):
        positions = stand(queries)

    assert [position.standing for position in positions] == ["below"] * 29 + ["unknown"]


def test_no_pay_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert stand([]) == []


@pytest.mark.django_db(transaction=True)
def test_figures_are_remembered_until_one_changes(django_assert_num_queries):
    benchmark = PublishedBenchmarkFactory()
    query = ask(120_000)
    before = stand([query])

    with django_assert_num_queries(0):
        again = stand([query])
    benchmark.low = Decimal(130_000)
    benchmark.save()
    after = stand([query])

    assert before == again
    assert (before[0].standing, after[0].standing) == (Standing.WITHIN, Standing.BELOW)


@pytest.mark.django_db(transaction=True)
def test_answer_is_remembered_with_the_figures():
    benchmark = PublishedBenchmarkFactory()
    before, again = stand([ask(120_000)])[0], stand([ask(120_000)])[0]

    benchmark.low = Decimal(130_000)
    benchmark.save()
    after = stand([ask(120_000)])[0]

    assert before is again
    assert (before.standing, after.standing) == (Standing.WITHIN, Standing.BELOW)


def test_answers_are_bounded_and_stay_right():
    yardstick, first = Yardstick([]), ask(1)
    queries = [first._replace(pay_max=Decimal(1 + number)) for number in range(MOST_ANSWERS + 1)]

    answers = {yardstick.place(query) for query in queries}

    assert [answer.sentence for answer in answers] == ["There is no benchmark for this role yet."]
    assert len(yardstick._answers) == 1


@pytest.mark.django_db(transaction=True)
def test_remembered_figures_do_not_outlive_the_next_one(time_machine):
    time_machine.move_to(datetime(2026, 5, 4, tzinfo=UTC))
    PublishedBenchmarkFactory(year=2025)
    scheduled = ScheduledBenchmarkFactory(year=2026, low=Decimal(130_000))
    query = ask(120_000)

    before = stand([query])
    time_machine.move_to(scheduled.published_at)
    after = stand([query])

    assert (before[0].year, after[0].year) == (2025, 2026)


def test_country_of_the_figure_is_what_counts():
    PublishedBenchmarkFactory()
    PublishedBenchmarkFactory(
        place=CountryFactory(slug="de", name="Germany", country="DE"),
        currency="EUR",
        low=Decimal(60_000),
        high=Decimal(80_000),
    )

    position = answer(90_000, country="DE", currency="EUR")

    assert position.sentence == (
        "This pay is above the national median for this role, €60,000 to €80,000 a year."
    )
