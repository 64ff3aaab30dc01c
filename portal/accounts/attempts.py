"""How often one may try to sign in: counted before the password is looked at, whoever it is for."""

from hashlib import sha256
from math import ceil
from typing import Final

from portal.accounts.models import as_stored
from portal.limits import Tally

WINDOW: Final = 15 * 60  # seconds
# Failures in one window. An office behind one address has many people who mistype.
PER_ADDRESS: Final = 10
PER_CLIENT: Final = 50


class Attempt:
    """Somebody at `client` tries to sign in with an e-mail address; nobody need have an account by it."""

    def __init__(self, email: str, *, client: str) -> None:
        # Any text may come in, and not every cache takes any text as a key.
        digest = sha256(as_stored(email).encode("utf-8", "surrogatepass")).hexdigest()
        self._client = Tally(f"sign-in:client:{client}", seconds=WINDOW)
        self._address = Tally(f"sign-in:address:{digest}", seconds=WINDOW)

    def is_allowed(self) -> bool:
        """Count it, and say whether the password may be looked at.

        A client beyond its limit no longer counts against the addresses that it tries.
        """
        return self._client.count() <= PER_CLIENT and self._address.count() <= PER_ADDRESS

    def succeed(self) -> None:
        """It was no failure; and whoever knows the password may mistype it as often again."""
        self._client.take_back()
        self._address.clear()

    @property
    def wait(self) -> int:
        """Seconds until the limits start afresh."""
        return ceil(max(self._client.seconds_left, self._address.seconds_left))
