"""Pay at a number of years of experience, from published figures; amounts are per year in one currency.

A figure with two ends stands for the middle of its years: between the middles of two such figures whose
years touch, each end is interpolated along a straight line. Everywhere else a figure holds as it was
published. A figure with one end stays a bound, and where there is no figure there is no amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class Figure:
    """A published figure for some years of experience.

    An end that isn't known is none, and so is an upper end that is itself a floor: that is no limit.
    """

    key: str
    label: str
    text: str
    min_years: int
    max_years: int | None
    low: Decimal | None
    high: Decimal | None
    year: int
    source: str
    source_url: str
    url: str
    note: str = ""

    @property
    def is_whole(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def middle(self) -> Decimal | None:
        """The middle of its years; none for "10 years or more"."""
        return None if self.max_years is None else HALF * (self.min_years + self.max_years)

    def holds(self, years: int) -> bool:
        return self.min_years <= years and (self.max_years is None or years <= self.max_years)

    def touches(self, later: "Figure") -> bool:
        """Whether no whole year lies between the two."""
        return self.max_years is not None and later.min_years <= self.max_years + 1


@dataclass(frozen=True)
class Used:
    """A figure and its share of an amount, from 0 to 1."""

    figure: Figure
    share: Decimal


@dataclass(frozen=True)
class Pay:
    """An amount with its band, and what it rests on. Ends that aren't known are none."""

    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None
    used: tuple[Used, ...]


NOTHING: Final = Pay(None, None, None, ())


def pay_at(years: int, figures: Sequence[Figure]) -> Pay:
    """The pay of somebody with so many whole years of experience.

    Where the years of two figures overlap, the figure that begins later counts.
    """
    holding = [figure for figure in figures if figure.holds(years)]
    if not holding:
        return NOTHING
    here = max(holding, key=lambda figure: (figure.min_years, -(figure.max_years or 1_000)))
    if not here.is_whole:
        return Pay(here.low, None, here.high, (Used(here, Decimal(1)),))
    beside, share = _beside(years, here, figures)
    if beside is None or not share:
        return _mixed((Used(here, Decimal(1)),))
    return _mixed((Used(here, 1 - share), Used(beside, share)))


def _beside(years: int, here: Figure, figures: Sequence[Figure]) -> tuple[Figure | None, Decimal]:
    """The whole figure on the other side of these years, and its share; none where there isn't one."""
    if here.middle is None or years == here.middle:
        return None, Decimal(0)
    found: list[tuple[Decimal, Figure]] = []
    for other in figures:
        if not other.is_whole or other.middle is None or other is here:
            continue
        earlier, later = (other, here) if years < here.middle else (here, other)
        if earlier.touches(later) and _between(years, earlier, later):
            found.append((abs(other.middle - here.middle), other))
    if not found:
        return None, Decimal(0)
    apart, other = min(found, key=lambda pair: (pair[0], pair[1].min_years, pair[1].label))
    return other, abs(years - here.middle) / apart


def _between(years: int, earlier: Figure, later: Figure) -> bool:
    return (
        earlier.middle is not None
        and later.middle is not None
        and earlier.middle <= years <= later.middle
        and earlier.middle < later.middle
    )


def _mixed(used: tuple[Used, ...]) -> Pay:
    low = sum((use.share * (use.figure.low or 0) for use in used), Decimal(0))
    high = sum((use.share * (use.figure.high or 0) for use in used), Decimal(0))
    return Pay(low, (low + high) / 2, high, used)
