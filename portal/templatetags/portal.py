"""Filters for money, pay and time as readers see them."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import money as amounts

register = template.Library()


@register.filter
def money(amount: Decimal | int | None, currency: str) -> str:
    """`{{ pay.low|money:pay.currency }}` → "$134,023"."""
    return "" if amount is None else amounts.money(amount, currency)


@register.filter
def day(value: object) -> SafeString:
    """A date in words inside <time>; an empty value gives nothing."""
    if not value:
        return SafeString("")
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),  # type: ignore[attr-defined]  # date or datetime
        f"{value:%B} {value.day}, {value.year}",  # type: ignore[attr-defined]
    )
