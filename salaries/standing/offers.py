"""What the form offers to choose from."""

from dataclasses import dataclass
from typing import Final

from portal.freshness import Memory
from portal.taxonomy.models import Place, Role
from salaries.leading import HOME
from salaries.models import Benchmark, Component
from salaries.topics import TOPICS


@dataclass(frozen=True)
class Offers:
    """Roles, and the countries and currencies that base pay is known for, each by its key."""

    roles: dict[str, Role]
    places: dict[str, Place]
    currencies: tuple[str, ...]

    @property
    def home(self) -> str:
        """The country that is meant unless another is told."""
        return next((slug for slug, place in self.places.items() if place.country == HOME), "")


_known: Final[Memory[str, Offers]] = Memory(limit=1)


def offers() -> Offers:
    """With three queries, until figures, places or roles change."""
    return _known.recall_or_make("all", TOPICS, _read)


def _read() -> Offers:
    figures = Benchmark.objects.public().filter(
        component=Component.BASE, place__kind__in=(Place.Kind.WORLD, Place.Kind.COUNTRY)
    )
    places = Place.objects.filter(pk__in=figures.values("place")).order_by("name")
    currencies = figures.order_by("currency").values_list("currency", flat=True).distinct()
    return Offers(
        roles={role.slug: role for role in Role.objects.public()},
        places={place.slug: place for place in places},
        currencies=tuple(sorted(currencies, key=lambda code: (code != "USD", code))),
    )
