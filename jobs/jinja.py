"""What the templates of jobs may call."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, Template, pass_environment

from jobs.alerts.offering import blank_fields
from jobs.alerts.searches import hidden, words
from jobs.cards import Card
from jobs.filters import JobFilter
from jobs.finding.facets import Choice
from jobs.forms import JobListForm
from portal.card_lists import CardList
from portal.jinja import component, function

HIRE: Final = (
    ("Listings", "hire:home"),
    ("New listing", "hire:job-new"),
    ("Company", "hire:companies"),
    ("API", "hire:tokens"),
    ("Security", "mfa_index"),
)
CHOICES: Final = 5_000  # remembered in each process
COUNT: Final = "\0"  # stands in no text that is stored
_list: Final = CardList("components/job_cards.html", "jobs")


@function
def typed(form: JobFilter, name: str, otherwise: str = "") -> str:
    """What a reader typed, so that they can correct it."""
    return str(form.data.get(name, "") or otherwise)


@function
def job_cards(cards: Iterable[Card], level: int | None = None) -> SafeString:
    """The component of the same name."""
    return _list.draw(cards, level=level)


@function
@pass_environment
def facet_choices(
    environment: Environment, name: str, kind: str, choices: Iterable[Choice]
) -> SafeString:
    """Their lines, of which mostly only the numbers are new."""
    template = environment.get_template("jobs/_choice.html")
    parts: list[str] = []
    for choice in choices:
        before, after = _around_the_count(
            template, name, kind, choice.value, choice.label, is_chosen=choice.is_chosen
        )
        parts += (before, f"{choice.number:,}", after)
    return mark_safe("".join(parts))


@lru_cache(CHOICES)
def _around_the_count(
    template: Template, name: str, kind: str, value: str, label: str, *, is_chosen: bool
) -> tuple[str, str]:
    """An edited template is another one, and shows at once."""
    line = template.render(
        name=name, type=kind, value=value, label=label, is_chosen=is_chosen, count=COUNT
    )
    before, _, after = line.partition(COUNT)
    return before, after


@function
@cache
def hire_pages() -> list[tuple[str, str]]:
    """The area of recruiters: label and address of each part."""
    return [(label, reverse(name)) for label, name in HIRE if _is_there(name)]


def _is_there(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


@function
@pass_environment
def alert_offer(environment: Environment, form: JobListForm, respelled: str = "") -> SafeString:
    """Below a list: the form by which a reader asks for letters about what is new in it."""
    carried = list(hidden(form, respelled))
    said = words(form)
    return component(
        environment, "jobs/alerts/_offer.html", words=said, hidden=carried, fields=blank_fields()
    )
