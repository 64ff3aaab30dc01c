"""The guides, the list of them, and what there is to play with."""

from guides.models import Guide, Poll, Roadmap, Simulation
from portal.sitemaps import Pages, Section, register

register(
    Section(
        "guides",
        queryset=Guide.objects.public,
        route="guides:detail",
        lastmod="changed_at",
        topics=("guides",),
    )
)
register(
    Section(
        "polls",
        queryset=Poll.objects.public,
        route="guides:poll",
        lastmod="updated_at",
        topics=("polls", "taxonomy"),
    )
)
register(
    Section(
        "roadmaps",
        queryset=Roadmap.objects.public,
        route="guides:roadmap",
        lastmod="updated_at",
        topics=("roadmaps",),
    )
)
register(
    Section(
        "simulations",
        queryset=Simulation.objects.public,
        route="guides:simulation",
        lastmod="updated_at",
        topics=("simulations",),
    )
)
register(Pages("guides:list", "guides:try"))
