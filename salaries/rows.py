"""A benchmark as open data: the page, the CSV, the JSON and the API hold the same rows."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypedDict

from portal import spreadsheets
from portal.links import site
from salaries.models import Benchmark


class Row(TypedDict):
    """One figure. Amounts are per `period` in `currency`; an end that isn't known is null."""

    id: int
    role: str
    role_name: str
    measure: str
    specialism: str
    level: str
    min_years: int | None
    max_years: int | None
    place: str
    place_name: str
    workplace: str
    year: int
    first_year: int | None
    component: str
    currency: str
    period: str
    shape: str
    low: Decimal | None
    high: Decimal | None
    open_ended: bool
    p10: Decimal | None
    p25: Decimal | None
    p50: Decimal | None
    p75: Decimal | None
    p90: Decimal | None
    sample_size: int | None
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
        level=benchmark.level,
        min_years=benchmark.min_years,
        max_years=benchmark.max_years,
        place=benchmark.place.slug,
        place_name=benchmark.place.label,
        workplace=benchmark.workplace,
        year=benchmark.year,
        first_year=benchmark.first_year,
        component=benchmark.component,
        currency=benchmark.currency,
        period=benchmark.period,
        shape=benchmark.shape,
        low=benchmark.low,
        high=benchmark.high,
        open_ended=benchmark.open_ended,
        p10=benchmark.p10,
        p25=benchmark.p25,
        p50=benchmark.p50,
        p75=benchmark.p75,
        p90=benchmark.p90,
        sample_size=benchmark.sample_size,
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
        url=f"{site()}{benchmark.get_absolute_url()}",
    )


def as_csv(benchmarks: Iterable[Benchmark]) -> str:
    rows = ({**row_of(benchmark)} for benchmark in benchmarks)
    return spreadsheets.as_csv(rows, list(Row.__annotations__))


def as_json(benchmarks: Iterable[Benchmark], **more: object) -> dict[str, object]:
    """The rows, and under which license each of their sources may be passed on; `more` of the whole."""
    rows = list(benchmarks)
    sources = {row.source_id: row.source for row in rows if row.source}.values()
    licenses = [
        {"source": source.name, "license": source.license, "license_url": source.license_url}
        for source in sources
    ]
    results = [row_of(row) for row in rows]
    return {"licenses": licenses, "count": len(rows), **more, "results": results}
