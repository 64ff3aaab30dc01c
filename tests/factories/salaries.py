"""Sources, and figures in every state and shape: `PublishedBenchmarkFactory(at_least=True)`."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.publishing.models import Status
from salaries.models import Benchmark, FigureChange, Source
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"source-{n}")
    name = factory.LazyAttribute(lambda source: source.slug.replace("-", " ").capitalize())
    publisher = "The Statistics Office"
    url = "https://statistics.example/pay"
    reference_period = "2026"
    retrieved_on = date(2026, 2, 3)
    license = "CC BY 4.0"
    license_url = "https://creativecommons.org/licenses/by/4.0/"
    basis = "survey"
    method = "A thousand people were asked."


class BenchmarkFactory(DjangoModelFactory[Benchmark]):
    """A draft: a range, the national median, base pay, US dollars a year."""

    class Meta:
        model = Benchmark

    class Params:
        single = factory.Trait(shape="single", low=Decimal(120_000), high=Decimal(120_000))
        at_least = factory.Trait(shape="at_least", low=Decimal(220_000), high=None)
        at_most = factory.Trait(shape="at_most", low=None, high=Decimal(190_000))
        open_range = factory.Trait(open_ended=True)
        entry = factory.Trait(measure="experience", min_years=0, max_years=1)
        expert = factory.Trait(measure="experience", min_years=10)
        remote = factory.Trait(measure="remote-average", workplace="remote")
        hub = factory.Trait(measure="tech-hub", place=factory.SubFactory(CityFactory))
        distribution = factory.Trait(
            measure="distribution",
            shape="percentiles",
            low=None,
            high=None,
            p10=Decimal(90_000),
            p25=Decimal(115_000),
            p50=Decimal(142_000),
            p75=Decimal(170_000),
            p90=Decimal("205000.50"),
            sample_size=312,
        )
        special = factory.Trait(measure="specialism", specialism="Robotics")

    role = factory.SubFactory(RoleFactory, slug="ml-engineer", name="ML engineer")
    measure = "national-median"
    place = factory.SubFactory(CountryFactory)
    year = 2026
    shape = "range"
    low = Decimal(100_000)
    high = Decimal(150_000)
    source = factory.SubFactory(SourceFactory, slug="survey")


class PublishedBenchmarkFactory(BenchmarkFactory):
    status = Status.PUBLISHED
    published_at = datetime(2026, 3, 1, tzinfo=UTC)


class ScheduledBenchmarkFactory(BenchmarkFactory):
    """Public in two days."""

    status = Status.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))


class WithdrawnBenchmarkFactory(PublishedBenchmarkFactory):
    status = Status.CLOSED


class FigureChangeFactory(DjangoModelFactory[FigureChange]):
    """A published figure that says something else."""

    class Meta:
        model = FigureChange

    class Params:
        published = factory.Trait(kind="published", old="")
        withdrawn = factory.Trait(kind="withdrawn", new="", reason="The publisher took it back.")

    benchmark = factory.SubFactory(PublishedBenchmarkFactory)
    role = factory.SelfAttribute("benchmark.role")
    source = factory.SelfAttribute("benchmark.source")
    role_name = factory.SelfAttribute("benchmark.role.name")
    label = factory.SelfAttribute("benchmark.label")
    place_name = factory.SelfAttribute("benchmark.place.label")
    years = factory.SelfAttribute("benchmark.years")
    source_name = factory.SelfAttribute("benchmark.source.name")
    kind = "changed"
    old = "$90,000 to $140,000 a year, 2026"
    new = "$100,000 to $150,000 a year, 2026"
