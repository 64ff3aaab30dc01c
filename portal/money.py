"""Amounts of money in words: currency sign, thousands, ranges and open ends. Never converts."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

SIGNS: Final = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "CAD": "CA$",
    "AUD": "A$",
    "INR": "₹",
    "SGD": "S$",
    "JPY": "¥",
}

PERIOD_WORDS: Final = {
    "year": "a year",
    "month": "a month",
    "week": "a week",
    "day": "a day",
    "hour": "an hour",
}

NO_BREAK: Final = "\N{NO-BREAK SPACE}"


class Shape(StrEnum):
    """What is known of a figure: both ends, one figure, one end only, or how many reports lie below."""

    RANGE = "range"
    SINGLE = "single"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    PERCENTILES = "percentiles"


def money(amount: Decimal | int, currency: str) -> str:
    """ "$134,023", "CHF 98,000", "$62.50": cents only where there are any."""
    number = Decimal(amount)
    text = f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"
    sign = SIGNS.get(currency)
    return f"{sign}{text}" if sign else f"{currency}{NO_BREAK}{text}"


def span(
    low: Decimal | int | None,
    high: Decimal | int | None,
    currency: str,
    *,
    open_ended: bool = False,
) -> str:
    """A figure of any shape in words; empty when neither end is known.

    "$134,023 to $145,080", "$103,015", "$220,000 or more", "up to $190,000", and for a range whose
    upper end is itself a floor "$187,000 to $260,000 or more".
    """
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {money(high or 0, currency)}"
    if high is None:
        return f"{money(low, currency)} or more"
    text = money(low, currency)
    if low != high:
        text += f" to {money(high, currency)}"
    return f"{text} or more" if open_ended else text
