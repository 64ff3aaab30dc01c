"""A figure in words: what it is, and all that it says to readers."""

from portal.money import money
from salaries.checks import PERCENTILES
from salaries.models import Benchmark, Component, Workplace


def label_of(row: Benchmark) -> str:
    """What is measured, with the workplace and the pay component where they matter."""
    parts = [row.label]
    if row.workplace != Workplace.ANY:
        parts.append(str(Workplace(row.workplace).label))
    if row.component != Component.BASE:
        parts.append(str(Component(row.component).label))
    return ", ".join(parts)


def said(row: Benchmark) -> str:
    """All of a figure that may change: amounts, period, years, sample and note."""
    sample = f", n = {row.sample_size:,}" if row.sample_size else ""
    text = f"{_amounts(row)} {row.period_words}{sample}, {row.years}"
    return f"{text}; {row.note}" if row.note else text


def _amounts(row: Benchmark) -> str:
    if row.p50 is None:
        return row.figure
    return ", ".join(
        f"{name.upper()} {money(getattr(row, name), row.currency)}" for name in PERCENTILES
    )
