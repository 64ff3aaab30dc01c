"""Options of the filters above a list of jobs, written at once: a widget for each would cost more."""

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jobs.cards import Card
from jobs.forms import JobFilter
from jobs.models import Workplace
from jobs.options import Option
from portal.card_lists import CardList

register = template.Library()
_list: Final = CardList("components/job_cards.html", "jobs")


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
    """The component of the same name."""
    return _list.draw(cards, level=level)


def _options(found: Iterable[Option], chosen: str) -> SafeString:
    return mark_safe(
        "".join(
            f'<option value="{option.slug}"{" selected" if option.slug == chosen else ""}>'
            f"{conditional_escape(option.name)}</option>"
            for option in found
        )
    )
