"""The percentiles of a source, counted from its reports and published."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.taxonomy.models import Place
from salaries.distributions import Distribution, Group, left_out, replace_distributions
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
        if not is_behind(tally, titles):
            return False
        counted = count(SurveyReport.objects.counted().of(source), tell)
        if _publish(tally, titles, counted, by):
            return True
    return False


def is_behind(tally: SurveyTally, titles: str) -> bool:
    """Whether reports or titles have moved since. Where none counts, the titles say nothing about figures."""
    if tally.is_stale or tally.titles == titles:
        return tally.is_stale
    return SurveyReport.objects.counted().of(tally.source_id).exists()


def without_reports(source: int) -> int:
    """Published figures of a source that has no reports: the next import would withdraw what it doesn’t count.

    Those of an import that has just been undone are on their way out, and are none.
    """
    tally = SurveyTally.objects.filter(source=source).first()
    is_counted = SurveyReport.objects.counted().of(source).exists()
    return 0 if is_counted or (tally and tally.is_stale) else left_out(source, ())


def lost_with(counted: Counted, source: int) -> int:
    """Published figures of a source that these would withdraw."""
    places = _known_places()
    shares = (share for share, _ in counted.published())
    return left_out(
        source, {_group(share, places.get(share.country, 0), counted) for share in shares}
    )


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
    found = _known_places()
    for code in sorted({*codes} - found.keys() - {""}):
        slug = code.lower()
        if Place.objects.filter(slug=slug).exists():
            slug = f"country-{slug}"
        place, _ = Place.objects.get_or_create(
            kind=Place.Kind.COUNTRY, country=code, defaults={"slug": slug, "name": COUNTRIES[code]}
        )
        found[code] = place.pk
    return found | ({"": Place.objects.world().pk} if "" in codes else {})


def _known_places() -> dict[str, int]:
    """Those that are there; the world has no code."""
    whole = Place.objects.filter(kind__in=(Place.Kind.COUNTRY, Place.Kind.WORLD))
    return dict(whole.values_list("country", "pk"))
