"""The figures of the first guide and the percentiles of a public survey, loaded once: staff may correct them."""

import csv
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from portal.demo import Step
from portal.taxonomy.models import Place, Role
from salaries.actions import publish_benchmarks
from salaries.checks import PERCENTILES
from salaries.distributions import Distribution, Group, replace_distributions
from salaries.models import Benchmark, Snapshot, Source
from salaries.snapshots import take_snapshot

order = 20
CONTENT: Final = Path(__file__).parent / "content"
PUBLISHED: Final = datetime(2026, 11, 24, tzinfo=UTC)  # the day the figures were taken down
SURVEY: Final = "salary-index-2023"
WORDS: Final = ("measure", "specialism", "workplace", "currency", "period", "component", "note")


@transaction.atomic
def load(step: Step) -> None:
    step("Salary figures")
    sources = {}
    for row in tomllib.loads((CONTENT / "sources.toml").read_text())["sources"]:
        row["method"] = " ".join(row["method"].split())
        if not Source.objects.filter(slug=row["slug"]).exists():
            sources[row["slug"]] = _add_source(**row)
    wanted = _lines("benchmarks")
    new = [_add(line, sources[line["source"]]).pk for line in wanted if line["source"] in sources]
    _, refused = publish_benchmarks(benchmarks=Benchmark.objects.filter(pk__in=new), by=None)
    if refused:
        raise ValueError(f"The demo's own figures were refused: {refused}")
    if SURVEY in sources:
        replace_distributions(
            sources[SURVEY], map(_distribution, _lines("percentiles")), by=None, reason="Taken down"
        )
    if not Snapshot.objects.exists():
        take_snapshot(by=None)


def _lines(name: str) -> list[dict[str, str]]:
    with (CONTENT / f"{name}.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def _distribution(line: dict[str, str]) -> Distribution:
    place = (
        Place.objects.world() if line["place"] == "world" else Place.objects.get(slug=line["place"])
    )
    group = Group(
        role_id=Role.objects.get(slug=line["role"]).pk,
        level=line["level"],
        place_id=place.pk,
        workplace=line["workplace"],
        year=int(line["year"]),
        first_year=int(line["first_year"]) if line["first_year"] else None,
    )
    amounts = {name: Decimal(line[name]) for name in PERCENTILES}
    return Distribution(group, **amounts, sample_size=int(line["sample_size"]))


def _add_source(**values: Any) -> Source:
    source = Source(**values)
    source.full_clean()
    source.save()
    return source


def _add(line: dict[str, str], source: Source) -> Benchmark:
    """The figure of a line as a draft, which publishing checks."""
    values: dict[str, Any] = {
        "role": Role.objects.get(slug=line["role"]),
        "place": Place.objects.get(slug=line["place"]),
        "source": source,
        "min_years": int(line["min_years"]) if line["min_years"] else None,
        "max_years": int(line["max_years"]) if line["max_years"] else None,
        "year": int(line["year"]),
        "low": Decimal(line["low"]) if line["low"] else None,
        "high": Decimal(line["high"]) if line["high"] else None,
        "shape": line["kind"],
        "open_ended": line["open_ended"] == "yes",
    }
    values |= {name: line[name] for name in WORDS}
    return Benchmark.objects.create(published_at=PUBLISHED, **values)
