"""Addresses of many rows: the URL patterns are asked once, not for each row."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.urls import reverse

# Stands for the argument while an address is taken apart; suits slugs and numbers.
SPECIMEN: Final = "9041739"

_around: dict[str, tuple[str, str]] = {}
_fixed: dict[str, str] = {}


def link(route: str, key: str | int | None = None) -> str:
    """The path of a route with one argument, a slug or a primary key, or with none."""
    if key is not None:
        before, after = _around.get(route) or take_apart(route)
        return f"{before}{key}{after}"
    if route not in _fixed:
        _fixed[route] = reverse(route)
    return _fixed[route]


def path_to(route: str) -> Callable[[str | int], str]:
    """`link` of a route with an argument; asked at the first call, so modules may do this while imported."""
    return partial(link, route)


def absolute(route: str) -> Callable[[str | int], str]:
    """As `path_to`, with the site's address in front."""

    def address(key: str | int) -> str:
        before, after = _around.get(route) or take_apart(route)
        return f"{site()}{before}{key}{after}"

    return address


@cache
def site() -> str:
    """What stands in front of every path: the settings are asked once, not for each row."""
    return str(settings.SITE_URL)


def take_apart(route: str) -> tuple[str, str]:
    """What stands before and after the argument."""
    before, _, after = reverse(route, args=[SPECIMEN]).rpartition(SPECIMEN)
    _around[route] = before, after
    return _around[route]


@receiver(setting_changed, dispatch_uid="portal.links")
def forget(*, setting: str, **kwargs: Any) -> None:
    """Settings change in tests only."""
    if setting == "ROOT_URLCONF":
        _around.clear()
        _fixed.clear()
    elif setting == "SITE_URL":
        site.cache_clear()
