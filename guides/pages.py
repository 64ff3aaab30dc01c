"""What the pages that readers open most ask the database, compiled once."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from guides.cards import card
from guides.models import Guide, Topic
from guides.models.citing import day_of
from portal.freshness import Memory, Read
from portal.links import site
from portal.paging import Page, page_of
from portal.prepared import Prepared
from portal.taxonomy.models import Role

TOPICS: Final = ("guides", "taxonomy")

MEMORY: Final = 16 * 1024 * 1024  # bytes of articles in each process
OVERHEAD: Final = 4_000  # bytes that one takes besides its text, roughly

_article = Prepared(lambda *, at, slug: Guide.objects.public(at).shown().filter(slug=slug))
_articles: Final[Memory[str, Guide]] = Memory(
    MEMORY, size_of=lambda guide: sys.getsizeof(guide.body_html) + OVERHEAD
)
_remembered: Final[Memory[int, list[Role]]] = Memory(2_000)
_topics = Prepared(Topic.objects.all)
_listed = Prepared(
    lambda start, stop, *, at, **narrowed: (
        Guide.objects.public(at).filter(**narrowed).cards()[start:stop]
    )
)


def article(slug: str) -> Guide | None:
    """A public guide with all that its page names, its roles apart; others hold it too, so nobody changes it."""
    return next(iter(_articles.get_or_read([slug], _read)), None)


def _read(slugs: Iterable[str]) -> Iterator[Read[str, Guide]]:
    for slug in slugs:
        if guide := _article.first(at=timezone.now(), slug=slug):
            yield Read(
                slug, guide, ("guides", f"guide:{guide.pk}", "pictures"), until=guide.changes_at
            )


def roles_of(guide: Guide) -> list[Role]:
    """Its roles by slug and name, remembered until it or the taxonomy changes."""
    topics = (f"guide:{guide.pk}", "taxonomy")
    return _remembered.recall_or_make(
        guide.pk, topics, lambda: list(guide.roles.only("slug", "name"))
    )


@dataclass(frozen=True)
class FiguresNote:
    """How to cite the figures of a guide: its newest bundle, which stays as it is."""

    day: date
    path: str

    @property
    def address(self) -> str:
        return f"{site()}{self.path}"


def figures_of(guide: Guide) -> FiguresNote | None:
    """None for a guide that rests on none."""
    day = day_of(guide.figures)
    if day is None:
        return None
    return FiguresNote(day, reverse("guides:figures", args=[guide.slug, guide.figures]))


def topics() -> list[Topic]:
    return _topics.rows()


def page_of_guides(number: int | None, **narrowed: int) -> Page:
    """Cards of public guides, newest first; `narrowed` by the key of a topic, an author or `roles`."""
    return page_of(
        number,
        name=f"guides:{sorted(narrowed.items())}",
        topics=TOPICS,
        every=lambda: Guide.objects.public().filter(**narrowed),
        rows=lambda start, stop: [
            card(row) for row in _listed.rows(start, stop, at=timezone.now(), **narrowed)
        ],
    )
