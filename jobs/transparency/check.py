"""Which laws hold for a listing, and what each misses in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from jobs.models import Company, JobContent
from jobs.transparency.laws import LAWS, Law
from portal.taxonomy.models import Place
from portal.work import Workplace

# The most people of a band of sizes. Of a band that a threshold cuts through, some fall under the law: so all do.
MOST_PEOPLE: Final[dict[str, int]] = {
    Company.Size.UP_TO_10: 10,
    Company.Size.UP_TO_50: 50,
    Company.Size.UP_TO_200: 200,
    Company.Size.UP_TO_1000: 1_000,
    Company.Size.UP_TO_5000: 5_000,
}


@dataclass(frozen=True)
class Gap:
    """What a law asks for and a listing lacks.

    `place` is where the law holds ("Colorado"), `law` its name, `item` a sentence that says what to do,
    `field` the content's field to do it in, `topic` two words for it, `because` why the law counts here.
    """

    place: str
    law: str
    item: str
    field: str
    topic: str
    because: str


def gaps(content: JobContent, company: Company) -> list[Gap]:
    """What a saved listing lacks, with two queries for its places."""
    return gaps_in(content, company, content.locations.all(), content.remote_countries.all())


def gaps_in(
    content: JobContent,
    company: Company,
    locations: Iterable[Place],
    remote_countries: Iterable[Place],
) -> list[Gap]:
    """As `gaps`, for content that isn't saved yet; asks no database."""
    is_remote = content.workplace == Workplace.REMOTE
    places = [*locations, *(remote_countries if is_remote else ())]
    return [
        Gap(law.place, law.name, sentence, need.field, need.item, because)
        for law in LAWS
        if _counts(law, company) and (because := _because(law, places))
        for need in law.needs
        if (sentence := need.missing(content))
    ]


def _counts(law: Law, company: Company) -> bool:
    """A company of unknown or unbounded size falls under the law."""
    most = MOST_PEOPLE.get(company.size)
    return most is None or most >= law.least_people


def _because(law: Law, places: Iterable[Place]) -> str:
    """The first place of the listing for which the law holds, in words."""
    for place in places:
        if place.country not in law.countries:
            continue
        if place.kind == Place.Kind.COUNTRY and law.region:
            return f"the work can be done anywhere in {place.name}"
        if not law.region or place.region_code == law.region:
            return f"the work can be done in {place.name}"
    return ""
