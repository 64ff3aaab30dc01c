"""Atom feeds of guides: all, and those of a topic, a role or an author."""

from django.http import HttpResponse

from guides.cards import card
from guides.querysets import GuideQuerySet
from portal.feeds import LENGTH, Entry, atom


def guide_feed(guides: GuideQuerySet, title: str, subtitle: str, feed_path: str) -> HttpResponse:
    """The newest guides; the page that lists the same lies one level above the feed."""
    entries = [
        Entry(
            title=guide.title,
            path=guide.url,
            summary=guide.standfirst,
            published=guide.published_at,
            updated=guide.changed_at,
            author=guide.author,
            categories=(guide.topic,),
        )
        for guide in map(card, guides.public().cards()[:LENGTH])
    ]
    return atom(
        title=title,
        subtitle=subtitle,
        path=feed_path.removesuffix("feed/"),
        feed_path=feed_path,
        entries=entries,
    )
