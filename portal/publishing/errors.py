"""What can go wrong when several people work on one thing."""

from django.db import models


class WrongState(Exception):
    """The thing is no longer in a state that allows the step; nothing was changed."""

    def __init__(self, item: models.Model, step: str) -> None:
        super().__init__(
            f"“{item}” could not be {step}: its state has changed meanwhile or does not allow it. "
            "Load the page again to see where it stands."
        )
        self.item = item


class StaleRevision(Exception):
    """Somebody saved another revision first; nothing was overwritten."""

    def __init__(self, item: models.Model, base: int) -> None:
        super().__init__(
            f"“{item}” was saved by somebody else after you opened revision {base}. "
            "Nothing was done over theirs: load the page again to see it."
        )
        self.item = item
        self.base = base
