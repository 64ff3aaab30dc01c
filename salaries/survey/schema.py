"""The public columns of a survey report, and what each may hold."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from portal.currencies import CURRENCIES
from portal.storable import storable
from portal.taxonomy.models import normalize
from salaries.checks import EARLIEST
from salaries.survey.codes import COUNTRIES

LONGEST_TITLE: Final = 120
LONGEST_VALUE: Final = 40  # of all others
LEAST_USD: Final = 1_000  # a year; less is a monthly figure or a slip
MOST_USD: Final = 10_000_000
MOST_PAY: Final = Decimal(10) ** 11  # in the currency it was paid in
AMOUNT: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?", re.ASCII)
SIGNED: Final = re.compile(r"-[0-9.]+", re.ASCII)
YEAR: Final = re.compile(r"[0-9]{4}", re.ASCII)
NOT_FINITE: Final = {"nan", "inf", "infinity", "+inf", "-inf", "-infinity", "#num!", "#div/0!"}


class Level(models.TextChoices):
    ENTRY = "EN", "entry level"
    MID = "MI", "mid-level"
    SENIOR = "SE", "senior level"
    EXECUTIVE = "EX", "executive level"


class Employment(models.TextChoices):
    FULL_TIME = "FT", "full-time"
    PART_TIME = "PT", "part-time"
    CONTRACT = "CT", "contract"
    FREELANCE = "FL", "freelance"


class Size(models.TextChoices):
    SMALL = "S", "small"
    MEDIUM = "M", "medium"
    LARGE = "L", "large"


class Remote(models.IntegerChoices):
    """How many hundredths of the work are done elsewhere than on site."""

    NONE = 0, "on-site"
    HALF = 50, "hybrid"
    ALL = 100, "remote"


class Fault(NamedTuple):
    """What is wrong in a line: the column (empty: the line as a whole), what stands there, and why not."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Values:
    """A report as the file says it. Pay is a year's, in the currency it was paid in and in US dollars."""

    work_year: int
    experience_level: str
    employment_type: str
    job_title: str
    salary: Decimal
    salary_currency: str
    salary_in_usd: Decimal
    employee_residence: str
    remote_ratio: int
    company_location: str
    company_size: str


def parse(cells: Sequence[str]) -> tuple[Values | None, tuple[Fault, ...]]:
    """Values in the order of `COLUMNS`; every one that can't be read is named."""
    known: list[object] = []
    faults: list[Fault] = []
    for (column, read), cell in zip(_READERS, cells, strict=True):
        text = cell.strip()
        try:
            known.append(read(text))
        except Unreadable as error:
            faults.append(Fault(column, text, str(error)))
    if faults:
        return None, tuple(faults)
    return Values(*known), ()  # type: ignore[arg-type]  # each reader gives what its column holds


class Unreadable(Exception):
    """Why a value is none, in words that say what to write instead."""


def _short(text: str) -> None:
    if not text:
        raise Unreadable("Nothing stands here.")
    if len(text) > LONGEST_VALUE:
        raise Unreadable(f"Longer than {LONGEST_VALUE} characters.")


def _choice(choices: type[models.TextChoices]) -> Callable[[str], str]:
    known = frozenset(choices.values)
    words = f"Not one of {', '.join(choices.values)}."

    def read(text: str) -> str:
        if text not in known:
            _short(text)
            raise Unreadable(words)
        return text

    return read


def _year(text: str) -> int:
    _short(text)
    if not YEAR.fullmatch(text):
        raise Unreadable("Not a year of four digits.")
    year = int(text)
    if year < EARLIEST:
        raise Unreadable(f"Before {EARLIEST}.")
    if year > timezone.now().year:
        raise Unreadable("In the future.")
    return year


def _title(text: str) -> str:
    if not text:
        raise Unreadable("Nothing stands here.")
    if len(text) > LONGEST_TITLE:
        raise Unreadable(f"Longer than {LONGEST_TITLE} characters.")
    if not text.isprintable() and any(unicodedata.category(char)[0] == "C" for char in text):
        raise Unreadable("Contains a character that can’t be shown.")
    try:
        storable(text)
    except ValidationError as error:
        raise Unreadable(error.message) from error
    if not 0 < len(normalize(text)) <= LONGEST_TITLE:
        raise Unreadable("A title needs letters or digits, and not too many of them.")
    return text


def _amount(text: str) -> Decimal:
    if AMOUNT.fullmatch(text):
        amount = Decimal(text)
        if not amount:
            raise Unreadable("Pay is more than zero.")
        return amount
    _short(text)
    if text.lower() in NOT_FINITE:
        raise Unreadable("Not a number.")
    if SIGNED.fullmatch(text):
        raise Unreadable("Pay is not negative.")
    raise Unreadable("Write the amount in digits, with a point before cents: 1234.56.")


def _pay(text: str) -> Decimal:
    amount = _amount(text)
    if amount >= MOST_PAY:
        raise Unreadable(f"Nobody earns so much: it has to be less than {MOST_PAY:,.0f}.")
    return amount


def _dollars(text: str) -> Decimal:
    amount = _amount(text)
    if not LEAST_USD <= amount <= MOST_USD:
        raise Unreadable(f"A year’s pay lies between ${LEAST_USD:,} and ${MOST_USD:,}.")
    return amount


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        _short(text)
        raise Unreadable("Not a currency of ISO 4217, such as USD.")
    return text


def _country(text: str) -> str:
    if text not in COUNTRIES:
        _short(text)
        raise Unreadable("Not a country of ISO 3166-1, such as US.")
    return text


def _remote(text: str) -> int:
    if text not in ("0", "50", "100"):
        _short(text)
        raise Unreadable("Not one of 0, 50, 100.")
    return int(text)


_READERS: Final[tuple[tuple[str, Callable[[str], object]], ...]] = (
    ("work_year", _year),
    ("experience_level", _choice(Level)),
    ("employment_type", _choice(Employment)),
    ("job_title", _title),
    ("salary", _pay),
    ("salary_currency", _currency),
    ("salary_in_usd", _dollars),
    ("employee_residence", _country),
    ("remote_ratio", _remote),
    ("company_location", _country),
    ("company_size", _choice(Size)),
)
COLUMNS: Final = tuple(column for column, _ in _READERS)
