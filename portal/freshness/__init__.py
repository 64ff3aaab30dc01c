"""What changed, so that public pages can be cached and still be true.

`topics` knows what moved, `dependencies` what a page hangs on, `memory` keeps things while they hold,
`pages` declares views public, and `wsgi` answers for them in front of Django.
"""

from portal.freshness.dependencies import Dependencies, collect, depends_on, inherit
from portal.freshness.following import follow
from portal.freshness.memory import Memory, Read
from portal.freshness.pages import public_page
from portal.freshness.topics import (
    beforehand,
    changed,
    forget_everything,
    moved_since,
    refresh,
    remember,
    schedule,
)
from portal.freshness.watching import watch

__all__ = (
    "Dependencies",
    "Memory",
    "Read",
    "beforehand",
    "changed",
    "collect",
    "depends_on",
    "follow",
    "forget_everything",
    "inherit",
    "moved_since",
    "public_page",
    "refresh",
    "remember",
    "schedule",
    "watch",
)
