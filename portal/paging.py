"""Numbered pages of a list whose cost does not grow with the table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db import models

from portal.addresses import AddressForm
from portal.freshness import Memory

PAGE_SIZE: Final = 20
LAST_PAGE: Final = 50
COUNTED: Final = PAGE_SIZE * LAST_PAGE


@dataclass(frozen=True)
class Page:
    """Some rows of a list. `total` is exact up to `COUNTED`; beyond it `is_more` is true."""

    rows: Sequence[Any]
    number: int
    total: int
    is_more: bool

    @property
    def last(self) -> int:
        return max(1, min(LAST_PAGE, -(-self.total // PAGE_SIZE)))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def total_words(self) -> str:
        return f"more than {self.total:,}" if self.is_more else f"{self.total:,}"


class PageForm(AddressForm):
    """What a list knows of its address: `page`, and in subclasses its filters."""

    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LAST_PAGE,
        widget=forms.HiddenInput,
        error_messages={
            "max_value": f"Lists end at page {LAST_PAGE}. Narrow the list to reach what lies further down.",
        },
    )

    @property
    def status(self) -> int:
        """200, or 400 where a value can't be understood."""
        return 200 if self.is_valid() else 400

    @property
    def number(self) -> int | None:
        return self.cleaned_data.get("page") if self.is_valid() else None


_counted: Final[Memory[str, int]] = Memory(5_000)


def page_of(
    number: int | None,
    *,
    name: str,
    topics: Iterable[str],
    every: Callable[[], models.QuerySet[Any, Any]],
    rows: Callable[[int, int], Sequence[Any]],
) -> Page:
    """A page of a list: what `rows` gives from a first place up to, without, a last one.

    A number past the end gives the last page, so that an old link still shows something. `every` is all
    that is counted; the number is remembered under `name` (equal names, equal lists) until the topics change.
    """
    counted = _counted.recall_or_make(name, topics, lambda: _count(every()))
    total = min(counted, COUNTED)
    at = min(number or 1, max(1, -(-total // PAGE_SIZE)))
    found = rows((at - 1) * PAGE_SIZE, at * PAGE_SIZE) if total else ()
    return Page(rows=found, number=at, total=total, is_more=counted > COUNTED)


def _count(every: models.QuerySet[Any, Any]) -> int:
    """How many there are, up to one more than a list counts."""
    return every.order_by().values("pk")[: COUNTED + 1].count()
