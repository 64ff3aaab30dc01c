"""How a figure reads as data: the very row of the CSV and the JSON."""

from rest_framework import serializers

from portal.api.rows import RowSerializer
from portal.money import Shape
from salaries.models import Basis, Benchmark, Component, Measure, SurveyLevel, Workplace
from salaries.models.choices import PERIODS, SHAPES
from salaries.rows import Row, row_of


def percentile(share: int) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        allow_null=True,
        help_text=f"{share} reports in a hundred lie below, per `period` in `currency`; null for other shapes.",
    )


class BenchmarkSerializer(RowSerializer[Benchmark]):
    """One figure of pay, in the shape in which it was published, with its source."""

    id = serializers.IntegerField(help_text="Stable number of the figure.")
    role = serializers.SlugField(help_text="Slug of the role.")
    role_name = serializers.CharField(help_text="Name of the role.")
    measure = serializers.ChoiceField(choices=Measure.choices, help_text="What is measured.")
    specialism = serializers.CharField(
        allow_blank=True, help_text="Which specialism, where the measure is one; else empty."
    )
    level = serializers.ChoiceField(
        choices=SurveyLevel.choices,
        allow_blank=True,
        help_text="Level of those who reported, of a distribution; empty for all levels.",
    )
    min_years = serializers.IntegerField(
        allow_null=True, help_text="Years of experience from; null where they make no difference."
    )
    max_years = serializers.IntegerField(
        allow_null=True,
        help_text="Years of experience to; null where they make no difference, or for “and more”.",
    )
    place = serializers.SlugField(help_text="Slug of the place.")
    place_name = serializers.CharField(help_text="The place in words.")
    workplace = serializers.ChoiceField(
        choices=Workplace.choices,
        help_text="Where the work is done; “any” if it makes no difference.",
    )
    year = serializers.IntegerField(help_text="The year that the figure is about.")
    first_year = serializers.IntegerField(
        allow_null=True,
        help_text="The first of the years that stand together in a distribution; else null.",
    )
    component = serializers.ChoiceField(
        choices=Component.choices,
        help_text="Base pay, or total pay with bonus, equity and profit sharing.",
    )
    currency = serializers.CharField(help_text="ISO 4217 code, such as USD.")
    period = serializers.ChoiceField(
        choices=PERIODS, help_text="The period that `low` and `high` are paid for."
    )
    shape = serializers.ChoiceField(
        choices=SHAPES,
        help_text=f"What is known: {Shape.RANGE} has both ends, {Shape.SINGLE} the same amount as "
        f"both, {Shape.AT_LEAST} the lower end only, {Shape.AT_MOST} the upper end only; "
        f"{Shape.PERCENTILES} neither, but `p10` to `p90`.",
    )
    low = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        allow_null=True,
        help_text="Lower end, per `period` in `currency`; null where none was published.",
    )
    high = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        allow_null=True,
        help_text="Upper end, per `period` in `currency`; null where none was published.",
    )
    open_ended = serializers.BooleanField(
        help_text="Whether the upper end of a range is itself a floor: “or more”."
    )
    p10 = percentile(10)
    p25 = percentile(25)
    p50 = percentile(50)
    p75 = percentile(75)
    p90 = percentile(90)
    sample_size = serializers.IntegerField(
        allow_null=True, help_text="How many reports the percentiles rest on; else null."
    )
    figure = serializers.CharField(help_text="The figure in words, as pages show it.")
    note = serializers.CharField(
        allow_blank=True, help_text="What the editors add to the figure; mostly empty."
    )
    basis = serializers.ChoiceField(
        choices=Basis.choices, help_text="What kind of evidence the source is."
    )
    source = serializers.CharField(  # type: ignore[assignment]  # a field's own `source` is another thing
        help_text="Name of the source."
    )
    publisher = serializers.CharField(help_text="Who published the source.")
    source_url = serializers.URLField(
        allow_blank=True, help_text="Where the source is; empty if it isn’t on the web."
    )
    reference_period = serializers.CharField(help_text="What time the source is about.")
    retrieved_on = serializers.DateField(help_text="The day the figure was taken down.")
    license = serializers.CharField(help_text="On what terms the figure may be passed on.")
    license_url = serializers.URLField(
        allow_blank=True, help_text="Where the license is; empty if it isn’t on the web."
    )
    url = serializers.URLField(help_text="The figure on the site.")

    @staticmethod
    def row(item: Benchmark) -> Row:
        return row_of(item)
