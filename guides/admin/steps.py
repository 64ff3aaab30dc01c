"""Steps that an editor takes with many guides at once."""

from collections.abc import Callable
from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from guides import actions
from guides.models import Guide
from portal.accounts.models import User
from portal.desk import person
from portal.publishing.desk import LatestRevision, seen
from portal.publishing.errors import StaleRevision, WrongState

REFUSALS: Final = (WrongState, StaleRevision, actions.NotPublishable, ValidationError)


def said_of(error: Exception) -> str:
    """What an action that refuses says, as one text."""
    return " ".join(getattr(error, "messages", (str(error),)))


class BulkSteps(LatestRevision):
    """Mixed into the admin of guides."""

    message_user: Callable[..., None]

    @admin.action(description="Submit for review", permissions=["change"])
    def submit(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        def step(guide: Guide, by: User | None) -> None:
            actions.submit_guide(guide=guide, by=by, seen=seen(request, guide))

        self._each(request, chosen, "submitted", step)

    @admin.action(description="Approve the latest revision", permissions=["publish"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        def step(guide: Guide, by: User | None) -> None:
            actions.approve_guide(guide=guide, by=by, seen=seen(request, guide))

        self._each(request, chosen, "approved", step)

    @admin.action(description="Publish the latest revision", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        def step(guide: Guide, by: User | None) -> None:
            ends = guide.unpublish_at
            until = ends if ends and ends > timezone.now() else None
            actions.publish_guide(guide=guide, by=by, until=until, seen=seen(request, guide))

        self._each(request, chosen, "published", step)

    @admin.action(description="Take off the site", permissions=["publish"])
    def unpublish(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request,
            chosen,
            "taken off",
            lambda guide, by: actions.unpublish_guide(guide=guide, by=by),
        )

    @admin.action(description="Put away in the archive", permissions=["publish"])
    def archive(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request,
            chosen,
            "put away",
            lambda guide, by: actions.archive_guide(guide=guide, by=by),
        )

    @admin.action(description="Take back from the archive", permissions=["publish"])
    def take_back(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        self._each(
            request,
            chosen,
            "taken back",
            lambda guide, by: actions.unarchive_guide(guide=guide, by=by),
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
                text = f"“{guide}” was not {done}. {said_of(error)}"
                self.message_user(request, text, messages.ERROR)
            else:
                self.message_user(request, f"“{guide}” was {done}.")
