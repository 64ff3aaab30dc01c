"""The roles and places that a list of jobs can be narrowed to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import CharField, F, Value
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.freshness import Memory
from portal.taxonomy.former import renamed_roles
from portal.taxonomy.models import Place, Role


@dataclass(frozen=True, slots=True)
class Option:
    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class Options:
    """By slug, in the order in which they are offered; `role_html` and `place_html` are the choices of a
    `<select>`, drawn once, as there may be hundreds: places under the names of their countries."""

    roles: dict[str, Option]
    places: dict[str, Option]
    role_html: SafeString
    place_html: SafeString

    def role(self, slug: str) -> Option | None:
        """The role of today's or a former slug."""
        return self.roles.get(slug) or self.roles.get(renamed_roles().get(slug, ""))


_remembered: Final[Memory[str, Options]] = Memory(1)


def options() -> Options:
    """Everything that can be chosen: one query, and none until the taxonomy changes."""
    return _remembered.recall_or_make("all", ("taxonomy",), _read)


def _read() -> Options:
    empty = Value("", CharField())
    roles = (
        Role.objects.public()
        .order_by()
        .values_list(Value("role"), "pk", "slug", "name", empty, "order")
    )
    places = Place.objects.order_by().values_list(
        F("kind"), "pk", "slug", "name", "country", Value(0)
    )
    rows = list(roles.union(places, all=True))
    named = sorted((row for row in rows if row[0] == "role"), key=lambda row: (row[5], row[3]))
    countries = tuple(_by_country([row for row in rows if row[0] != "role"]))
    choices = {row[2]: Option(*row[1:4]) for row in named}
    return Options(
        roles=choices,
        places={place.slug: place for _, group in countries for place in group},
        role_html=options_html((option.slug, option.name) for option in choices.values()),
        place_html=_grouped_html(countries),
    )


def options_html(choices: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


def _grouped_html(countries: Iterable[tuple[str, Iterable[Option]]]) -> SafeString:
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (country, options_html((place.slug, place.name) for place in places))
            for country, places in countries
        ),
    )


_DEPTH = {Place.Kind.COUNTRY: 0, Place.Kind.REGION: 1, Place.Kind.CITY: 2}


def _by_country(
    rows: list[tuple[str, int, str, str, str, int]],
) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """Countries by name; in each first the country, then its regions, then its cities."""
    names = {row[4]: row[3] for row in rows if row[0] == Place.Kind.COUNTRY}
    rows.sort(
        key=lambda row: (names.get(row[4], row[4]), row[4], _DEPTH[Place.Kind(row[0])], row[3])
    )
    for country, group in groupby(rows, key=lambda row: row[4]):
        yield names.get(country, country), tuple(Option(*row[1:4]) for row in group)
