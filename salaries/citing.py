"""Figures as texts rest on them."""

from collections.abc import Iterable, Mapping
from typing import Final

from portal.panels import Citation, Cited
from salaries.models import Benchmark, Component, Workplace
from salaries.rows import row_of

KIND: Final = "benchmark"


def cited(pk: int) -> Cited:
    return Cited(KIND, str(pk))


def figures_by_key(keys: Iterable[str]) -> Mapping[str, Citation]:
    """What readers may see of the figures asked for, in that order."""
    wanted = list(keys)
    rows = Benchmark.objects.public().filter(pk__in=[int(key) for key in wanted]).with_relations()
    found = {str(row.pk): _citation(row) for row in rows}
    return {key: found[key] for key in wanted if key in found}


def _citation(row: Benchmark) -> Citation:
    """Two figures with one label measure the same thing; the text says all that a sentence may rest on."""
    parts = [row.role.name, f"{row.label[:1].lower()}{row.label[1:]}", row.place.label]
    if row.workplace != Workplace.ANY:
        parts.append(Workplace(row.workplace).label)
    if row.component != Component.BASE:
        parts.append(Component(row.component).label)
    text = f"{row.figure} {row.period_words}, {row.years}"
    return Citation(KIND, str(row.pk), ", ".join(parts), text, {**row_of(row)})
