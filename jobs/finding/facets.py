"""What a list can be narrowed by next, with the number of jobs that each choice would give.

A choice is counted with all that is asked for besides its own facet, of which several values can fit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from jobs.filters import DAYS, JobFilter
from jobs.finding.search import Search
from jobs.forms import JobListForm
from jobs.models import EmploymentType
from jobs.options import Option
from portal.money import money
from portal.work import Level, Workplace

SHOWN: Final = 25  # choices of a facet on the page, the most frequent; those chosen besides
FLOORS: Final = 6
LABELS: Final = {
    "role": "Role",
    "workplace": "Workplace",
    "level": "Level",
    "skill": "Skill",
    "country": "Country",
    "city": "City",
    "employment_type": "Employment",
}
WORDS: Final[dict[str, Any]] = {
    "level": Level,
    "workplace": Workplace,
    "employment_type": EmploymentType,
}


class Choice(NamedTuple):
    """There are hundreds on a page."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """`left_out` is the number of choices that aren't shown."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    left_out: int

    @property
    def has_choice(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Floor:
    label: str
    address: str
    count: int


def facets(form: JobFilter, search: Search, *, shown: int | None = SHOWN) -> list[Facet]:
    """Each facet with the choices that would give a job, and those that are on."""
    return [_facet(form, search, name, shown) for name in LABELS]


def posted(form: JobFilter, search: Search) -> list[Choice]:
    """Of these one is chosen; the first is any time."""
    rest, given = search.without("posted"), form.given("posted") or ""
    choices = [Choice("", "Any time", rest.bit_count(), not given)]
    return choices + [
        Choice(days, label, (rest & search.posted(int(days))).bit_count(), days == given)
        for days, label in DAYS.items()
    ]


def floors(form: JobListForm, search: Search) -> list[Floor]:
    """Round amounts of pay a year in the currency asked for, of which each would give a job."""
    rest, currency = search.without("pay_min"), form.currency_given
    counted = (
        (floor, (rest & search.index.paying_from(Decimal(floor), currency)).bit_count())
        for floor in _round_amounts(search, currency)
    )
    return [
        Floor(f"from {money(floor, currency)}", form.paying_from(floor), count)
        for floor, count in counted
        if count
    ]


def _facet(form: JobFilter, search: Search, name: str, shown: int | None) -> Facet:
    numbers = search.numbers(name)
    chosen = {_value(value) for value in form.given(name) or ()}
    counted = [
        Choice(slug, label, numbers[key], slug in chosen)
        for slug, label, key in _values(form, name)
    ]
    kept = [choice for choice in counted if choice.number or choice.is_chosen]
    if name not in WORDS:
        kept.sort(key=lambda choice: (not choice.is_chosen, -choice.number))
    few = kept[: max(shown, len(chosen))] if shown else kept
    return Facet(name, LABELS[name], tuple(few), len(kept) - len(few))


def _value(given: Option | str) -> str:
    return given.slug if isinstance(given, Option) else given


def _values(form: JobFilter, name: str) -> Iterator[tuple[str, str, int | str]]:
    """Value in the address, label, and value in the index."""
    if name in WORDS:
        yield from ((value, str(label), value) for value, label in WORDS[name].choices)
    else:
        for option in form.options.of(name).values():
            yield option.slug, option.name, option.pk


def _round_amounts(search: Search, currency: str) -> Iterable[int]:
    """Multiples of 1, 2 or 5 times a power of ten that divide what the market pays into a few steps."""
    pay = search.index.pay.get(currency)
    if pay is None or not len(pay.numbers):
        return ()
    highest = pay.numbers[len(pay.numbers) * 95 // 100] // 100  # not the one that is out of line
    wanted = max(1, highest // FLOORS)
    power = 10 ** (len(str(wanted)) - 1)
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= wanted)
    return range(step, step * (FLOORS + 1), step)
