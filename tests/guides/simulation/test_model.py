"""The pure part of the career growth simulation: the same numbers always, and none that nobody published."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides.widgets.simulation import example
from guides.widgets.simulation.model import (
    Factors,
    Index,
    Inputs,
    Material,
    Outcome,
    Promotion,
    Range,
    Stage,
    simulate,
)
from guides.widgets.simulation.pay import Figure, Used, pay_at


def figure(years: tuple[int, int | None], low: int | None, high: int | None) -> Figure:
    return Figure(
        key="",
        label=f"{years}",
        text="",
        min_years=years[0],
        max_years=years[1],
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        year=2026,
        source="Survey",
        source_url="",
        url="/salaries/",
    )


ENTRY = figure((0, 1), 100_000, 100_000)
JUNIOR = figure((1, 3), 121_000, 121_000)
MID = figure((4, 9), 140_000, 160_000)
EXPERT = figure((10, None), 200_000, None)
LADDER = (ENTRY, JUNIOR, MID, EXPERT)


def outcome(start: int, figures: tuple[Figure, ...] = LADDER, **material) -> Outcome:
    return simulate(Inputs(2026, 4, start), Material(figures=figures, **material))


def indexes(start: int, figures: tuple[Figure, ...] = LADDER) -> list[tuple[int | None, ...]]:
    return [
        (year.index.low, year.index.middle, year.index.high)
        for year in outcome(start, figures).years
    ]


def test_example_of_the_method_page_is_what_the_model_counts():
    found = simulate(example.INPUTS, example.MATERIAL)

    assert found.base == 110_000
    assert [
        (year.year, year.experience, *(f"{end:,.0f}" for end in ends(year.pay)))
        for year in found.years
    ] == [(line.year, line.experience, *line.pay) for line in example.LINES]
    assert [tuple(map(str, ends(year.index))) for year in found.years] == [
        line.index for line in example.LINES
    ]


def ends(thing):
    return thing.low, thing.middle, thing.high


def test_figure_holds_in_the_middle_of_its_years():
    pay = pay_at(2, LADDER)

    assert ends(pay) == (121_000, 121_000, 121_000)
    assert pay.used == (Used(JUNIOR, Decimal(1)),)


def test_pay_between_two_middles_is_interpolated_end_by_end():
    pay = pay_at(3, (JUNIOR, figure((4, 4), 125_000, 141_000)))

    assert ends(pay) == (123_000, 127_000, 131_000)
    assert [use.share for use in pay.used] == [Decimal("0.5"), Decimal("0.5")]


def test_later_figure_counts_where_two_hold_the_year():
    assert pay_at(1, (ENTRY, figure((1, 3), 121_000, None))).low == 121_000


def test_bound_stays_a_bound_and_nothing_is_interpolated_towards_it():
    bound = figure((4, 9), None, 190_000)

    assert ends(pay_at(3, (JUNIOR, bound))) == (121_000, 121_000, 121_000)
    assert ends(pay_at(4, (JUNIOR, bound))) == (None, None, 190_000)
    assert ends(pay_at(12, LADDER)) == (200_000, None, None)


def test_gap_between_two_figures_is_not_bridged():
    assert ends(pay_at(1, (ENTRY, MID))) == (100_000, 100_000, 100_000)
    assert ends(pay_at(2, (ENTRY, MID))) == (None, None, None)
    assert pay_at(2, (ENTRY, MID)).used == ()


def test_range_without_an_end_of_years_holds_for_all_of_them():
    assert ends(pay_at(30, (MID, figure((10, None), 200_000, 300_000)))) == (
        200_000,
        250_000,
        300_000,
    )


def test_index_counts_from_the_middle_of_the_first_year():
    assert indexes(0) == [(100, 100, 100), (107, 107, 107), (121, 121, 121), (125, 127, 130)]


def test_floor_gives_a_floor_and_later_years_go_on():
    assert indexes(8)[:3] == [(93, 100, 107), (93, 100, 107), (133, None, None)]


def test_year_without_a_figure_has_no_number_and_later_ones_have():
    assert indexes(1, (ENTRY, MID)) == [
        (100, 100, 100),
        (None, None, None),
        (None, None, None),
        (140, 150, 160),
    ]


@pytest.mark.parametrize("start", [10, 40])
def test_nothing_is_counted_from_a_first_year_that_is_open_or_missing(start):
    figures = (*LADDER[:3], figure((10, 20), 200_000, None), figure((11, 12), 1, 2))

    found = outcome(start, figures)

    assert found.base is None
    assert {year.index for year in found.years} == {Index(None, None, None)}


def test_level_widens_the_band_and_moves_no_middle():
    level = Range(Decimal("0.9"), Decimal("1.1"), Decimal("1.32"))

    found = outcome(0, factors=Factors(level=level))

    assert found.base == 110_000
    assert [ends(year.index) for year in found.years[::2]] == [(82, 100, 120), (99, 121, 145)]


def test_growth_moves_the_middle_but_not_the_first_year():
    growth = Range(Decimal("0.5"), Decimal("1.5"), Decimal(2))

    found = outcome(0, factors=Factors(growth=growth))

    assert [ends(year.index) for year in found.years[::2]] == [(100, 100, 100), (111, 132, 142)]


def test_half_a_point_goes_up():
    figures = (figure((0, 0), 1_000, 1_000), figure((1, 1), 1_005, 1_005))

    assert indexes(0, figures)[1] == (101, 101, 101)


STEPS = (
    Promotion("Entry level", "Junior", 1, 1, 1),
    Promotion("Junior", "Mid-level", 3, 2, 4),
)


def test_promotion_falls_in_the_year_that_reaches_its_experience():
    years = outcome(0, promotions=STEPS).years

    assert [year.level for year in years] == ["Entry level", "Junior", "Junior", "Mid-level"]
    assert [year.promotions for year in years] == [(), STEPS[:1], (), STEPS[1:]]


def test_step_taken_before_the_first_year_is_no_promotion():
    years = outcome(1, promotions=STEPS).years

    assert [year.level for year in years] == ["Junior", "Junior", "Mid-level", "Mid-level"]
    assert [len(year.promotions) for year in years] == [0, 0, 1, 0]


def test_skills_are_spread_evenly_over_the_years_of_their_stage():
    stages = (Stage("Core", ("a", "b", "c"), 0, 1), Stage("AI", ("d",), 3, 9))

    found = outcome(0, stages=stages)

    assert [year.learning for year in found.years] == [
        (("Core", ("a", "b")),),
        (("Core", ("c",)),),
        (),
        (("AI", ("d",)),),
    ]
    assert [year.known for year in found.years] == [2, 3, 3, 4]
    assert found.skills == 4


amounts = st.integers(1, 10**9).map(Decimal)


@st.composite
def any_figure(draw) -> Figure:
    start = draw(st.integers(0, 30))
    end = draw(st.none() | st.integers(start, 40))
    low, high = sorted([draw(amounts), draw(amounts)])
    shape = draw(st.sampled_from(["both", "floor", "ceiling"]))
    return Figure(
        key="",
        label=f"{start}–{end}",
        text="",
        min_years=start,
        max_years=end,
        low=None if shape == "ceiling" else low,
        high=None if shape == "floor" else high,
        year=2026,
        source="",
        source_url="",
        url="",
    )


def ranges(low: str, high: str) -> st.SearchStrategy[Range]:
    one = st.decimals(Decimal(low), Decimal(high), places=2)
    return st.tuples(one, one, one).map(lambda ends: Range(*sorted(ends)))


materials = st.builds(
    Material,
    figures=st.lists(any_figure(), max_size=6).map(tuple),
    factors=st.builds(Factors, level=ranges("0.5", "2"), growth=ranges("0.5", "2")),
    stages=st.lists(
        st.builds(
            lambda count, start, length: Stage("x", ("s",) * count, start, start + length),
            st.integers(0, 9),
            st.integers(0, 9),
            st.integers(0, 9),
        ),
        max_size=3,
    ).map(tuple),
)
often = settings(deadline=None, max_examples=100)  # a slow machine is no failure
inputs = st.builds(Inputs, st.just(2026), st.integers(2, 8), st.integers(0, 20))


@often
@given(inputs, materials)
def test_equal_choice_gives_an_equal_outcome(chosen: Inputs, material: Material):
    assert simulate(chosen, material) == simulate(chosen, material)


@often
@given(inputs, materials)
def test_order_of_the_figures_makes_no_difference(chosen: Inputs, material: Material):
    other = Material(material.figures[::-1], material.factors, (), material.stages)
    numbers = [[year.index for year in simulate(chosen, each).years] for each in (material, other)]

    same_years = {(each.min_years, each.max_years) for each in material.figures}
    if len(same_years) == len(material.figures):
        assert numbers[0] == numbers[1]


@often
@given(inputs, materials)
def test_first_year_is_100_wherever_it_can_be_counted(chosen: Inputs, material: Material):
    found = simulate(chosen, material)

    assert found.years[0].index.middle == (None if found.base is None else 100)


@often
@given(inputs, materials)
def test_low_middle_and_high_stand_in_order(chosen: Inputs, material: Material):
    for year in simulate(chosen, material).years:
        for thing in (year.index, year.pay):
            known = [end for end in ends(thing) if end is not None]
            assert known == sorted(known)
            assert all(end >= 0 for end in known)


@often
@given(inputs, materials)
def test_no_number_without_a_figure_that_holds_the_year(chosen: Inputs, material: Material):
    for year in simulate(chosen, material).years:
        holding = [each for each in material.figures if each.holds(year.experience)]
        whole = [each for each in holding if each.is_whole]
        if not holding:
            assert ends(year.index) == ends(year.pay) == (None, None, None)
            assert year.pay.used == ()
        if not whole:
            assert year.index.middle is None
        assert sum(use.share for use in year.pay.used) == (1 if holding else 0)


@often
@given(inputs, materials)
def test_skills_known_never_fall_and_never_exceed_the_record(chosen: Inputs, material: Material):
    found = simulate(chosen, material)
    known = [year.known for year in found.years]

    assert all(one <= two for one, two in pairwise(known))
    assert max(known) <= found.skills
