"""What the explorer offers to choose from: what public figures are about."""

from dataclasses import dataclass
from typing import Final

from portal.freshness import Memory
from portal.taxonomy.models import Place
from salaries.models import Benchmark
from salaries.topics import TOPICS
from salaries.years import Years

type Offer = list[tuple[str, str]]


@dataclass(frozen=True)
class Choices:
    """Slug and name of places and sources, and years as in an address; each in the order of the lists."""

    places: Offer
    years: Offer
    sources: Offer


_known: Final[Memory[str, Choices]] = Memory(limit=1)


def choices() -> Choices:
    """With one query, until figures or places change."""
    return _known.recall_or_make("all", TOPICS, _read)


def _read() -> Choices:
    places: dict[str, Place] = {}
    sources: dict[str, str] = {}
    years: set[Years] = set()
    rows = (
        Benchmark.objects.public()
        .order_by()
        .values_list(
            *("place__slug", "place__name", "place__kind", "place__country", "place__region_code"),
            *("source__slug", "source__name", "first_year", "year"),
        )
        .distinct()
    )
    for slug, name, kind, country, region, source, source_name, first, last in rows:
        places[slug] = Place(slug=slug, name=name, kind=kind, country=country, region_code=region)
        sources[source] = source_name
        years.add(Years(first, last))
    return Choices(
        places=[(place.slug, place.label) for place in sorted(places.values(), key=_of_place)],
        years=[(str(span), span.words) for span in sorted(years, key=_newest_first)],
        sources=sorted(sources.items(), key=lambda pair: pair[1]),
    )


def _of_place(place: Place) -> tuple[bool, bool, str, str]:
    """The world, then countries, then what lies in them."""
    is_wide = place.kind in (Place.Kind.WORLD, Place.Kind.COUNTRY)
    return (place.kind != Place.Kind.WORLD, not is_wide, place.name, place.slug)


def _newest_first(span: Years) -> tuple[int, int]:
    return (-span.last, -(span.first or span.last))
