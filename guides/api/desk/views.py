"""Guides for programs of staff. Each step is the very action that the desk takes."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from guides import actions, scheduling
from guides.api.desk import content
from guides.api.desk.bodies import (
    DecisionNoteSerializer,
    PublishSerializer,
    ReasonSerializer,
    RestoreSerializer,
    ScheduleSerializer,
)
from guides.api.desk.needs import DECIDING, READING, STARTING, WRITING
from guides.api.desk.serializers import (
    FILED,
    ChecksSerializer,
    ContentSerializer,
    DeskGuideSerializer,
    GuideAtWorkSerializer,
    item,
)
from guides.forms import DeskGuideFilter
from guides.models import Guide, GuideRevision
from guides.querysets import GuideQuerySet
from portal.accounts.models import User
from portal.api.desk import DeskViewSet, Step, tagged
from portal.publishing.errors import WrongState


class GuideDesk(DeskViewSet[Guide]):
    """Guides at work."""

    queryset = Guide.objects.all()
    filter_form = DeskGuideFilter
    steps: ClassVar = {
        "list": Step(READING, GuideAtWorkSerializer),
        "create": Step(STARTING, DeskGuideSerializer, ContentSerializer),
        "retrieve": Step(READING, DeskGuideSerializer),
        "update": Step(WRITING, DeskGuideSerializer, ContentSerializer),
        "partial_update": Step(WRITING, DeskGuideSerializer, ContentSerializer),
        "checks": Step(READING, ChecksSerializer),
        "submit": Step(WRITING, DeskGuideSerializer),
        "restore": Step(WRITING, DeskGuideSerializer, RestoreSerializer),
        "approve": Step(DECIDING, DeskGuideSerializer, DecisionNoteSerializer),
        "send_back": Step(DECIDING, DeskGuideSerializer, ReasonSerializer),
        "publish": Step(DECIDING, DeskGuideSerializer, PublishSerializer),
        "schedule_edit": Step(DECIDING, DeskGuideSerializer, ScheduleSerializer),
        "drop_edit": Step(DECIDING, DeskGuideSerializer, DecisionNoteSerializer),
        "unpublish": Step(DECIDING, DeskGuideSerializer, DecisionNoteSerializer),
        "archive": Step(DECIDING, DeskGuideSerializer, DecisionNoteSerializer),
        "unarchive": Step(DECIDING, DeskGuideSerializer, DecisionNoteSerializer),
    }

    def get_queryset(self) -> GuideQuerySet:
        return Guide.objects.visible_to(self.person)

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    # Reading

    def list(self, request: Request) -> Response:
        """List guides at work

        All that the token's owner sees on the desk, newest first.
        """
        guides = self.get_queryset().select_related("topic", "author")
        cursor = self.pagination_class()
        page = cursor.paginate_queryset(self.filter_queryset(guides), request, self)
        return Response(cursor.envelope([GuideAtWorkSerializer.row(guide) for guide in page]))

    def retrieve(self, request: Request, pk: int) -> Response:
        """One guide as its latest revision has it

        The answer's ETag is the number of that revision.
        """
        return self._answer(pk)

    def checks(self, request: Request, pk: int) -> Response:
        """What stands against publishing the latest revision

        Errors must be mended; warnings may.
        """
        revision = self._latest_revision(self._visible(pk))
        return tagged(ChecksSerializer.row(revision), revision.number)

    # Writing

    def create(self, request: Request) -> Response:
        """Start a guide

        With its first revision; it stays a draft.
        """
        sent = self.sent()
        with transaction.atomic():
            form = content.checked(sent, Guide(), whole=True)
            guide = actions.create_guide(
                values=form.values, by=self.person, comment=form.cleaned_data["comment"]
            )
        return self._answer(guide.pk, status=201, headers={"Location": item(guide.pk)})

    def update(self, request: Request, pk: int) -> Response:
        """Save a new revision

        What is left out is empty in it. Readers see nothing of it before it is published.
        """
        return self._save(whole=True)

    def partial_update(self, request: Request, pk: int) -> Response:
        """Save a new revision with some fields changed

        What is left out stays as it is. Readers see nothing of it before it is published.
        """
        return self._save(whole=False)

    def restore(self, request: Request, pk: int) -> Response:
        """Save an older revision again

        It becomes the latest; none is lost.
        """
        number = self.sent().get("revision")
        if number is None:
            raise ValidationError({"revision": "This field is required."})
        with self.latest() as guide:
            if not guide.revisions.filter(number=number).exists():
                raise ValidationError({"revision": f"There is no revision {number}."})
            base = guide.latest_number
            actions.restore_guide(guide=guide, number=number, by=self.person, base=base)
        return self._answer(pk)

    def submit(self, request: Request, pk: int) -> Response:
        """Submit a draft for review

        Editors find it in their queue. What was taken off the site may be submitted again.
        """
        self.sent()
        with self.latest() as guide:
            actions.submit_guide(guide=guide, by=self.person)
        return self._answer(pk)

    # Deciding

    def approve(self, request: Request, pk: int) -> Response:
        """Approve the latest revision

        It may go live. Whoever saves another makes that void.
        """
        return self._decide(pk, actions.approve_guide)

    def send_back(self, request: Request, pk: int) -> Response:
        """Return it to its author, with a reason

        What was submitted, or saved since it went live. Its author gets a letter.
        """
        given = content.step(content.ReasonForm, self.sent())
        with self.latest() as guide:
            actions.return_guide(guide=guide, by=self.person, **given)
        return self._answer(pk)

    def publish(self, request: Request, pk: int) -> Response:
        """Publish the latest revision

        At once, or between two instants. Errors in the text are answered with their lines.
        """
        sent = self.sent()
        given = content.step(content.PublishForm, sent)
        with self.latest() as guide:
            at, until = content.span(guide, given, sent)
            content.publish(guide=guide, by=self.person, at=at, until=until)
        return self._answer(pk)

    def schedule_edit(self, request: Request, pk: int) -> Response:
        """Schedule the latest revision of a guide that is live

        Readers see what they see now until that instant. It stays this revision, whatever is saved until then.
        """
        given = content.step(content.ScheduleForm, self.sent())
        with self.latest() as guide:
            content.schedule(guide=guide, by=self.person, **given)
        return self._answer(pk)

    def drop_edit(self, request: Request, pk: int) -> Response:
        """Take the scheduled edit off the schedule

        It stays approved.
        """
        return self._decide(pk, scheduling.drop_scheduled_edit)

    def unpublish(self, request: Request, pk: int) -> Response:
        """Take it off the site

        At once; its revisions stay.
        """
        return self._decide(pk, actions.unpublish_guide)

    def archive(self, request: Request, pk: int) -> Response:
        """Put it away

        What isn't public: it is read only until it is taken back.
        """
        return self._decide(pk, actions.archive_guide)

    def unarchive(self, request: Request, pk: int) -> Response:
        """Take it back from the archive

        It stands where it stood.
        """
        return self._decide(pk, actions.unarchive_guide)

    # What these have in common

    def _decide(self, pk: int, action: Callable[..., None]) -> Response:
        """Take a step with which a note may go."""
        given = content.step(content.NoteForm, self.sent())
        with self.latest() as guide:
            action(guide=guide, by=self.person, **given)
        return self._answer(pk)

    def _save(self, *, whole: bool) -> Response:
        sent = self.sent()
        with self.latest() as guide:
            if guide.is_archived:
                raise WrongState(guide, "saved")
            base = guide.latest_number
            form = content.checked(sent, guide, whole=whole)
            comment = form.cleaned_data["comment"]
            row = Guide.objects.get(pk=guide.pk)  # the form wrote into the other
            actions.save_guide(
                guide=row, values=form.values, by=self.person, base=base, comment=comment
            )
        return self._answer(guide.pk)

    def _visible(self, pk: int) -> Guide:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def _latest_revision(self, guide: Guide) -> GuideRevision:
        named = guide.revisions.select_related(*FILED, "created_by")
        return named.get(number=guide.latest_number)

    def _answer(self, pk: int, **given: Any) -> Response:
        guide = self._visible(pk)
        revision = self._latest_revision(guide)
        return tagged(DeskGuideSerializer.row((guide, revision)), revision.number, **given)
