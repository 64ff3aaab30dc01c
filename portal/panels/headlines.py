"""The one figure that stands for a text, where there is room for no more."""

from portal.freshness import depends_on
from portal.markdown.placeholders import split
from portal.panels.arguments import read
from portal.panels.loading import load
from portal.panels.panel import Headline, find, get


def headline_gap(*bodies: str) -> str:
    """The gap of the first panel in rendered texts that makes headlines; empty without one.

    Filled together with the texts it costs no query of its own.
    """
    gaps = (gap for html in bodies for gap in split(html)[1])
    found = (gap for gap in gaps if (panel := find(gap.name)) and panel.makes_headlines)
    return str(next(found, ""))


def headline_in(gap: str) -> Headline | None:
    """What the panel of such a gap has to say; what it depends on is noted."""
    for found in split(gap)[1]:
        panel = get(found.name)
        arguments = read(panel.arguments, found.call().arguments).arguments
        if arguments is not None:
            depends_on(*panel.topics(arguments))
            [data] = load(panel, [arguments])
            return None if data is None else panel.headline(data)
    return None
