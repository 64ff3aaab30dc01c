"""Absolute addresses of many rows: the URL patterns are asked once, not for each row."""

from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.urls import reverse

# Stands for the argument while an address is taken apart; suits slugs and numbers.
SPECIMEN: Final = "9041739"


@cache
def _around(route: str) -> tuple[str, str]:
    before, _, after = reverse(route, args=[SPECIMEN]).rpartition(SPECIMEN)
    return before, after


def absolute(route: str) -> Callable[[str | int], str]:
    """A function from a slug or primary key to the address of a route with one argument.

    The route is looked up at the first call, so that modules may do this while they are imported.
    """

    def address(key: str | int) -> str:
        before, after = _around(route)
        return f"{settings.SITE_URL}{before}{key}{after}"

    return address
