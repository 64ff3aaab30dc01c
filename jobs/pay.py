"""Pay in words, per year for filtering, and where it stands against the benchmark of its role."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from portal.money import PERIOD_WORDS, span
from salaries.position import PERIODS_A_YEAR, PayQuery, Position, stand


class Paid(Protocol):
    """What is needed of a job, or of a row of one, to place its pay."""

    primary_role_id: int
    level: str
    pay_country: str
    pay_min: Decimal | None
    pay_max: Decimal | None
    currency: str
    period: str


def annual(amount: Decimal | None, period: str) -> Decimal | None:
    """Pay per period as pay per full-time year: 12 months, 52 weeks, 260 days or 2,080 hours."""
    return None if amount is None else amount * PERIODS_A_YEAR[period]


def label(low: Decimal | None, high: Decimal | None, currency: str, period: str) -> str:
    """ "$185,000 to $225,000 a year"; empty when neither end is known."""
    figure = span(low, high, currency)
    return f"{figure} {PERIOD_WORDS[period]}" if figure else ""


def standings(jobs: Iterable[Paid]) -> list[Position]:
    """Where the pay of each stands, in their order, with one query at most."""
    return stand([_query(job) for job in jobs])


def _query(job: Paid) -> PayQuery:
    return PayQuery(
        role_id=job.primary_role_id,
        level=job.level,
        country=job.pay_country,
        pay_min=job.pay_min or Decimal(0),
        pay_max=job.pay_max or Decimal(0),
        currency=job.currency,
        period=job.period,
    )
