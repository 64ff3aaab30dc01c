"""Where the explorer shows a choice."""

from typing import Final

from django.utils.http import urlencode

from portal.links import link
from salaries.years import Years

ALL: Final = "all"


def explorer_at(
    *,
    role: str = "",
    level: str = "",
    place: str = "",
    workplace: str = "",
    year: Years | None = None,
) -> str:
    """The explorer with a choice made; what is empty is left open."""
    given = {"role": role, "level": level, "place": place, "workplace": workplace, "year": year}
    query = urlencode({name: str(value) for name, value in given.items() if value})
    return f"{link('salaries:explore')}?{query}" if query else link("salaries:explore")
