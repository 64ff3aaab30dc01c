"""Atom feeds of guides: all, and those of a topic, a role or an author."""

from django.http import HttpResponse

from guides.querysets import GuideQuerySet
from portal.feeds import LENGTH, Entry, atom


def guide_feed(guides: GuideQuerySet, title: str, subtitle: str, feed_path: str) -> HttpResponse:
    """The newest guides; the page that lists the same lies one level above the feed."""
    rows = guides.public().cards()[:LENGTH]
    entries = [
        Entry(
            title=guide.title,
            path=guide.get_absolute_url(),
            summary=guide.standfirst,
            published=guide.published_at,
            updated=guide.changed_at or guide.published_at,
            author=guide.author.name,
            categories=(guide.topic.name,),
        )
        for guide in rows
        if guide.published_at
    ]
    return atom(
        title=title,
        subtitle=subtitle,
        path=feed_path.removesuffix("feed/"),
        feed_path=feed_path,
        entries=entries,
    )
