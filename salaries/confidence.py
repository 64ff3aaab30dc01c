"""How far a figure can be trusted, in words: how many reports, how far apart, how old."""

from django.utils import timezone

from portal.money import money
from salaries.models import Basis, Benchmark

UNTOLD = "The source doesn’t say how many people it rests on."


def sample_of(row: Benchmark) -> str:
    """ "312 reports", of advertised pay "312 listings"; or that it isn't known."""
    return UNTOLD if row.sample_size is None else counted(row.sample_size, row)


def pay_of(row: Benchmark) -> str:
    """What a distribution is of, by its basis: listings report nothing, they offer."""
    return "advertised pay" if _is_advertised(row) else "reported pay"


def _is_advertised(row: Benchmark) -> bool:
    return row.source is not None and row.source.basis == Basis.ADVERTISED


def counted(number: int, row: Benchmark) -> str:
    """So many of what the figure rests on."""
    noun = "listing" if _is_advertised(row) else "report"
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def spread_of(row: Benchmark) -> str:
    """The middle half, and eight in ten; empty for what isn't a distribution."""
    if row.p10 is None or row.p25 is None or row.p75 is None or row.p90 is None:
        return ""
    p10, p25, p75, p90 = (money(end, row.currency) for end in (row.p10, row.p25, row.p75, row.p90))
    return f"Half of them lie between {p25} and {p75}, eight in ten between {p10} and {p90}."


def age_of(row: Benchmark) -> str:
    """How long ago the year was that the figure is about."""
    years = timezone.now().year - row.year
    if years <= 0:
        return f"They are from {row.years}."
    return f"They are from {row.years}, {'a year' if years == 1 else f'{years} years'} ago."


def confidence_in(row: Benchmark) -> str:
    """All of it in a few sentences, with the basis: beside a figure that stands by itself."""
    basis = f"Basis: {row.source.get_basis_display()} ({row.source.name})." if row.source else ""
    if row.sample_size is None:
        age = age_of(row).replace("They are", "It is")
        return f"{UNTOLD} {age} {basis}".strip()
    return f"{sample_of(row)}. {spread_of(row)} {age_of(row)} {basis}".strip()
