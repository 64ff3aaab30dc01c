"""What tokens may be for, of guides."""

from typing import Final

from portal.accounts.scopes import Scope

READ: Final = "guides:read"
WRITE: Final = "guides:write"
PUBLISH: Final = "guides:publish"

SCOPES: Final = (
    Scope(READ, "Read guides, drafts and revisions too", "guides.view_guide"),
    Scope(WRITE, "Write guides, and submit them for review", "guides.change_guide"),
    Scope(
        PUBLISH, "Publish guides, return them and take them off the site", "guides.publish_guide"
    ),
)
