"""What changed, so that public pages can be cached and still be true. See `topics`, `pages`, `wsgi`."""

from portal.freshness.memory import Memory
from portal.freshness.pages import public_page
from portal.freshness.topics import (
    Dependencies,
    changed,
    collect,
    depends_on,
    forget_everything,
    inherit,
    refresh,
    schedule,
    watch,
)

__all__ = (
    "Dependencies",
    "Memory",
    "changed",
    "collect",
    "depends_on",
    "forget_everything",
    "inherit",
    "public_page",
    "refresh",
    "schedule",
    "watch",
)
