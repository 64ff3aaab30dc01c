"""What no figure and no source may hold, whichever way it comes in."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeIs

from portal.money import Shape

if TYPE_CHECKING:
    from salaries.models import Benchmark

EARLIEST: Final = 1990  # year
LATEST: Final = 2100
LARGEST: Final = Decimal(10) ** 9  # per period, in any currency

# Which ends a shape has: the lower, the upper. One figure is stored as both, alike.
ENDS: Final = {
    Shape.RANGE: (True, True),
    Shape.SINGLE: (True, True),
    Shape.AT_LEAST: (True, False),
    Shape.AT_MOST: (False, True),
    Shape.PERCENTILES: (False, False),
}
# What is wrong with an end that a shape doesn't have.
NO_END: Final = {
    Shape.AT_LEAST: "“At least” has a lower end only.",
    Shape.AT_MOST: "“At most” has an upper end only.",
    Shape.PERCENTILES: "Percentiles have no ends.",
}
PERCENTILES: Final = ("p10", "p25", "p50", "p75", "p90")

type Problems = dict[str, str]


def problems_of(benchmark: "Benchmark") -> Problems:
    """What doesn’t go together in a figure, by field, in words that say what to do."""
    return (
        _ends(benchmark)
        | _open_end(benchmark)
        | _years(benchmark)
        | _specialism(benchmark)
        | _distribution(benchmark)
        | _percentiles(benchmark)
    )


def _ends(benchmark: "Benchmark") -> Problems:
    low, high, shape = benchmark.low, benchmark.high, benchmark.shape
    if shape not in ENDS:
        return {}
    problems = _missing(benchmark, *ENDS[Shape(shape)])
    if problems or not (_is_amount(low) and _is_amount(high)):
        return problems
    if shape == Shape.RANGE and low >= high:
        return {"high": "Lies above the lower end; for one figure choose the shape “one figure”."}
    if shape == Shape.SINGLE and low != high:
        return {"high": "One figure has one amount: leave this empty, or choose the shape “range”."}
    return {}


def _is_amount(value: object) -> TypeIs[Decimal]:
    """Not where the field itself has already been refused, and keeps what was given."""
    return isinstance(value, Decimal) and value.is_finite()


def _missing(benchmark: "Benchmark", has_low: bool, has_high: bool) -> Problems:
    problems = {}
    if has_low != (benchmark.low is not None):
        problems["low"] = "This shape needs it." if has_low else NO_END[Shape(benchmark.shape)]
    if has_high != (benchmark.high is not None):
        problems["high"] = "This shape needs it." if has_high else NO_END[Shape(benchmark.shape)]
    return problems


def _open_end(benchmark: "Benchmark") -> Problems:
    if benchmark.open_ended and benchmark.shape != Shape.RANGE:
        return {"open_ended": "Only the upper end of a range can be a floor."}
    return {}


def _years(benchmark: "Benchmark") -> Problems:
    first, last = benchmark.min_years, benchmark.max_years
    if benchmark.measure != "experience":
        elsewhere = "Only for the measure “By experience”."
        years = {"min_years": first, "max_years": last}
        return {name: elsewhere for name, value in years.items() if value is not None}
    if first is None:
        return {"min_years": "“By experience” needs it; 0 for those who begin."}
    if last is not None and int(last) <= int(first):
        return {"max_years": "Lies above “from years”."}
    return {}


def _specialism(benchmark: "Benchmark") -> Problems:
    if benchmark.measure == "specialism" and not benchmark.specialism:
        return {"specialism": "The measure “Specialism” needs one."}
    if benchmark.measure != "specialism" and benchmark.specialism:
        return {"specialism": "Only for the measure “Specialism”."}
    return {}


def _distribution(benchmark: "Benchmark") -> Problems:
    if (benchmark.measure == "distribution") != (benchmark.shape == Shape.PERCENTILES):
        return {"shape": "Percentiles and the measure “Distribution” come together."}
    if benchmark.measure == "distribution":
        years: tuple[int | None, int | None] = benchmark.first_year, benchmark.year
        first, last = years  # the form may have refused either
        if first is None or last is None or int(first) < int(last):
            return {}
        return {"first_year": "Lies before the year."}
    given = {"level": benchmark.level, "first_year": benchmark.first_year}
    return {name: "Only for a distribution." for name, value in given.items() if value}


def _percentiles(benchmark: "Benchmark") -> Problems:
    names = (*PERCENTILES, "sample_size")
    if benchmark.shape != Shape.PERCENTILES:
        said = "Only for the shape “percentiles”."
        return {name: said for name in names if getattr(benchmark, name) is not None}
    problems = {name: "Percentiles need it." for name in names if getattr(benchmark, name) is None}
    if not problems and benchmark.sample_size == 0:
        return {"sample_size": "Percentiles rest on at least one report."}
    amounts = [getattr(benchmark, name) for name in PERCENTILES]
    if problems or not all(map(_is_amount, amounts)):
        return problems
    return {
        name: "Lies below the percentile before it."
        for name, before, amount in zip(PERCENTILES[1:], amounts, amounts[1:], strict=False)
        if amount < before
    }
