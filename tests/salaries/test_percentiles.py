"""Percentiles against an independent computation in exact fractions."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.percentiles import percentile, percentiles

AMOUNTS = st.lists(
    st.decimals(min_value="0.01", max_value=10**9, places=2), min_size=2, max_size=60
).map(sorted)
WIDE = Context(prec=60)


def rounded(amount: Fraction) -> Decimal:
    exact = WIDE.divide(Decimal(amount.numerator), Decimal(amount.denominator))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN, context=WIDE)


@given(AMOUNTS)
def test_every_share_is_that_of_the_standard_library(amounts):
    exact = quantiles(map(Fraction, amounts), n=100, method="inclusive")

    found = [percentile(amounts, share) for share in range(1, 100)]

    assert found == [rounded(amount) for amount in exact]


@given(AMOUNTS)
def test_ends_are_the_lowest_and_the_highest(amounts):
    assert (percentile(amounts, 0), percentile(amounts, 100)) == (amounts[0], amounts[-1])


def test_one_amount_is_every_percentile():
    assert set(percentiles([Decimal("62.50")]).values()) == {Decimal("62.50")}


def test_half_a_cent_goes_to_the_even_one():
    assert percentile([Decimal("0.01"), Decimal("0.02")], 50) == Decimal("0.02")
    assert percentile([Decimal("0.02"), Decimal("0.03")], 50) == Decimal("0.02")


def test_distance_is_divided_in_proportion():
    amounts = [Decimal(100_000), Decimal(110_000), Decimal(150_000)]

    found = percentiles(amounts)

    assert found == {
        "p10": Decimal(102_000),
        "p25": Decimal(105_000),
        "p50": Decimal(110_000),
        "p75": Decimal(130_000),
        "p90": Decimal(142_000),
    }


@pytest.mark.parametrize(("amounts", "share"), [([], 50), ([Decimal(1)], -1), ([Decimal(1)], 101)])
def test_nothing_and_no_share_are_refused(amounts, share):
    with pytest.raises(ValueError):
        percentile(amounts, share)
