"""Filters for money, pay and time as readers see them."""

from decimal import Decimal
from functools import cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import money as amounts
from portal.links import link

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context: Context, part: str) -> SafeString:
    """The header, the footer or the asset links: the same for every reader, so drawn once a process."""
    match = context["request"].resolver_match if "request" in context else None
    return _frame(part, _section(match) if part == "header" else "")


def _section(match: ResolverMatch | None) -> str:
    if match is None:
        return ""
    of_roles = match.namespace == "site" and (match.url_name or "").startswith("role")
    return "roles" if of_roles else match.namespace


def _draw_frame(part: str, section: str) -> SafeString:
    words = {"section": section, "SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    return render_to_string(f"components/site_{part}.html", words)


# In DEBUG an edited template shows at once.
_frame = _draw_frame if settings.DEBUG else cache(_draw_frame)


@register.simple_tag(name="link")
def link_to(route: str, key: str | int | None = None) -> str:
    """`{% link "site:role" role.slug %}`: as `url` for routes with one argument or none, for busy pages."""
    return link(route, key)


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
