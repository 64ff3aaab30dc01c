"""What stands against publishing a guide, and what an author might yet mend.

The form, the desk's bulk step, `publish_guide` and the panel beside the editor ask here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import unquote

from django.utils import timezone
from django.utils.text import capfirst

from guides.models import Guide, GuideContent
from guides.models.guide import guide_page
from guides.rendering import RenderedGuide, render_guide
from portal.dead_links import MOST, Verdict, verdicts, within_site
from portal.markdown import Link, Problem
from portal.publishing.models import Status, content_fields, content_relations
from portal.taxonomy.models import Role

SHORTEST_DESCRIPTION: Final = 10  # characters; less says nothing
GOOD_DESCRIPTION: Final = (50, 160)
LONGEST_TITLE: Final = 60  # what search engines show of it
FIELDS: Final = (*content_fields(GuideContent), *content_relations(GuideContent), "")
_ID: Final = re.compile(r' id="([^"]+)"')
# Of the page around the text.
_FRAME: Final = frozenset({"in-short", "content"})


def check_guide(
    content: GuideContent, roles: Collection[Role], rendered: RenderedGuide | None = None
) -> list[Problem]:
    """Every problem with its field and, in texts, its line; see `in_order`.

    `rendered` is what `render_guide` made of the content, if that is known already.
    """
    rendered = rendered or render_guide(content)
    found = [
        *_head(content),
        *rendered.problems,
        *_links(content, rendered),
        *_filing(content, roles),
    ]
    return in_order(found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors first; then by field and line."""

    def place(problem: Problem) -> tuple[bool, int, int]:
        return problem.level != "error", FIELDS.index(problem.field), problem.line

    return sorted(problems, key=place)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


def named(problem: Problem) -> str:
    """The problem in words, with its place; the body needs no name."""
    if problem.field in ("", "body"):
        return str(problem)
    return f"{place_of(problem)}: {problem.message}"


def place_of(problem: Problem) -> str:
    """Field and line in words."""
    if not problem.field:
        return ""
    field: Any = GuideContent._meta.get_field(problem.field)
    line = f", line {problem.line}" if problem.line else ""
    return f"{capfirst(field.verbose_name)}{line}"


def _head(content: GuideContent) -> Iterator[Problem]:
    title = content.seo_title or content.title
    if len(title) > LONGEST_TITLE:
        yield _warning(
            "seo_title",
            f"Search engines cut the title off after about {LONGEST_TITLE} characters; it has "
            f"{len(title)}. Write a shorter one for them.",
        )
    description = (content.seo_description or content.standfirst).strip()
    field = "seo_description" if content.seo_description else "standfirst"
    short, long = GOOD_DESCRIPTION
    if len(description) < SHORTEST_DESCRIPTION:
        message = "Say in a sentence what the guide gives: lists and search engines show it."
        yield Problem("error", message, field=field)
    elif len(description) < short:
        yield _warning(
            field, f"As a description for search engines this is short: aim for {short} or more."
        )
    elif len(description) > long:
        yield _warning(
            "seo_description",
            f"Search engines cut the standfirst off after about {long} characters. Write a shorter "
            "description for them.",
        )


def _filing(content: GuideContent, roles: Collection[Role]) -> Iterator[Problem]:
    if not roles:
        yield _warning("roles", "Without a role no page of a role shows the guide.")
    if content.review_by is None:
        yield _warning("review_by", "Say from which day the guide waits for a fresh look.")
    elif content.review_by <= timezone.now().date():
        yield _warning("review_by", "This day has come: the guide counts as overdue at once.")


def _warning(field: str, message: str) -> Problem:
    return Problem("warning", message, field=field)


# Links within the site


def _links(content: GuideContent, rendered: RenderedGuide) -> Iterator[Problem]:
    here = guide_page(content.slug or "new")
    paths = {link: within_site(link.address, page=here) for link in rendered.links}
    anchors = _FRAME.union(
        *(_ID.findall(html) for html in (rendered.body_html, rendered.tldr_html))
    )
    away = {link: path for link, path in paths.items() if path and _page(path) != here}
    found = verdicts(away.values())
    for link, path in paths.items():
        if link in away:
            yield from _away(link, path, found.get(_page(path, query=True)))
        elif path:
            yield from _inside(link, unquote(path.partition("#")[2]), anchors)
    if len({_page(path, query=True) for path in away.values()}) > MOST:
        yield Problem("warning", f"Only the first {MOST} links within the site were checked.")


def _page(path: str, *, query: bool = False) -> str:
    path = path.partition("#")[0]
    return path if query else path.partition("?")[0]


def _inside(link: Link, anchor: str, anchors: Collection[str]) -> Iterator[Problem]:
    if not anchor or anchor in anchors:
        return
    close = get_close_matches(f"h-{anchor.removeprefix('h-')}", anchors, n=1)
    hint = f" Did you mean “#{close[0]}”?" if close else " Copy it from a heading of the preview."
    yield _at(link, "error", f"“#{anchor[:80]}” leads to no heading of this guide.{hint}")


def _away(link: Link, path: str, verdict: Verdict | None) -> Iterator[Problem]:
    shown = link.address[:80]
    match verdict.state if verdict else "":
        case "gone" if _is_to_come(path):
            yield _at(link, "warning", f"The guide at “{shown}” isn’t public yet.")
        case "gone":
            yield _at(link, "error", f"The link “{shown}” leads nowhere: there is no such page.")
        case "refused":
            yield _at(link, "error", f"The page at “{shown}” doesn’t know what the link asks for.")
        case "moved":
            to = verdict.to if verdict else ""
            yield _at(link, "warning", f"The page at “{shown}” has moved to “{to}”.")
        case "private":
            yield _at(link, "warning", f"“{shown}” is no public page: can readers open it?")


def _is_to_come(path: str) -> bool:
    """Whether a guide that isn't public yet will stand there, so that two new ones may name each other."""
    before, after = guide_page("\n").split("\n")
    slug = _page(path).removeprefix(before).removesuffix(after)
    if _page(path) != guide_page(slug):
        return False
    return Guide.objects.filter(slug=slug).exclude(status=Status.CLOSED).exists()


def _at(link: Link, level: Any, message: str) -> Problem:
    return Problem(level, message, link.line, link.field)
