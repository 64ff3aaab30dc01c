"""The rows of a choice, and what the page says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from portal.taxonomy.models import Role
from salaries.explorer.forms import LAST_PAGE, PAGE_SIZE, ExplorerForm
from salaries.explorer.headline import sentence_of
from salaries.explorer.sections import Section, sections_of, shown_in
from salaries.models import Benchmark, Measure, Source
from salaries.pages import sources_of
from salaries.spreads import around

DRAWN: Final = 1_000  # figures that charts choose from


@dataclass(frozen=True)
class Rows:
    """One page of the figures of a choice: the page, the CSV and the JSON hold these, in this order."""

    figures: Sequence[Benchmark]
    number: int
    has_next: bool

    @property
    def is_whole(self) -> bool:
        return self.number == 1 and not self.has_next

    @property
    def is_cut(self) -> bool:
        """Whether there are more than pages can show."""
        return self.has_next and self.number == LAST_PAGE

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.figures) - 1


def rows_of(form: ExplorerForm) -> Rows:
    """With one query, whose cost a page's size bounds."""
    start = (form.number - 1) * PAGE_SIZE
    found = list(form.apply(Benchmark.objects.public()).shown()[start : start + PAGE_SIZE + 1])
    return Rows(found[:PAGE_SIZE], form.number, has_next=len(found) > PAGE_SIZE)


@dataclass(frozen=True)
class Explored:
    """What the page shows of a choice."""

    rows: Rows
    role: Role | None
    sentence: str
    sections: Sequence[Section]
    sources: Sequence[Source]


def explore(form: ExplorerForm) -> Explored:
    rows = rows_of(form)
    figures = rows.figures if rows.is_whole else _to_draw(form)
    role = form.chosen_role or _only_role(figures)
    sections = sections_of(figures, role)
    shown = {row.pk: row for row in (*rows.figures, *shown_in(sections))}
    return Explored(
        rows=rows,
        role=role,
        sentence=sentence_of(figures, role),
        sections=sections,
        sources=sources_of(shown.values()),
    )


def _to_draw(form: ExplorerForm) -> Sequence[Benchmark]:
    """Of more figures than a page holds, those that charts can be made of."""
    given = form.given
    near = around(**{name: name in given for name in ("level", "place", "workplace")})
    figures = form.apply(Benchmark.objects.public())
    return list(figures.filter(near | ~Q(measure=Measure.DISTRIBUTION)).shown()[:DRAWN])


def _only_role(rows: Sequence[Benchmark]) -> Role | None:
    roles = {row.role_id: row.role for row in rows}
    return next(iter(roles.values())) if len(roles) == 1 else None
