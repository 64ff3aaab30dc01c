"""The home page, the roles, and the pages that readers trust."""

from portal.site.models import Page
from portal.sitemaps import Pages, Section, register
from portal.taxonomy.models import Role

register(
    Section(
        "roles",
        queryset=Role.objects.public,
        route="site:role",
        lastmod="updated_at",
        topics=("taxonomy",),
    )
)
register(
    Section(
        "pages-of-text",
        queryset=Page.objects.all,
        route="site:page",
        lastmod="updated_at",
        topics=("site",),
    )
)
register(Pages("site:home", "site:roles"))
