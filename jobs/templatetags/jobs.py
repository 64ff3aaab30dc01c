"""Options of the filters above a list of jobs, written at once: a widget for each would cost more."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jobs.cards import Card
from jobs.forms import JobFilter
from jobs.models import Workplace
from jobs.options import Option

register = template.Library()
_COMPONENT: Final = "components/job_cards.html"


@register.simple_tag
def role_options(form: JobFilter) -> SafeString:
    return _options(form.options.roles.values(), form.data.get("role", ""))


@register.simple_tag
def place_options(form: JobFilter) -> SafeString:
    chosen = form.data.get("place", "")
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        ((country, _options(places, chosen)) for country, places in form.options.countries),
    )


@register.simple_tag
def workplace_options(form: JobFilter) -> SafeString:
    found = [Option(0, str(value), str(label)) for value, label in Workplace.choices]
    return _options(found, form.data.get("workplace", ""))


@register.simple_tag
def typed(form: JobFilter, name: str, otherwise: str = "") -> str:
    """What a reader typed, so that they can correct it."""
    return str(form.data.get(name, "") or otherwise)


@register.simple_tag
def job_cards(cards: Iterable[Card], level: int | None = None) -> SafeString:
    """The component of the same name; what was drawn of a card before is not drawn again.

    A card’s HTML follows from the card alone, so it is remembered by the card’s value.
    """
    draw = _draw if settings.DEBUG else _drawn
    before, after = _frame(level)
    return mark_safe(before + "".join([draw(card) for card in cards]) + after)


@lru_cache(maxsize=4)
def _frame(level: int | None) -> tuple[str, str]:
    empty = render_to_string(_COMPONENT, {"jobs": (), "level": level})
    before, mark, after = empty.partition("</ul>")
    return before, mark + after


def _draw(card: Card) -> str:
    html = render_to_string(_COMPONENT, {"jobs": (card,)})
    return html[html.index("<li") : html.rindex("</li>") + len("</li>")]


_drawn: Final = lru_cache(maxsize=5_000)(_draw)


def _options(found: Iterable[Option], chosen: str) -> SafeString:
    return mark_safe(
        "".join(
            f'<option value="{option.slug}"{" selected" if option.slug == chosen else ""}>'
            f"{conditional_escape(option.name)}</option>"
            for option in found
        )
    )
