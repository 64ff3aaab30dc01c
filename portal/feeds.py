"""Atom feeds whose links come from the configured address of the site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

LENGTH: Final = 50
# Control characters, which XML has no way to write.
UNWRITABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# When a feed that holds nothing was last changed: nobody knows, and a reader's copy stays as good as ours.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Dated by its entries alone, so that it is the same, byte for byte, until they change."""

    def latest_post_date(self) -> datetime:
        """The latest instant of an entry; Django's own says the present one where there is none."""
        return super().latest_post_date() if self.items else NEVER


@dataclass(frozen=True)
class Entry:
    """One entry; `path` is relative to the site, `summary` plain text."""

    title: str
    path: str
    summary: str
    published: datetime
    updated: datetime
    author: str = ""
    categories: tuple[str, ...] = ()


def atom(
    *, title: str, subtitle: str, path: str, feed_path: str, entries: Iterable[Entry]
) -> HttpResponse:
    """An Atom document of the entries given, newest first; `path` is the page that lists the same."""
    feed = Feed(
        title=_writable(f"{title} · {settings.SITE_NAME}"),
        subtitle=_writable(subtitle),
        description=_writable(subtitle),
        link=settings.SITE_URL + path,
        feed_url=settings.SITE_URL + feed_path,
        feed_guid=settings.SITE_URL + feed_path,
        language="en-us",
    )
    for entry in entries:
        link = settings.SITE_URL + entry.path
        feed.add_item(
            title=_writable(entry.title),
            link=link,
            # Django says that a summary is HTML; to readers of feeds it would be.
            description=escape(_writable(entry.summary)),
            unique_id=link,
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=_writable(entry.author) or settings.SITE_NAME,
            categories=[*map(_writable, entry.categories)],
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", text)
