"""The figures' pages, with their changes and snapshots, and a page for each role that has a figure."""

from django.db.models import Exists, OuterRef

from portal.sitemaps import Pages, Section, register
from portal.taxonomy.models import Role, RoleQuerySet
from salaries.models import Benchmark


def _roles_with_figures() -> RoleQuerySet:
    return Role.objects.public().filter(
        Exists(Benchmark.objects.public().filter(role=OuterRef("pk")))
    )


register(
    Section(
        "salaries",
        queryset=_roles_with_figures,
        route="salaries:role",
        topics=("salaries", "taxonomy"),
    )
)
register(
    Pages(
        "salaries:index",
        "salaries:explore",
        "salaries:compare",
        "salaries:stand",
        "salaries:changes",
        "salaries:snapshots",
    )
)
