"""All that a landing page shows: its jobs, a few facts about them, and the pages beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict

from jobs.cards import page_found
from jobs.finding.facets import Choice, facets
from jobs.finding.search import Search, Sort
from jobs.forms import JobListForm
from jobs.landing.addresses import address
from jobs.options import Option, inside
from portal.money import span
from salaries.position import Mark, known_figures

SKILLS: Final = 8
BESIDE: Final = 12
MOST_FIGURES: Final = 3
# Of fewer listings the middle of the pay is no figure.
ENOUGH: Final = 5


@dataclass(frozen=True)
class Pay:
    """Where the pay of the middle half of the listings in one currency starts, for a full-time year."""

    figure: str
    count: int


@dataclass(frozen=True)
class Beside:
    label: str
    address: str
    count: int


def narrowed(role: Option | None, place: Option | None) -> JobListForm:
    """The list with the same filters."""
    data = QueryDict(mutable=True)
    for name, option in (("role", role), ("place", place)):
        if option:
            data[name] = option.slug
    form = JobListForm(data)
    form.is_valid()
    return form


def landing(
    search: Search, form: JobListForm, number: int | None, role: Option | None, place: Option | None
) -> dict[str, Any]:
    """The context of a page that has a job; two queries at most."""
    page = page_found(search, number, Sort.DATE, form.currency_given)
    found = {facet.name: facet.choices for facet in facets(form, search, shown=None)}
    return {
        "listing": form,
        "heading": form.heading,
        "page": page,
        "cards": page.rows,
        "pay": pay_of(search),
        "inside": inside(place.name) if place else "",
        "figures": figures_of(role),
        "skills": found["skill"][:SKILLS],
        "role": role,
        "place": place,
        "roles": _beside(found["role"], "role", role, place),
        "places": _beside((*found["city"], *found["country"]), "place", role, place),
        "wider": _wider(role, place),
    }


def pay_of(search: Search) -> Pay | None:
    """Of the currency that most of the listings are paid in; none of a few listings."""
    best: tuple[int, str] = max(
        ((_in(search, currency), currency) for currency in search.index.pay), default=(0, "")
    )
    count, currency = best
    if count < ENOUGH:
        return None
    starts = search.index.pay[currency].numbers_of(search.found, search.index.size)
    low, high = (starts[count * part // 4] // 100 for part in (1, 3))
    return Pay(span(low, high, currency), count)


def _in(search: Search, currency: str) -> int:
    """How many of those found are paid in it."""
    return (search.index.paying_from(Decimal(0), currency) & search.found).bit_count()


def figures_of(role: Option | None) -> list[Mark]:
    return list(known_figures(role.pk)[:MOST_FIGURES]) if role else []


def _beside(
    choices: Iterable[Choice], name: str, role: Option | None, place: Option | None
) -> list[Beside]:
    """Pages that differ in the role or in the place alone, those with the most jobs first."""
    here = role if name == "role" else place
    others = sorted(
        (choice for choice in choices if here is None or choice.value != here.slug),
        key=lambda choice: -choice.number,
    )
    slugs = {"role": role.slug if role else "", "place": place.slug if place else ""}
    return [
        Beside(choice.label, address(**{**slugs, name: choice.value}), choice.number)
        for choice in others[:BESIDE]
        if choice.number
    ]


def _wider(role: Option | None, place: Option | None) -> list[tuple[str, str]]:
    """The pages of the role and of the place of a page of both."""
    if role is None or place is None:
        return []
    return [
        (f"{role.name} jobs everywhere", address(role=role.slug)),
        (f"All jobs {inside(place.name)}", address(place=place.slug)),
    ]
