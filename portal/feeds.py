"""Atom feeds whose links come from the configured address of the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

LENGTH: Final = 50


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
    feed = Atom1Feed(
        title=f"{title} · {settings.SITE_NAME}",
        subtitle=subtitle,
        description=subtitle,
        link=settings.SITE_URL + path,
        feed_url=settings.SITE_URL + feed_path,
        feed_guid=settings.SITE_URL + feed_path,
        language="en-us",
    )
    for entry in entries:
        link = settings.SITE_URL + entry.path
        feed.add_item(
            title=entry.title,
            link=link,
            description=entry.summary,
            unique_id=link,
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=entry.author or settings.SITE_NAME,
            categories=entry.categories,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
