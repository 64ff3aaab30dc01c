"""Guides as lists show them: public ones, by few columns and without the objects behind these."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from portal.links import path_to

COLUMNS: Final = (
    "slug",
    "title",
    "standfirst",
    "minutes",
    "published_at",
    "changed_at",
    "topic__name",
    "author__name",
)
page = path_to("guides:detail")


@dataclass(frozen=True, slots=True)
class Card:
    slug: str
    url: str
    title: str
    standfirst: str
    minutes: int
    published_at: datetime
    changed_at: datetime
    topic: str
    author: str


def card(row: Any) -> Card:
    """The card of a row of `COLUMNS`."""
    return Card(
        slug=row.slug,
        url=page(row.slug),
        title=row.title,
        standfirst=row.standfirst,
        minutes=row.minutes,
        published_at=row.published_at,
        changed_at=row.changed_at,
        topic=row.topic__name,
        author=row.author__name,
    )
