"""Slugs that roles had before, held in memory until the taxonomy changes."""

from collections.abc import Mapping
from typing import Final

from portal.freshness import Memory, collect, depends_on
from portal.taxonomy.models import FormerRoleSlug, Role

_remembered: Final[Memory[str, Mapping[str, str]]] = Memory(1)


def renamed_roles() -> Mapping[str, str]:
    """Today's slugs by the former ones; a slug that was given to another role since is none of them."""
    known = _remembered.recall("all")
    if known is None:
        with collect() as dependencies:
            depends_on("taxonomy")
            known = dict(_rows())
        _remembered.put("all", known, dependencies)
    return known


def _rows() -> list[tuple[str, str]]:
    former = FormerRoleSlug.objects.exclude(slug__in=Role.objects.order_by().values("slug"))
    return list(former.values_list("slug", "role__slug"))
