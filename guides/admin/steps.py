"""Steps that an editor takes with many guides at once."""

from collections.abc import Callable
from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from guides import actions
from guides.models import Guide
from portal.accounts.models import User
from portal.publishing.errors import StaleRevision, WrongState

REFUSALS: Final = (WrongState, StaleRevision, actions.NotPublishable, ValidationError)
SEEN: Final = "seen-"  # and the guide's key: a hidden field of the list


class BulkSteps:
    """Mixed into the admin of guides."""

    message_user: Callable[..., None]

    @admin.display(description="revision", ordering="latest_number")
    def revision(self, guide: Guide) -> str:
        """The latest, and for the bulk step that publishes it: the one that the editor saw here."""
        hidden = '{}<input type="hidden" name="{}{}" value="{}">'
        return format_html(hidden, guide.latest_number, SEEN, guide.pk, guide.latest_number)

    @admin.action(description="Submit for review", permissions=["change"])
    def submit(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request, chosen, "submitted", lambda guide, by: actions.submit_guide(guide=guide, by=by)
        )

    @admin.action(description="Publish the latest revision", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        def step(guide: Guide, by: User | None) -> None:
            ends = guide.unpublish_at
            until = ends if ends and ends > timezone.now() else None
            actions.publish_guide(guide=guide, by=by, until=until, seen=_seen(request, guide))

        self._each(request, chosen, "published", step)

    @admin.action(description="Take off the site", permissions=["publish"])
    def unpublish(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request,
            chosen,
            "taken off",
            lambda guide, by: actions.unpublish_guide(guide=guide, by=by),
        )

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Guide],
        done: str,
        step: Callable[[Guide, User | None], None],
    ) -> None:
        """Take the step for every guide by itself and say how each went."""
        by = person(request)
        for guide in chosen:
            try:
                step(guide, by)
            except REFUSALS as error:
                said = " ".join(getattr(error, "messages", (str(error),)))
                self.message_user(request, f"“{guide}” was not {done}. {said}", messages.ERROR)
            else:
                self.message_user(request, f"“{guide}” was {done}.")


def _seen(request: HttpRequest, guide: Guide) -> int | None:
    """The latest revision when the list was drawn, if the list said."""
    number = request.POST.get(f"{SEEN}{guide.pk}", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
