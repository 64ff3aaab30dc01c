"""Outcomes of the simulation in words: short enough for a table, whole enough to be read aloud."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from guides.widgets.simulation.model import Index, Promotion, Year
from portal.money import money

NO_FIGURE: Final = "no figure"
NOT_COUNTED: Final = "not counted"
HUNDRED: Final = Decimal(100)


def years_words(years: int) -> str:
    return f"{years} {'year' if years == 1 else 'years'}"


def about(amount: Decimal, currency: str) -> str:
    """The amount to the nearest hundred."""
    return money((amount / HUNDRED).to_integral_value(ROUND_HALF_UP) * HUNDRED, currency)


def index_words(index: Index, *, has_figure: bool) -> str:
    """ "118", "at least 180", "at most 138", "no figure"."""
    if index.middle is not None:
        return str(index.middle)
    if index.low is not None and index.high is not None:
        return f"{index.low} to {index.high}"
    if index.low is not None:
        return f"at least {index.low}"
    if index.high is not None:
        return f"at most {index.high}"
    return NOT_COUNTED if has_figure else NO_FIGURE


def mark_words(low: int | None, middle: int | None, high: int | None) -> str:
    """The same beside a point of the chart: "118", "≥ 180", "≤ 138"; empty without a number."""
    if middle is not None:
        return str(middle)
    if low is not None:
        return f"≥ {low}"
    return f"≤ {high}" if high is not None else ""


def band_words(index: Index) -> str:
    """ "117 to 120"; empty where an end isn't known."""
    if index.low is None or index.high is None:
        return ""
    return str(index.low) if index.low == index.high else f"{index.low} to {index.high}"


def reason_words(year: Year, first: Year, base: Decimal | None) -> str:
    """Why a year has no number, or only one end; empty where it has all."""
    if not year.pay.used:
        return f"No published figure covers {years_words(year.experience)} of experience."
    if base is None and not first.pay.used:
        return f"There is no figure for {first.year} to count from."
    if base is None:
        return f"The figure for {first.year} is a bound with one end, so there is no 100 to count from."
    if year.index.middle is None:
        return "The published figure is a bound with one end: it says no more than this."
    return ""


def promotion_words(step: Promotion) -> str:
    """ "Junior to mid-level, usual at 2 years of experience, from 1 to 3"."""
    words = f"{step.from_level} to {step.to_level.lower()}, usual at {years_words(step.years)} of experience"
    if step.earliest == step.latest:
        return words
    return f"{words}, from {step.earliest} to {step.latest}"
