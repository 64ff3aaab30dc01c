"""Slugs that roles had before, held in memory until the taxonomy changes."""

from collections.abc import Mapping
from typing import Final

from portal.freshness import Memory
from portal.taxonomy.models import FormerRoleSlug, Role

_remembered: Final[Memory[str, Mapping[str, str]]] = Memory(1)


def renamed_roles() -> Mapping[str, str]:
    """Today's slugs by the former ones; a slug that was given to another role since is none of them."""
    return _remembered.recall_or_make("all", ("taxonomy",), _read)


def _read() -> Mapping[str, str]:
    former = FormerRoleSlug.objects.exclude(slug__in=Role.objects.order_by().values("slug"))
    return dict(former.values_list("slug", "role__slug"))
