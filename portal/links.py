"""Addresses of many rows: the URL patterns are asked once, not for each row."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.urls import reverse

# Stands for the argument while an address is taken apart; suits slugs and numbers.
SPECIMEN: Final = "9041739"

_around: dict[str, tuple[str, str]] = {}


def path_to(route: str) -> Callable[[str | int], str]:
    """A function from a slug or primary key to the path of a route with one argument.

    The route is looked up at the first call, so that modules may do this while they are imported.
    """

    def path(key: str | int) -> str:
        before, after = _around.get(route) or take_apart(route)
        return f"{before}{key}{after}"

    return path


def absolute(route: str) -> Callable[[str | int], str]:
    """As `path_to`, with the site's address in front."""
    path = path_to(route)
    return lambda key: f"{settings.SITE_URL}{path(key)}"


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
