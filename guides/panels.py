"""What guides offer to pages: the newest ones, and those beside another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from guides.cards import Card, card
from guides.models import Guide
from guides.widgets.poll.panel import PollPanel
from guides.widgets.roadmap.panel import RoadmapPanel
from guides.widgets.simulation.panel import SimulationPanel
from portal.panels import Between, Help, Panel, Slug, register
from portal.taxonomy.panels import RoleSlug

__all__ = ["LatestGuides", "PollPanel", "RelatedGuides", "RoadmapPanel", "SimulationPanel"]


@dataclass(frozen=True, kw_only=True)
class LatestArguments:
    role: Annotated[RoleSlug, Help("Only guides about this role; empty: all.")] = ""
    limit: Annotated[int, Between(1, 10), Help("How many at most.")] = 4


@dataclass(frozen=True)
class Latest:
    guides: tuple[Card, ...]
    lead: bool


@register
class LatestGuides(Panel[LatestArguments, Latest]):
    name = "latest-guides"
    title = "Newest guides"
    help = "The newest guides, of one role or of all."
    template = "guides/panels/latest.html"
    arguments = LatestArguments
    examples = ("{{ latest-guides role=ai-engineer limit=2 }}",)

    def load(self, calls: Sequence[LatestArguments]) -> Sequence[Latest | None]:
        return [self._latest(call) for call in calls]

    def topics(self, arguments: LatestArguments) -> Iterable[str]:
        return ("guides", "taxonomy")

    def _latest(self, call: LatestArguments) -> Latest | None:
        guides = Guide.objects.public()
        if call.role:
            guides = guides.for_roles([call.role])
        found = tuple(map(card, guides.cards()[: call.limit]))
        return Latest(found, lead=not call.role) if found else None


@dataclass(frozen=True, kw_only=True)
class RelatedArguments:
    guide: Annotated[str, Slug(), Help("The guide to stand beside.")]
    limit: Annotated[int, Between(1, 6), Help("How many alike at most.")] = 3


@dataclass(frozen=True)
class Related:
    """Guides alike by role or topic, and the ones before and after in time."""

    related: tuple[Card, ...]
    earlier: Card | None
    later: Card | None


@register
class RelatedGuides(Panel[RelatedArguments, Related]):
    name = "related-guides"
    title = "Guides to read next"
    help = "Stands under every guide by itself; there is no need to place it."
    template = "guides/panels/related.html"
    arguments = RelatedArguments
    examples = ("{{ related-guides guide=ai-engineer-vs-ml-engineer }}",)

    def load(self, calls: Sequence[RelatedArguments]) -> Sequence[Related | None]:
        return [self._related(call) for call in calls]

    def topics(self, arguments: RelatedArguments) -> Iterable[str]:
        return ("guides", "taxonomy")

    def _related(self, call: RelatedArguments) -> Related | None:
        rows = list(Guide.objects.beside(call.guide, limit=call.limit).cards("pk", "is_alike"))
        here = next((row for row in rows if row.slug == call.guide), None)
        if here is None or len(rows) == 1:
            return None
        others = [row for row in rows if row is not here]
        after = [row for row in others if _moment(row) > _moment(here)]
        before = [row for row in others if _moment(row) < _moment(here)]
        related = [row for row in others if row.is_alike][: call.limit]
        return Related(
            related=tuple(map(card, related)),
            earlier=card(before[0]) if before else None,
            later=card(after[-1]) if after else None,
        )


def _moment(row: Any) -> tuple[datetime, int]:
    return row.published_at, row.pk
