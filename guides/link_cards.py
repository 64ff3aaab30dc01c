"""The picture that other sites show of a link to a guide: what stands on it, and its address.

The address carries a digest of what the card says, so that it may be kept for good. The article knows the
address without drawing anything: the figure on the card is one that the text shows anyway.
"""

from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import strip_tags

from guides.models import Guide
from portal.link_cards import LinkCard, digest_of
from portal.links import site
from portal.panels import fill, headline_gap, headline_in
from portal.taxonomy.models import Role


class CardLink(NamedTuple):
    address: str
    alt: str


def figure_gap(guide: Guide) -> str:
    """The gap of the text's first figure, to be filled together with the text."""
    return headline_gap(guide.tldr_html, guide.body_html)


def card_link(guide: Guide, roles: Iterable[Role], figure: str) -> CardLink:
    """Where the card stands; `figure` is what fills the gap."""
    path = reverse("guides:card", args=[guide.slug, _digest(guide, roles, figure)])
    said = (guide.title, _subject(roles), unescape(strip_tags(figure)))
    return CardLink(f"{site()}{path}", " – ".join(filter(None, said)))


def digest_of_card(guide: Guide, roles: Iterable[Role]) -> str:
    gap = figure_gap(guide)
    return _digest(guide, roles, fill(gap) if gap else "")


def card_of(guide: Guide, roles: Iterable[Role]) -> LinkCard:
    headline = headline_in(figure_gap(guide))
    return LinkCard(
        title=guide.title,
        subject=_subject(roles),
        figure=headline.figure if headline else "",
        about=headline.about if headline else "",
    )


def _digest(guide: Guide, roles: Iterable[Role], figure: str) -> str:
    return digest_of(guide.title, _subject(roles), figure)


def _subject(roles: Iterable[Role]) -> str:
    return " · ".join(role.name for role in roles)
