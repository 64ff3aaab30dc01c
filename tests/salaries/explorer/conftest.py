"""Figures of every kind for two roles, as an import and editors leave them."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from portal.taxonomy.models import Place
from salaries.models import Benchmark
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import CountryFactory, RoleFactory


def spread(median: int, **given: Any) -> dict[str, Any]:
    """Percentiles around a median; `given` goes on."""
    shares = {"p10": "0.6", "p25": "0.8", "p50": "1", "p75": "1.25", "p90": "1.5"}
    ends = {name: median * Decimal(share) for name, share in shares.items()}
    return {"distribution": True, **ends, **given}


@pytest.fixture
def many(db: None) -> list[Benchmark]:
    """Of the ML engineer many distributions and every stated shape, of the AI engineer a few."""
    ai = RoleFactory(slug="ai-engineer", name="AI engineer", order=1)
    ml = RoleFactory(slug="ml-engineer", name="ML engineer", order=2)
    survey = SourceFactory(slug="job-survey", name="Job survey", basis="survey")
    own = SourceFactory(slug="own-listings", name="Own listings", basis="advertised")
    editors = SourceFactory(slug="editors", name="Editors’ list", basis="editorial")
    home = CountryFactory()
    canada = CountryFactory(slug="ca", name="Canada", country="CA")
    places = {home: 150_000, canada: 120_000, Place.objects.world(): 130_000}
    for (place, median), level, workplace, years in product(
        places.items(), ("", "entry", "senior"), ("any", "remote"), ((None, 2022), (2021, 2023))
    ):
        more = len(level) * 1000 + len(workplace) * 100
        PublishedBenchmarkFactory(
            **spread(median + more, sample_size=10 + more // 100, source=survey),
            role=ml,
            place=place,
            level=level,
            workplace=workplace,
            first_year=years[0],
            year=years[1],
        )
    for year in (2021, 2023):
        PublishedBenchmarkFactory(**spread(140_000, role=ml, year=year, source=survey))
    PublishedBenchmarkFactory(**spread(160_000, role=ml, year=2024, source=own, sample_size=25))
    PublishedBenchmarkFactory(**spread(170_000, role=ai, year=2023, source=survey))
    stated: dict[str, Any] = {"source": editors}
    for role in (ai, ml):
        PublishedBenchmarkFactory(role=role, **stated)
        PublishedBenchmarkFactory(role=role, measure="senior-level", single=True, **stated)
    PublishedBenchmarkFactory(role=ml, entry=True, at_most=True, **stated)
    PublishedBenchmarkFactory(role=ml, expert=True, at_least=True, **stated)
    PublishedBenchmarkFactory(role=ml, hub=True, open_range=True, note="=1+1", **stated)
    PublishedBenchmarkFactory(role=ml, remote=True, low=Decimal("99.50"), **stated)
    PublishedBenchmarkFactory(role=ml, special=True, component="total", period="month", **stated)
    BenchmarkFactory(**spread(999_999, role=ml, year=2020, source=survey))
    WithdrawnBenchmarkFactory(**spread(999_999, role=ml, year=2019, source=survey))
    return list(Benchmark.objects.public())
