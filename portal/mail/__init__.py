"""Mail of the portal: recorded before it is sent, one row for each addressee and matter.

`post` records a letter and sends it after the transaction; `manage.py catch_up` takes up what a killed
worker left.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.mail.actions import post

__all__ = ("post",)


def __getattr__(name: str) -> Any:
    """`post` needs models, which are not there yet when Django imports this package as an app."""
    if name != "post":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from portal.mail import actions  # noqa: PLC0415  models come later

    return actions.post
