"""What is done after something changed, besides telling the workers."""

from collections.abc import Callable, Iterable
from typing import Final

from django.db import connection, transaction

_followers: Final[dict[str, list[Callable[[], object]]]] = {}


def follow(topic: str, act: Callable[[], object]) -> None:
    """Let something be done after every transaction that changed the topic, once for each transaction.

    Of all that it raises nobody hears but the log.
    """
    _followers.setdefault(topic, []).append(act)


def follow_up(topics: Iterable[str]) -> None:
    """Called by `changed`."""
    for act in [act for topic in topics for act in _followers.get(topic, ())]:
        if not any(waiting[1] is act for waiting in connection.run_on_commit):
            transaction.on_commit(act, robust=True)
