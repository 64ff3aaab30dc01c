"""If-Match: a write says which revision it was made from, and is refused if there is a later one."""

import re
from typing import Final

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from portal.api.problems import Stale, Unseen

# A proxy that compresses answers makes their tags weak; a revision is the same either way.
_TAG: Final = re.compile(r'(?:W/)?"([\x21\x23-\x7e]{0,40})"')
LONGEST: Final = 400  # characters
ANY: Final = "“*” doesn’t say what you saw. Send the ETag that you were given."
UNREADABLE: Final = "Send the ETag as you were given it, with its quotes."


def require_seen(request: Request, latest: int) -> None:
    """Raises `Unseen` without If-Match, and `Stale` where it names another revision than the latest.

    Call while the row is locked: nobody can save between this and what follows.
    """
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if not given:
        raise Unseen
    if given == "*":
        raise Unseen(ANY)
    tags = [_TAG.fullmatch(part.strip()) for part in given[:LONGEST].split(",")]
    if len(given) > LONGEST or not all(tags):
        raise ValidationError({"If-Match": UNREADABLE})
    if str(latest) not in {tag[1] for tag in tags if tag}:
        raise Stale(latest)
