"""Where an import of a survey stands."""

from datetime import timedelta
from typing import Final

from django.db import models

LEASE: Final = timedelta(minutes=5)  # a worker that is silent for so long was killed
LISTED: Final = 20_000  # problems of an import that are kept; more are counted


class State(models.TextChoices):
    UPLOADED = "uploaded", "waiting to be read"
    CHECKING = "checking", "being read"
    CHECKED = "checked", "waiting for a decision"
    APPLYING = "applying", "being applied"
    APPLIED = "applied", "applied"
    UNDONE = "undone", "undone"
    REFUSED = "refused", "refused"
    FAILED = "failed", "broken off"


# Those whose reports never count, nor will.
ENDED: Final = (State.UNDONE, State.REFUSED, State.FAILED)
