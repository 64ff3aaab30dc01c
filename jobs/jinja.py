"""Options of the filters above a list of jobs, written at once: a widget for each would cost more."""

from collections.abc import Iterable
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from jobs.cards import Card
from jobs.forms import JobFilter
from jobs.options import Option, options_html
from portal.card_lists import CardList
from portal.jinja import function
from portal.work import Workplace

_list: Final = CardList("components/job_cards.html", "jobs")


@function
def role_options(form: JobFilter) -> SafeString:
    return _chosen(form.options.role_html, form.given("role"))


@function
def place_options(form: JobFilter) -> SafeString:
    return _chosen(form.options.place_html, form.given("place"))


@function
def workplace_options(form: JobFilter) -> SafeString:
    found = ((str(value), str(label)) for value, label in Workplace.choices)
    return _chosen(options_html(found), form.given("workplace"))


def _chosen(choices: SafeString, chosen: Option | str | None) -> SafeString:
    """The choices with one of them selected."""
    if not chosen:
        return choices
    mark = f'value="{chosen if isinstance(chosen, str) else chosen.slug}"'
    return mark_safe(choices.replace(mark, f"{mark} selected", 1))


@function
def typed(form: JobFilter, name: str, otherwise: str = "") -> str:
    """What a reader typed, so that they can correct it."""
    return str(form.data.get(name, "") or otherwise)


@function
def job_cards(cards: Iterable[Card], level: int | None = None) -> SafeString:
    """The component of the same name."""
    return _list.draw(cards, level=level)
