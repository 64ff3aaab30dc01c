"""Percentiles of pay: linear interpolation between closest ranks, in exact decimals.

Of n amounts in order the lowest stands at 0 %, the highest at 100 %, the others evenly between. A
percentile that falls between two of them divides their distance in proportion (numpy's "linear",
Excel's PERCENTILE.INC, method 7 of Hyndman and Fan).
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final

from salaries.checks import PERCENTILES

SHARES: Final = {name: int(name.removeprefix("p")) for name in PERCENTILES}
CENT: Final = Decimal("0.01")
DIGITS: Final = 50  # more than any sum of two amounts and a share of them needs


def percentile(sorted_amounts: Sequence[Decimal], share: int) -> Decimal:
    """The amount that `share` (0 to 100) in a hundred lie below, rounded once, to cents, half to even.

    Raises `ValueError` for no amounts or a share out of range; the amounts must not fall.
    """
    if not sorted_amounts:
        raise ValueError("There is no percentile of nothing.")
    if not 0 <= share <= 100:
        raise ValueError(f"{share} is no share of a hundred.")
    rank, rest = divmod(share * (len(sorted_amounts) - 1), 100)
    with localcontext(prec=DIGITS):
        amount = sorted_amounts[rank]
        if rest:
            amount += (sorted_amounts[rank + 1] - amount) * rest / 100
        return amount.quantize(CENT, ROUND_HALF_EVEN)


def percentiles(sorted_amounts: Sequence[Decimal]) -> dict[str, Decimal]:
    """Those that a distribution holds, by the names of their columns: `p10` to `p90`."""
    return {name: percentile(sorted_amounts, share) for name, share in SHARES.items()}
