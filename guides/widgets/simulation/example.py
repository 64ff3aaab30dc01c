"""One case counted by hand. The page of the method shows it; a test holds it against the model.

Every number in it is made up, and round so that it can be followed with a pencil.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from guides.widgets.simulation.model import Factors, Inputs, Material, Range
from guides.widgets.simulation.pay import Figure


def _figure(label: str, years: tuple[int, int], ends: tuple[int | None, int | None]) -> Figure:
    low, high = (None if end is None else Decimal(end) for end in ends)
    return Figure("", label, "", *years, low, high, 2026, "", "", "")


INPUTS: Final = Inputs(first_year=2026, length=4, start_years=2)
INDUSTRY: Final = Factors(
    level=Range(Decimal("1.00"), Decimal("1.10"), Decimal("1.20")),
    growth=Range(Decimal("0.80"), Decimal("1.00"), Decimal("1.50")),
)
SIZE: Final = Factors(level=Range(Decimal("0.99"), Decimal("1.00"), Decimal("1.10")))
MATERIAL: Final = Material(
    figures=(
        _figure("1–3 years", (1, 3), (100_000, 100_000)),
        _figure("4–6 years", (4, 6), (120_000, 150_000)),
    ),
    factors=INDUSTRY * SIZE,
)


@dataclass(frozen=True)
class Line:
    """A year as the page shows it, counted by hand: ends and middle of pay, then of the index."""

    year: int
    experience: int
    shares: str
    pay: tuple[str, str, str]
    index: tuple[str, str, str]


# Base: 100,000 × 1.10 = 110,000.
#
# 2026: 2 years, the middle of 1–3. Low 100,000 × 0.99 ÷ 110,000 = 0.9; × growth: 1 − 0.1 × 1.5 = 0.85.
#       High 100,000 × 1.32 ÷ 110,000 = 1.2; 1 + 0.2 × 1.5 = 1.3.
# 2027: 3 years, a third of the way from 2 to 5. Low 106,666.67 × 0.99 ÷ 110,000 = 0.96; 1 − 0.04 × 1.5 = 0.94.
#       Middle 111,666.67 × 1.10 ÷ 110,000 = 1.1167. High 116,666.67 × 1.32 ÷ 110,000 = 1.4; 1 + 0.4 × 1.5 = 1.6.
# 2028: 4 years, two thirds. Low 113,333.33 × 0.99 ÷ 110,000 = 1.02; 1 + 0.02 × 0.8 = 1.016.
#       Middle 123,333.33: 1.2333. High 133,333.33 × 1.32 ÷ 110,000 = 1.6; 1 + 0.6 × 1.5 = 1.9.
# 2029: 5 years, the middle of 4–6. Low 120,000 × 0.99 ÷ 110,000 = 1.08; 1 + 0.08 × 0.8 = 1.064.
#       Middle 135,000: 1.35. High 150,000 × 1.32 ÷ 110,000 = 1.8; 1 + 0.8 × 1.5 = 2.2.
LINES: Final = (
    Line(2026, 2, "1–3 years", ("100,000", "100,000", "100,000"), ("85", "100", "130")),
    Line(
        2027, 3, "2/3 of 1–3, 1/3 of 4–6", ("106,667", "111,667", "116,667"), ("94", "112", "160")
    ),
    Line(
        2028, 4, "1/3 of 1–3, 2/3 of 4–6", ("113,333", "123,333", "133,333"), ("102", "123", "190")
    ),
    Line(2029, 5, "4–6 years", ("120,000", "135,000", "150,000"), ("106", "135", "220")),
)
