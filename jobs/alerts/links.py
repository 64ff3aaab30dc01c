"""Signed links: they name a row by its random key, and nobody can make one up."""

from datetime import timedelta
from typing import Final

from django.core import signing

from jobs.alerts.models import Alert, Subscriber
from portal.links import absolute

CONFIRM_WITHIN: Final = timedelta(days=3)
CONFIRM: Final = "jobs.alerts.confirm"
LEAVE: Final = "jobs.alerts.leave"
MANAGE: Final = "jobs.alerts.manage"

_confirm = absolute("jobs:alert-confirm")
_leave = absolute("jobs:alert-leave")
_manage = absolute("jobs:alert-manage")


def confirm_token(alert: Alert) -> str:
    return signing.dumps(alert.key, salt=CONFIRM)


def leave_token(alert: Alert) -> str:
    return signing.dumps(alert.key, salt=LEAVE)


def manage_token(subscriber: Subscriber) -> str:
    return signing.dumps(subscriber.key, salt=MANAGE)


def key_in(token: str, salt: str) -> str:
    """Raises `BadSignature` for what is no link of ours, `SignatureExpired` for a late confirmation."""
    return str(signing.loads(token, salt=salt, max_age=CONFIRM_WITHIN if salt == CONFIRM else None))


def confirm_link(alert: Alert) -> str:
    return _confirm(confirm_token(alert))


def leave_link(alert: Alert) -> str:
    return _leave(leave_token(alert))


def manage_link(subscriber: Subscriber) -> str:
    return _manage(manage_token(subscriber))
