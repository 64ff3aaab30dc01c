"""Changes as open data: the page, the feed, the CSV, the JSON and the API hold the same rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.conf import settings

from portal import spreadsheets
from portal.links import link, path_to
from portal.panels import Citing, citing
from salaries.citing import cited
from salaries.models import FigureChange

_role = path_to("salaries:role")


class GuideRow(TypedDict):
    title: str
    url: str


class Row(TypedDict):
    """One change. What it was stands in words; `benchmark` is the figure’s number while it is kept."""

    id: int
    at: datetime
    kind: str
    benchmark: int | None
    role: str
    role_name: str
    label: str
    place_name: str
    years: str
    source: str
    source_name: str
    old: str
    new: str
    reason: str
    who: str
    guides: list[GuideRow]
    url: str


@dataclass(frozen=True)
class Entry:
    """A change, and the guides that rest on the figure today."""

    change: FigureChange
    guides: Sequence[Citing]

    @property
    def url(self) -> str:
        """The figure on its role’s page, while there is one; else empty."""
        change = self.change
        if not change.new or not change.role or not change.benchmark_id:
            return ""
        return f"{_role(change.role.slug)}#figure-{change.benchmark_id}"

    @property
    def query(self) -> str:
        """Where it stands on the changelog."""
        return f"?month={self.change.at:%Y-%m}#change-{self.change.pk}"


def entries(changes: Iterable[FigureChange]) -> list[Entry]:
    """With the guides, for which one query more is asked, however many changes there are."""
    found = list(changes)
    keys = {change.pk: cited(change.benchmark_id) for change in found if change.benchmark_id}
    guides = citing(keys.values())
    return [
        Entry(change, guides.get(keys[change.pk], ()) if change.pk in keys else ())
        for change in found
    ]


def row_of(entry: Entry) -> Row:
    change = entry.change
    return Row(
        id=change.pk,
        at=change.at,
        kind=change.kind,
        benchmark=change.benchmark_id,
        role=change.role.slug if change.role else "",
        role_name=change.role_name,
        label=change.label,
        place_name=change.place_name,
        years=change.years,
        source=change.source.slug if change.source else "",
        source_name=change.source_name,
        old=change.old,
        new=change.new,
        reason=change.reason,
        who=change.who,
        guides=[
            GuideRow(title=guide.title, url=f"{settings.SITE_URL}{guide.url}")
            for guide in entry.guides
        ],
        url=f"{settings.SITE_URL}{link('salaries:changes')}{entry.query}",
    )


def as_csv(found: Iterable[Entry]) -> str:
    """The addresses of the guides stand in one cell, a space between."""
    columns = list(Row.__annotations__)
    return spreadsheets.as_csv(map(_flat, found), columns)


def _flat(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {**row_of(entry)}
    guides = " ".join(guide["url"] for guide in row["guides"])
    return row | {"at": entry.change.at.isoformat(), "guides": guides}


def as_json(found: Sequence[Entry], *, is_cut: bool) -> dict[str, object]:
    return {"count": len(found), "is_cut": is_cut, "results": [row_of(entry) for entry in found]}
