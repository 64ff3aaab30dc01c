"""Headline figures for the home page and a role's page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from django.db.models import Q
from django.urls import reverse

from portal.panels import Cited, Help, Panel, register
from portal.taxonomy.panels import RoleSlug
from salaries.citing import cited
from salaries.leading import headline
from salaries.models import Benchmark, Measure
from salaries.panels.data import (
    NO_FIGURE,
    TOPICS,
    Figure,
    SourceNote,
    figure_of,
    public_figures,
    sources_of,
)

MOST: Final = 8  # roles, or figures of one role beside the first


@dataclass(frozen=True, kw_only=True)
class SnapshotArguments:
    role: Annotated[
        RoleSlug | None, Help("Whose figures; the national median of every role, unless told.")
    ] = None


@dataclass(frozen=True)
class Snapshot:
    """`lead` is the national median of the one role asked for; `figures` are all the others."""

    role: str | None
    url: str
    lead: Figure | None
    figures: tuple[Figure, ...]
    sources: tuple[SourceNote, ...]


@register
class SalarySnapshot(Panel[SnapshotArguments, Snapshot]):
    name = "salary-snapshot"
    title = "Salaries in brief"
    help = (
        "The national median of every role in the United States; or the figures of one role, that median "
        "first."
    )
    template = "salaries/panels/salary_snapshot.html"
    missing = NO_FIGURE
    arguments = SnapshotArguments
    examples: ClassVar = ("{{ salary-snapshot }}", "{{ salary-snapshot role=ml-engineer }}")

    def load(self, calls: Sequence[SnapshotArguments]) -> Sequence[Snapshot | None]:
        wanted = Q(role__slug__in={call.role for call in calls if call.role})
        if None in {call.role for call in calls}:
            wanted |= Q(measure=Measure.NATIONAL_MEDIAN)
        rows = public_figures(wanted)
        return [_of_role(call.role, rows) if call.role else _of_all(rows) for call in calls]

    def topics(self, arguments: SnapshotArguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: Snapshot) -> Iterable[Cited]:
        lead = [data.lead] if data.lead else []
        return [cited(figure.id) for figure in (*lead, *data.figures)]


def _of_role(slug: str, rows: Iterable[Benchmark]) -> Snapshot | None:
    mine = [row for row in rows if row.role.slug == slug]
    if not mine:
        return None
    lead = headline(mine)
    others = [row for row in mine if row is not lead][:MOST]
    return Snapshot(
        role=slug,
        url=reverse("salaries:role", args=[slug]),
        lead=figure_of(lead) if lead else None,
        figures=tuple(map(figure_of, others)),
        sources=sources_of([*([lead] if lead else []), *others]),
    )


def _of_all(rows: Iterable[Benchmark]) -> Snapshot | None:
    """One median for each role, in the roles' order."""
    found: dict[int, list[Benchmark]] = {}
    for row in rows:
        found.setdefault(row.role_id, []).append(row)
    medians = [row for row in map(headline, found.values()) if row]
    if not medians:
        return None
    shown = sorted(medians, key=lambda row: (row.role.order, row.role.name))[:MOST]
    return Snapshot(
        role=None,
        url=reverse("salaries:index"),
        lead=None,
        figures=tuple(map(figure_of, shown)),
        sources=sources_of(shown),
    )
