"""The percentiles of a source, counted from its reports and published."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.taxonomy.models import Place
from salaries.distributions import Distribution, Group, replace_distributions
from salaries.survey.codes import COUNTRIES
from salaries.survey.mapping import titles_digest
from salaries.survey.models import SurveyReport, SurveyTally
from salaries.survey.percentiles import Counted, Progress, Share, count

REASON: Final = "Counted anew from the reports of the survey"


def renew_figures(
    source: int, *, by: User | None = None, tell: Progress = lambda done: None
) -> bool:
    """Count the percentiles of a source and publish what is new of them; False where there is nothing to do.

    Where reports or titles move meanwhile, it is done once more.
    """
    while tally := SurveyTally.objects.filter(source=source).first():
        titles = titles_digest()
        if not tally.is_stale and tally.titles == titles:
            return False
        counted = count(SurveyReport.objects.counted().of(source), tell)
        if _publish(tally, titles, counted, by):
            return True
    return False


@transaction.atomic
def _publish(tally: SurveyTally, titles: str, counted: Counted, by: User | None) -> bool:
    """Swap the figures of a source for these, unless its reports have changed since they were read."""
    still = SurveyTally.objects.select_for_update().filter(pk=tally.pk, version=tally.version)
    if not still.exists():
        return False
    source = tally.source
    figures = list(_figures(counted))
    replace_distributions(source, figures, by=by, reason=REASON)
    SurveyTally.objects.filter(pk=tally.pk).update(
        computed=tally.version,
        titles=titles,
        computed_at=timezone.now(),
        published=len(figures),
        suppressed=counted.suppressed,
    )
    return True


def _figures(counted: Counted) -> Iterator[Distribution]:
    found = dict(counted.published())
    places = _places({share.country for share in found})
    for share, percentiles in found.items():
        group = _group(share, places[share.country], counted)
        yield Distribution(group, **percentiles.amounts, sample_size=percentiles.n)


def _group(share: Share, place: int, counted: Counted) -> Group:
    year, first = (share.year, None) if share.year else (counted.last or 0, counted.first)
    return Group(share.role, share.level, place, share.workplace, year, first)


def _places(codes: Iterable[str]) -> dict[str, int]:
    """Keys of countries by their codes, and of the world by none; those that are missing are made."""
    countries = Place.objects.filter(kind=Place.Kind.COUNTRY)
    found = dict(countries.values_list("country", "pk"))
    for code in sorted({*codes} - found.keys() - {""}):
        slug = code.lower()
        if Place.objects.filter(slug=slug).exists():
            slug = f"country-{slug}"
        place, _ = Place.objects.get_or_create(
            kind=Place.Kind.COUNTRY, country=code, defaults={"slug": slug, "name": COUNTRIES[code]}
        )
        found[code] = place.pk
    return found | ({"": Place.objects.world().pk} if "" in codes else {})
