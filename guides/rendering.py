"""What publishing makes of a guide's text: HTML with gaps for panels, a contents list, a length."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guides.models import GuideContent
from portal.markdown import Heading, Problem, minutes, render


@dataclass(frozen=True)
class RenderedGuide:
    """The derived columns of a guide, and what stands against publishing it."""

    body_html: str
    tldr_html: str
    contents_html: str
    words: int
    problems: tuple[Problem, ...]

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
    body = render(content.body)
    tldr = render("\n".join(f"- {point}" for point in content.tldr_points))
    return RenderedGuide(
        body_html=body.html,
        tldr_html=tldr.html,
        contents_html=contents_list(body.contents),
        words=body.words + tldr.words,
        problems=(*tldr.problems, *body.problems),
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
