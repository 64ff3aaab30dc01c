"""The guides, and the list of them."""

from guides.models import Guide
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
register(Pages("guides:list"))
