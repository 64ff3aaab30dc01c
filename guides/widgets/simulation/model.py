"""The career growth simulation as a pure function: equal inputs and data give an equal outcome.

The page of the method says in words what stands here; `example.py` counts one case by hand.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final

from guides.widgets.simulation.pay import Figure, Pay, pay_at

HUNDRED: Final = Decimal(100)
# Whatever the context of the thread: 28 digits on the way, whole points of the index at the end.
CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Range:
    """A factor with its band; 1 changes nothing."""

    low: Decimal = Decimal(1)
    middle: Decimal = Decimal(1)
    high: Decimal = Decimal(1)

    def __mul__(self, other: "Range") -> "Range":
        return Range(self.low * other.low, self.middle * other.middle, self.high * other.high)


@dataclass(frozen=True)
class Factors:
    """What an industry or a company size does to the level of pay and to its growth."""

    level: Range = Range()
    growth: Range = Range()

    def __mul__(self, other: "Factors") -> "Factors":
        return Factors(self.level * other.level, self.growth * other.growth)


@dataclass(frozen=True)
class Promotion:
    """A step from one level to the next, usual at `years` of experience, from `earliest` to `latest`."""

    from_level: str
    to_level: str
    years: int
    earliest: int
    latest: int


@dataclass(frozen=True)
class Stage:
    """The skills of an area, in the role's order, and the years of experience in which they are learned."""

    area: str
    skills: tuple[str, ...]
    from_years: int
    to_years: int

    def learned_at(self, years: int) -> tuple[str, ...]:
        """Skill number i of n, counted from 0, belongs to year `from + floor(i × length ÷ n)`."""
        length = self.to_years - self.from_years + 1
        count = len(self.skills)
        return tuple(
            skill
            for place, skill in enumerate(self.skills)
            if self.from_years + place * length // count == years
        )

    def known_at(self, years: int) -> int:
        return sum(len(self.learned_at(year)) for year in range(years + 1))


@dataclass(frozen=True)
class Inputs:
    """`start_years` of experience in `first_year`; each of the `length` years after adds one."""

    first_year: int
    length: int
    start_years: int


@dataclass(frozen=True)
class Material:
    """All that an outcome rests on."""

    figures: tuple[Figure, ...] = ()
    factors: Factors = Factors()
    promotions: tuple[Promotion, ...] = ()
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Index:
    """Pay in points, the middle of the first year being 100; an end that isn't known is none."""

    low: int | None
    middle: int | None
    high: int | None


@dataclass(frozen=True)
class Year:
    year: int
    experience: int
    index: Index
    pay: Pay
    level: str
    promotions: tuple[Promotion, ...]
    learning: tuple[tuple[str, tuple[str, ...]], ...]
    known: int


@dataclass(frozen=True)
class Outcome:
    """`base` is what 100 stands for, per year in the figures' currency; none where nothing can be counted."""

    years: tuple[Year, ...]
    base: Decimal | None
    skills: int

    @property
    def reference_years(self) -> tuple[int, ...]:
        """The years that the figures used are about."""
        used = {use.figure.year for year in self.years for use in year.pay.used}
        return tuple(sorted(used))


def simulate(inputs: Inputs, material: Material) -> Outcome:
    with localcontext(CONTEXT):
        first = pay_at(inputs.start_years, material.figures).middle
        base = None if first is None else first * material.factors.level.middle
        years = tuple(_year(step, inputs, material, base) for step in range(inputs.length))
    skills = sum(len(stage.skills) for stage in material.stages)
    return Outcome(years, base, skills)


def _year(step: int, inputs: Inputs, material: Material, base: Decimal | None) -> Year:
    experience = inputs.start_years + step
    pay = pay_at(experience, material.figures)
    learned = ((stage.area, stage.learned_at(experience)) for stage in material.stages)
    return Year(
        year=inputs.first_year + step,
        experience=experience,
        index=_index(pay, base, material.factors),
        pay=pay,
        level=_level(experience, material.promotions),
        promotions=tuple(each for each in material.promotions if step and each.years == experience),
        learning=tuple((area, skills) for area, skills in learned if skills),
        known=sum(stage.known_at(experience) for stage in material.stages),
    )


def _index(pay: Pay, base: Decimal | None, factors: Factors) -> Index:
    """`100 × (1 + (pay × level ÷ base − 1) × growth)`, each end with the factors that take it farthest."""
    if base is None:
        return Index(None, None, None)
    level, growth = factors.level, factors.growth
    ends = (growth.low, growth.high)
    return Index(
        low=_points(pay.low, level.low, base, ends, min),
        middle=_points(pay.middle, level.middle, base, (growth.middle,), min),
        high=_points(pay.high, level.high, base, ends, max),
    )


def _points(
    amount: Decimal | None,
    level: Decimal,
    base: Decimal,
    growths: Iterable[Decimal],
    choose: Callable[[Iterable[Decimal]], Decimal],
) -> int | None:
    if amount is None:
        return None
    change = amount * level / base - 1
    points = choose([HUNDRED * (1 + change * growth) for growth in growths])
    return max(0, int(points.to_integral_value(ROUND_HALF_UP)))


def _level(experience: int, promotions: Sequence[Promotion]) -> str:
    """The level reached by then; before the first step the one that it starts from, without steps none."""
    reached = [each for each in promotions if each.years <= experience]
    if reached:
        return max(reached, key=lambda each: each.years).to_level
    return min(promotions, key=lambda each: each.years).from_level if promotions else ""
