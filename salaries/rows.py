"""A benchmark as open data: the page, the CSV, the JSON and the API hold the same rows."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, TypedDict

from portal.links import absolute
from salaries.models import Benchmark

_page = absolute("salaries:role")

# What a spreadsheet would take for the start of a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Row(TypedDict):
    """One figure. Amounts are per `period` in `currency`; an end that isn't known is null."""

    id: int
    role: str
    role_name: str
    measure: str
    specialism: str
    min_years: int | None
    max_years: int | None
    place: str
    place_name: str
    workplace: str
    year: int
    component: str
    currency: str
    period: str
    shape: str
    low: Decimal | None
    high: Decimal | None
    open_ended: bool
    figure: str
    note: str
    basis: str
    source: str
    publisher: str
    source_url: str
    reference_period: str
    retrieved_on: date | None
    license: str
    license_url: str
    url: str


def row_of(benchmark: Benchmark) -> Row:
    """Needs `role`, `place` and `source` at hand (`shown()`), else each costs a query."""
    source = benchmark.source
    return Row(
        id=benchmark.pk,
        role=benchmark.role.slug,
        role_name=benchmark.role.name,
        measure=benchmark.measure,
        specialism=benchmark.specialism,
        min_years=benchmark.min_years,
        max_years=benchmark.max_years,
        place=benchmark.place.slug,
        place_name=benchmark.place.label,
        workplace=benchmark.workplace,
        year=benchmark.year,
        component=benchmark.component,
        currency=benchmark.currency,
        period=benchmark.period,
        shape=benchmark.shape,
        low=benchmark.low,
        high=benchmark.high,
        open_ended=benchmark.open_ended,
        figure=f"{benchmark.figure} {benchmark.period_words}",
        note=benchmark.note,
        basis=source.basis if source else "",
        source=source.name if source else "",
        publisher=source.publisher if source else "",
        source_url=source.url if source else "",
        reference_period=source.reference_period if source else "",
        retrieved_on=source.retrieved_on if source else None,
        license=source.license if source else "",
        license_url=source.license_url if source else "",
        url=f"{_page(benchmark.role.slug)}#{benchmark.anchor}",
    )


def as_csv(benchmarks: Iterable[Benchmark]) -> str:
    """RFC 4180, with cells defused that a spreadsheet would run as formulas."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(Row.__annotations__))
    writer.writeheader()
    for row in map(row_of, benchmarks):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def as_json(benchmarks: Iterable[Benchmark]) -> dict[str, object]:
    """The rows, and under which license each of their sources may be passed on."""
    rows = list(benchmarks)
    sources = {row.source_id: row.source for row in rows if row.source}.values()
    licenses = [
        {"source": source.name, "license": source.license, "license_url": source.license_url}
        for source in sources
    ]
    return {"licenses": licenses, "count": len(rows), "results": [row_of(row) for row in rows]}


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value
