"""What publishing makes of a guide's text: HTML with gaps for panels, a contents list, a length."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guides.models import GuideContent
from portal.markdown import Heading, Link, Problem, Rendered, minutes, render


@dataclass(frozen=True)
class RenderedGuide:
    """The derived columns of a guide, and what stands against publishing it."""

    body_html: str
    tldr_html: str
    contents_html: str
    words: int
    problems: tuple[Problem, ...]
    links: tuple[Link, ...]

    def columns(self) -> dict[str, object]:
        return {
            "body_html": self.body_html,
            "tldr_html": self.tldr_html,
            "contents_html": self.contents_html,
            "words": self.words,
            "minutes": minutes(self.words),
        }


def render_guide(content: GuideContent) -> RenderedGuide:
    """Render what an author wrote. Panels stay gaps: they are filled when a reader asks."""
    body, tldr = render(content.body), _points(content.tldr)
    return RenderedGuide(
        body_html=body.html,
        tldr_html=tldr.html,
        contents_html=contents_list(body.contents),
        words=body.words + tldr.words,
        problems=(*tldr.problems, *(replace(one, field="body") for one in body.problems)),
        links=(*tldr.links, *(replace(one, field="body") for one in body.links)),
    )


def _points(tldr: str) -> Rendered:
    """The points as a list; problems and links keep the lines in which the author wrote them."""
    lines = [(at, line.strip()) for at, line in enumerate(tldr.splitlines(), 1) if line.strip()]
    rendered = render("\n".join(f"- {point}" for _, point in lines))
    written = {shown: at for shown, (at, _) in enumerate(lines, 1)}
    return replace(
        rendered,
        problems=tuple(
            replace(one, field="tldr", line=written.get(one.line, 0)) for one in rendered.problems
        ),
        links=tuple(
            replace(one, field="tldr", line=written.get(one.line, 0)) for one in rendered.links
        ),
    )


def contents_list(headings: Sequence[Heading]) -> SafeString:
    """A nested list of links to the headings; empty without any."""
    if not headings:
        return SafeString("")
    items = format_html_join(
        "",
        '<li><a href="#{}">{}</a>{}</li>',
        ((heading.id, heading.text, contents_list(heading.children)) for heading in headings),
    )
    return format_html("<ol>{}</ol>", items)
