"""What readers may see of the figures, and the ways to ask for them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.utils import timezone

from portal.publishing.models import PublishableQuerySet
from portal.taxonomy.models import Place

if TYPE_CHECKING:
    from salaries.models import Benchmark, Source  # noqa: F401  # named in strings below

STALE: Final = timedelta(days=365)  # pay is surveyed once a year, as a rule


class BenchmarkQuerySet(PublishableQuerySet["Benchmark"]):
    """Figures are public once published and due; the database holds that such a one has a source."""

    def with_relations(self) -> Self:
        """With all that a figure is shown with; the long texts of a role are left out."""
        return self.select_related("role", "place", "source").defer(
            "role__definition", "role__focus", "role__deliverables"
        )

    def shown(self) -> Self:
        """With all that a figure is shown with, in the order of tables."""
        return self.with_relations().order_by(*TABLE_ORDER)

    def for_roles(self, slugs: Iterable[str]) -> Self:
        return self.filter(role__slug__in=slugs)

    def stated(self) -> Self:
        """Figures as their sources state them: a measure each, without percentiles."""
        return self.exclude(measure="distribution")

    def distributions(self) -> Self:
        """Percentiles of many reports, by level, place, workplace and year."""
        return self.filter(measure="distribution")

    def national(self) -> Self:
        """Stated base pay for a whole country, wherever the work is done."""
        return self.stated().filter(
            place__kind=Place.Kind.COUNTRY, workplace="any", component="base"
        )


class SourceQuerySet(models.QuerySet["Source"]):
    def stale(self) -> Self:
        """Last looked up more than a year ago."""
        return self.filter(retrieved_on__lt=timezone.now().date() - STALE)


MEASURE_ORDER = models.Case(
    *(
        models.When(measure=measure, then=models.Value(number))
        for number, measure in enumerate(
            (
                "national-median",
                "mid-level",
                "senior-level",
                "tech-hub",
                "remote-average",
                "experience",
                "specialism",
                "distribution",
            )
        )
    ),
    output_field=models.SmallIntegerField(),
)
LEVEL_ORDER = models.Case(
    *(
        models.When(level=level, then=models.Value(number))
        for number, level in enumerate(("", "entry", "mid", "senior", "executive"))
    ),
    output_field=models.SmallIntegerField(),
)

TABLE_ORDER = (
    "role__order",
    "role__name",
    MEASURE_ORDER,
    "min_years",
    LEVEL_ORDER,
    "-year",
    "-first_year",
    "place",
    "workplace",
    "pk",
)
