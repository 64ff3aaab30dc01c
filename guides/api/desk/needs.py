"""What a token and its owner need for what is done with guides."""

from typing import Final

from guides.scopes import PUBLISH, READ, WRITE
from portal.api.authentication import Need

READING: Final = Need((READ, WRITE, PUBLISH), "guides.view_guide", "read guides at work")
STARTING: Final = Need((WRITE,), "guides.add_guide", "start guides")
WRITING: Final = Need((WRITE,), "guides.change_guide", "write guides")
DECIDING: Final = Need(
    (PUBLISH,), "guides.publish_guide", "decide about guides: submit yours for review"
)
