"""What the database holds of every figure, whichever way it comes in."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from portal.money import Shape
from portal.publishing.models import Status
from salaries.checks import LARGEST, PERCENTILES
from salaries.models.choices import Measure

# What makes two published figures of one source the same figure.
SAME_FIGURE: Final = (
    F("role"),
    F("measure"),
    F("specialism"),
    F("level"),
    Coalesce(F("first_year"), -1),
    Coalesce(F("min_years"), -1),
    Coalesce(F("max_years"), -1),
    F("place"),
    F("workplace"),
    F("year"),
    F("component"),
    F("currency"),
    F("period"),
    F("source"),
)


NO_PERCENTILES: Final = Q(**dict.fromkeys((*PERCENTILES, "sample_size"), None))
# Each is asked for by itself: a comparison with nothing is neither true nor false, and would pass.
ALL_PERCENTILES: Final = Q(
    *(Q(**{f"{name}__isnull": False}) for name in (*PERCENTILES, "sample_size")),
    p10__gt=0,
    p10__lte=F("p25"),
    p25__lte=F("p50"),
    p50__lte=F("p75"),
    p75__lte=F("p90"),
    p90__lte=LARGEST,
    sample_size__gt=0,
)

CONSTRAINTS: Final = (
    models.CheckConstraint(
        condition=Q(
            shape=Shape.RANGE.value,
            low__isnull=False,
            high__isnull=False,
            low__lt=F("high"),
        )
        | Q(shape=Shape.SINGLE.value, low__isnull=False, high=F("low"))
        | Q(shape=Shape.AT_LEAST.value, low__isnull=False, high=None)
        | Q(shape=Shape.AT_MOST.value, low=None, high__isnull=False)
        | Q(shape=Shape.PERCENTILES.value, low=None, high=None),
        name="benchmark_shape",
        violation_error_message="The ends don’t fit the shape: a range has two, the lower one first; "
        "one figure has one; “at least” has the lower end only; “at most” the upper end only; "
        "percentiles have none.",
    ),
    models.CheckConstraint(
        condition=(Q(shape=Shape.PERCENTILES.value) & ALL_PERCENTILES)
        | (~Q(shape=Shape.PERCENTILES.value) & NO_PERCENTILES),
        name="benchmark_percentiles",
        violation_error_message="Percentiles are five amounts that don’t fall, and the number of "
        "reports they rest on; other shapes have none.",
    ),
    models.CheckConstraint(
        condition=Q(measure=Measure.DISTRIBUTION, shape=Shape.PERCENTILES.value)
        | (
            ~Q(measure=Measure.DISTRIBUTION)
            & ~Q(shape=Shape.PERCENTILES.value)
            & Q(level="", first_year=None)
        ),
        name="benchmark_distribution",
        violation_error_message="A distribution has percentiles, and it alone has them, a level and "
        "years taken together.",
    ),
    models.CheckConstraint(
        condition=Q(first_year=None) | Q(first_year__lt=F("year")),
        name="benchmark_first_year",
        violation_error_message="The first of several years lies before the last.",
    ),
    models.CheckConstraint(
        condition=(Q(low=None) | Q(low__gt=0, low__lte=LARGEST))
        & (Q(high=None) | Q(high__gt=0, high__lte=LARGEST)),
        name="benchmark_amount",
        violation_error_message="Pay lies above 0 and below 1,000,000,000.",
    ),
    models.CheckConstraint(
        condition=Q(open_ended=False) | Q(shape=Shape.RANGE.value),
        name="benchmark_open_range",
        violation_error_message="Only the upper end of a range can be a floor.",
    ),
    models.CheckConstraint(
        condition=Q(measure=Measure.EXPERIENCE, min_years__isnull=False)
        | (~Q(measure=Measure.EXPERIENCE) & Q(min_years=None, max_years=None)),
        name="benchmark_years",
        violation_error_message="Years of experience belong to the measure “By experience”, which needs them.",
    ),
    models.CheckConstraint(
        condition=Q(max_years=None) | Q(max_years__gt=F("min_years")),
        name="benchmark_years_order",
        violation_error_message="“To years” lies above “from years”.",
    ),
    models.CheckConstraint(
        condition=(Q(measure=Measure.SPECIALISM) & ~Q(specialism=""))
        | (~Q(measure=Measure.SPECIALISM) & Q(specialism="")),
        name="benchmark_specialism",
        violation_error_message="A specialism belongs to the measure “Specialism”, which needs one.",
    ),
    models.CheckConstraint(
        condition=~Q(status=Status.PUBLISHED) | Q(source__isnull=False, published_at__isnull=False),
        name="benchmark_sourced",
        violation_error_message="A published figure needs a source and the instant from which it is public.",
    ),
    models.UniqueConstraint(
        *SAME_FIGURE,
        condition=Q(status=Status.PUBLISHED),
        name="benchmark_once",
        violation_error_message="This source already has a published figure for exactly this.",
    ),
)
