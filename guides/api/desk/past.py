"""What was saved of a guide and decided about it."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.db.models import Model
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from guides.api.desk.needs import READING
from guides.api.desk.serializers import (
    FILED,
    DecisionSerializer,
    RevisionDetailSerializer,
    RevisionSerializer,
)
from guides.models import Guide, GuideEvent, GuideRevision
from portal.accounts.models import User
from portal.api.desk import DeskViewSet, Step, tagged


class OfGuide[Item: Model](DeskViewSet[Item]):
    """What belongs to one guide."""

    @property
    def guide(self) -> Guide:
        guides = Guide.objects.visible_to(cast("User", self.request.user))
        return get_object_or_404(guides, pk=self.kwargs["pk"])

    def page(self, row: Callable[[Any], object]) -> Response:
        cursor = self.pagination_class()
        things = self.filter_queryset(self.get_queryset())
        page = cursor.paginate_queryset(things, self.request, self)
        return Response(cursor.envelope([row(thing) for thing in page]))


class DecisionDesk(OfGuide[GuideEvent]):
    """Decisions about a guide."""

    queryset = GuideEvent.objects.all()
    steps: ClassVar = {"list": Step(READING, DecisionSerializer)}

    def get_queryset(self) -> Any:
        return self.guide.events.select_related("by")

    def list(self, request: Request, pk: int) -> Response:
        """List what was decided about a guide

        Who did what, when and why; the latest first.
        """
        return self.page(DecisionSerializer.row)


class RevisionDesk(OfGuide[GuideRevision]):
    """Revisions of a guide."""

    queryset = GuideRevision.objects.all()
    ordering = ("-number",)
    steps: ClassVar = {
        "list": Step(READING, RevisionSerializer),
        "retrieve": Step(READING, RevisionDetailSerializer),
    }

    def get_queryset(self) -> Any:
        named = self.guide.revisions.select_related(*FILED, "created_by")
        return named if self.action == "retrieve" else named.defer("body", "tldr")

    def list(self, request: Request, pk: int) -> Response:
        """List the revisions of a guide

        The latest first.
        """
        return self.page(RevisionSerializer.row)

    def retrieve(self, request: Request, pk: int, number: int) -> Response:
        """One revision, whole

        It never changes.
        """
        revision = get_object_or_404(self.get_queryset(), number=number)
        return tagged(RevisionDetailSerializer.row(revision), revision.number)
