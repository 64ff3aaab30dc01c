from decimal import Decimal

import pytest

from portal.money import money, span


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (134023, "USD", "$134,023"),
        (Decimal("62.50"), "USD", "$62.50"),
        (Decimal("98000.00"), "CHF", "CHF\N{NO-BREAK SPACE}98,000"),
        (2500000, "INR", "₹2,500,000"),
        (1, "XYZ", "XYZ\N{NO-BREAK SPACE}1"),
    ],
)
def test_money_in_words(amount: Decimal | int, currency: str, expected: str) -> None:
    assert money(amount, currency) == expected


@pytest.mark.parametrize(
    ("low", "high", "open_ended", "expected"),
    [
        (134023, 145080, False, "$134,023 to $145,080"),
        (103015, 103015, False, "$103,015"),
        (220000, None, False, "$220,000 or more"),
        (None, 190000, False, "up to $190,000"),
        (187000, 260000, True, "$187,000 to $260,000 or more"),
        (None, None, False, ""),
    ],
)
def test_figure_of_every_shape_in_words(
    low: int | None, high: int | None, open_ended: bool, expected: str
) -> None:
    assert span(low, high, "USD", open_ended=open_ended) == expected
