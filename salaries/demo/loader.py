"""The 19 figures of the first guide and their source."""

import csv
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from portal.demo import Step
from portal.publishing.models import Status
from portal.taxonomy.models import Place, Role
from salaries.actions import publish_benchmarks
from salaries.models import Benchmark, Source

order = 20
CONTENT: Final = Path(__file__).parent / "content"
PUBLISHED: Final = datetime(2026, 9, 1, 9, tzinfo=UTC)
KEY: Final = ("role", "measure", "specialism", "min_years", "max_years", "place", "workplace", "year", "source")


@transaction.atomic
def load(step: Step) -> None:
    step("Salary figures")
    for row in tomllib.loads((CONTENT / "sources.toml").read_text())["sources"]:
        row["license"], row["license_url"] = row.pop("licence"), row.pop("licence_url", "")
        row["method"] = " ".join(row["method"].split())
        Source.objects.update_or_create(slug=row.pop("slug"), defaults=row)
    with (CONTENT / "benchmarks.csv").open(newline="") as lines:
        new = [row for line in csv.DictReader(lines) if (row := _new(line))]
    _, refused = publish_benchmarks(benchmarks=new, by=None)
    if refused:
        raise ValueError(f"The demo's own figures were refused: {refused}")


def _new(line: dict[str, str]) -> Benchmark | None:
    """The figure of a line, or none if it is there already, as staff may have corrected it."""
    values: dict[str, Any] = {
        "role": Role.objects.get(slug=line["role"]),
        "place": Place.objects.get(slug=line["place"]),
        "source": Source.objects.get(slug=line["source"]),
        "min_years": int(line["min_years"]) if line["min_years"] else None,
        "max_years": int(line["max_years"]) if line["max_years"] else None,
        "year": int(line["year"]),
        "low": Decimal(line["low"]) if line["low"] else None,
        "high": Decimal(line["high"]) if line["high"] else None,
        "shape": line["kind"],
        "open_ended": line["open_ended"] == "yes",
    }
    words = ("measure", "specialism", "workplace", "currency", "period", "component", "note")
    values |= {name: line[name] for name in words}
    if Benchmark.objects.filter(**{name: values[name] for name in KEY}).exists():
        return None
    return Benchmark(status=Status.DRAFT, published_at=PUBLISHED, **values)
