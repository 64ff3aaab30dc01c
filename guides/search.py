"""The words that a guide is found by, and what the search of the site shows of it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db.models import Q

from guides.cards import page
from guides.models import Author, Guide, Topic
from guides.pages import TOPICS
from portal.accounts.models import User
from portal.freshness import depends_on
from portal.markdown.blocks import lines_of
from portal.panels import fill_sentences
from portal.search.finding import with_words
from portal.search.indexing import index
from portal.search.renaming import when_renamed
from portal.search.sections import Result, Rows, Section, register_section
from portal.search.sources import Entry, Source, by_ranges, register
from portal.taxonomy.merging import around_merges
from portal.taxonomy.models import Role

KIND: Final = "guide"
READ: Final = 100  # guides at once: each may have 20,000 words
SAID_BY: Final = frozenset({"article", "articles", "guide", "guides"})


def entries(keys: Collection[int] | None) -> Iterator[Entry]:
    """Of the guides with these keys those that were published, or of every guide that was."""
    rows = Guide.objects.accepted().select_related("topic", "author").prefetch_related("roles")
    for guide in by_ranges(rows if keys is None else rows.filter(pk__in=keys), READ):
        names = (guide.topic.name, guide.author.name, *(role.name for role in guide.roles.all()))
        texts = (line for html in (guide.tldr_html, guide.body_html) for line in lines_of(html))
        yield Entry(guide.pk, guide.title, "\n".join((guide.standfirst, *names, *texts)))


def find(words: tuple[str, ...]) -> Rows:
    """With more of the words in the title first, then the newest."""
    depends_on(*TOPICS)
    found = with_words(Guide.objects.public(), KIND, words)
    guides = found.select_related("topic").defer("body", "tldr", "contents_html")
    return Rows(guides.order_by("-in_title", "-published_at", "-pk"), _show)


def _show(guides: Sequence[Guide]) -> Sequence[Result]:
    bodies = fill_sentences(html for guide in guides for html in (guide.tldr_html, guide.body_html))
    texts = ["\n".join(lines_of(body)) for body in bodies]
    return [
        Result(
            title=guide.title,
            url=page(guide.slug),
            facts=(guide.topic.name, f"{guide.minutes} min read"),
            text="\n".join((guide.standfirst, *pair)),
        )
        for guide, pair in zip(guides, zip(texts[::2], texts[1::2], strict=True), strict=True)
    ]


def write_when_renamed() -> None:
    """Guides are found by their topic, their author and their roles, by the names of today."""
    when_renamed(Topic, ("name",), lambda topic: _write_anew(Q(topic=topic)))
    when_renamed(Author, ("name",), lambda author: _write_anew(Q(author=author)))
    when_renamed(Role, ("name",), lambda role: _write_anew(Q(roles=role)))
    around_merges(_found_by_the_kept_name)


def _write_anew(found: Q) -> None:
    index(KIND, list(Guide.objects.accepted().filter(found).values_list("pk", flat=True)))


@contextmanager
def _found_by_the_kept_name(keep: Role, gone: Role, by: User | None) -> Iterator[None]:
    moved = list(Guide.objects.accepted().filter(roles=gone).values_list("pk", flat=True))
    yield
    index(KIND, moved)


register(
    Source(
        kind=KIND,
        entries=entries,
        rows=Guide.objects.accepted,
        topics=("guides",),
    )
)
register_section(
    Section(name="guides", label="Guides", order=20, said_by=SAID_BY, find=find, home="guides:list")
)
