"""A chart is numbers: each figure on one scale, each open end an arrow."""

from decimal import Decimal

import pytest

from salaries.charts import LEFT_OUT, Box, Series, chart_of, scale_for
from tests.factories.salaries import BenchmarkFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory


def figure(**values):
    role = RoleFactory.build(pk=1, slug="ml-engineer", name="ML engineer")
    return BenchmarkFactory.build(
        **({"role": role, "place": CountryFactory.build(), "source": None} | values)
    )


def chart(*figures, **given):
    return chart_of(figures, title="Pay", label=lambda row: (row.label, row.place.label), **given)


SHAPES = [
    ({}, ("range", 50, 75, "", "$100,000 to $150,000")),
    ({"open_range": True}, ("range", 50, 75, "right", "$100,000 to $150,000 or more")),
    ({"single": True}, ("single", 60, 60, "", "$120,000")),
    (
        {"at_least": True, "low": Decimal(100_000)},
        ("at_least", 50, 50, "right", "$100,000 or more"),
    ),
    ({"at_most": True, "high": Decimal(100_000)}, ("at_most", 50, 50, "left", "up to $100,000")),
]


@pytest.mark.parametrize(("values", "bar"), SHAPES)
def test_each_shape_is_drawn_where_it_lies(values, bar):
    longest = figure(single=True, low=Decimal(180_000), high=Decimal(180_000))

    first = chart(figure(**values), longest).rows[0]

    assert (first.kind, first.x1, first.x2, first.opens, first.value_label) == bar


def test_percentiles_have_a_box_and_their_number():
    longest = figure(single=True, low=Decimal(180_000), high=Decimal(180_000))
    ends = {"p10": 50_000, "p25": 100_000, "p50": 120_000, "p75": 150_000, "p90": 180_000}
    percentiles = {name: Decimal(end) for name, end in ends.items()}

    drawn = chart(figure(distribution=True, **percentiles), longest)

    assert drawn.has_boxes
    assert drawn.rows[0].box == Box(25, 50, 60, 75, 90)
    assert drawn.rows[0].box.width == 25
    assert (drawn.rows[0].kind, drawn.rows[0].opens) == ("percentiles", "")
    assert drawn.rows[0].value_label == "$120,000 median, n\N{NO-BREAK SPACE}312"
    assert drawn.rows[1].box is None
    assert not chart(longest).has_boxes


def test_chart_says_its_unit_its_years_and_every_figure():
    drawn = chart(figure(), figure(year=2024, single=True))

    assert drawn.title == "Pay: base pay, US dollars a year, 2024 to 2026"
    assert drawn.desc == (
        "National median, United States: $100,000 to $150,000; "
        "National median, United States: $120,000."
    )


def test_scale_begins_at_zero_and_has_few_round_ticks():
    ticks = [(tick.label, tick.x) for tick in chart(figure()).scale_ticks]

    assert ticks == [("$0", 0), ("$50k", 25), ("$100k", 50), ("$150k", 75), ("$200k", 100)]


AMOUNTS = ["0.01", "7", "19.99", "999", "12345", "150000", "990000", "1234567", "1000000000"]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_scale_holds_every_amount_with_two_to_eight_ticks(amount):
    row = figure(single=True, low=Decimal(amount), high=Decimal(amount))

    scale = scale_for([row])

    assert scale
    assert 0 <= scale.x(row.low) < 100
    assert 2 <= len(scale.ticks) <= 8


def test_figures_of_another_unit_are_left_to_the_table_and_that_is_said():
    drawn = chart(figure(), figure(measure="mid-level"), figure(currency="EUR"))

    assert [bar.label for bar in drawn.rows] == ["National median", "Mid-level"]
    assert drawn.note == LEFT_OUT


def test_nothing_to_draw_gives_no_chart():
    assert chart() is None


def test_roles_are_told_apart_by_number():
    others = [RoleFactory.build(pk=pk, name=f"Role {pk}") for pk in (1, 2, 3)]

    drawn = chart(figure(role=others[2]), figure(role=others[0]), roles=others)

    assert [bar.series for bar in drawn.rows] == [3, 1]
    assert drawn.series == (Series(1, "Role 1"), Series(3, "Role 3"))


def test_role_and_its_figures_share_one_scale():
    scale = scale_for([figure(), figure(at_least=True, low=Decimal(390_000))])

    drawn = chart(figure(), scale=scale)

    assert drawn.scale_ticks[-1].label == "$500k"
    assert (drawn.rows[0].x1, drawn.rows[0].x2) == (20, 30)
